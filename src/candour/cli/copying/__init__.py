"""A copy of the whole site as files, for a folder or any plain web host."""
