"""Audits of stops and searches."""
