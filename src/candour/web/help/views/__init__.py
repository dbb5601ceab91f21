"""The views of the help: the questions, what one looks up, and the letters."""
