"""A whole file of staff checked against rules: read row by row, judged by the engine of the chat, written and drawn."""
