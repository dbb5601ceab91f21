"""Audits of the use of force."""
