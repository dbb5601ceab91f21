"""Who lives where: populations by group, from census tables as they are published."""
