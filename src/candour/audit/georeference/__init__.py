"""A printed map to polygons on the National Grid, with its error carried to every number."""
