"""What documented methods would have done with past data, and what they do to their own data."""
