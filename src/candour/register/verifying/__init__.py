"""Holding the database against its chains, its chains against themselves, and both against proof.

Nothing is written: what is worked out again is undone, so that a database can be looked at as it
was found.
"""
