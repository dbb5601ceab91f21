"""What a file looks like from outside, and where in it something stands."""
