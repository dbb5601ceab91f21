"""Cells by days: read, matched, ranked, and taken together week by week."""
