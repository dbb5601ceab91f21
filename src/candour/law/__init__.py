"""Clocks, routes and letters as values: the law is data, and nothing here knows a database."""
