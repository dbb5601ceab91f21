"""What each page is told: frozen dataclasses, built purely from what selectors return."""
