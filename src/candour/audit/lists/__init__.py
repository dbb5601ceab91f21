"""Audits of published lists: who is on one, and how it divides into parts."""
