"""Audits: what public data say about who is stopped, listed or flagged, and how sure we can be."""
