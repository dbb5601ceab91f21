"""The names that the city and its compiled days have for what is chosen: small whole numbers."""

COUNTS, SPREAD, EXCITED, EVEN = 0, 1, 2, 3  # how a method scores areas
KEEP_ALL, IGNORE_DISCOVERED, WEIGH_DISCOVERED = 0, 1, 2  # what is kept of what patrols discover
