"""DEPENDENCIES.md: what is installed and why, under which licence, what of it runs, and what of Rasa's can be reached."""
