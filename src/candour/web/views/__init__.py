"""Thin: ask the register, build the page, show it."""
