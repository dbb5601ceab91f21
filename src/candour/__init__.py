"""Candour: the public memory of predictive policing."""

__version__ = "0.1.0.dev0"
