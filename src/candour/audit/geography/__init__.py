"""Where things are: outlines, points and codes of small areas, and how deprived each is."""
