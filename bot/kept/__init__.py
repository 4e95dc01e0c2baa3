"""What is kept of conversations, for those who have to delete it or hand it over: `make forget`, `make export`."""
