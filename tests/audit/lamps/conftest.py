"""A module of kinds that can't be put together is imported by the test that wants it broken."""

collect_ignore = ["broken.py"]
