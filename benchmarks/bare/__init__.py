"""What Candour is held against: the plainest Django project that shows the same rows."""
