"""Rates, shares and errors by group, each with how sure it can be: numbers in, numbers out."""
