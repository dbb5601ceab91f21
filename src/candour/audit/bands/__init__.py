"""Who is in each band of a score, group by group, where no outcomes are known."""
