"""The methods that forces are documented to use or to have been sold, re-made to be audited."""
