"""Audits of scores and flags, and of the make-up of a list."""
