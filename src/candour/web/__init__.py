"""Pages: what a reader sees."""
