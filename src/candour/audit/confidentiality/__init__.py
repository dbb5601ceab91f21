"""What may be printed of people's rows, so that nobody in a small group can be worked out."""
