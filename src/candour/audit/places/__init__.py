"""Audits of places: who lives where police are sent."""
