"""The page for those who look after the assistant: what people asked, and what became of it."""
