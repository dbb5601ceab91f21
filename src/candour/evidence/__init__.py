"""Statements and what follows from them: pure values, no database, no clock."""
