"""Did a measure work: an evaluation worked out again, and what its printed totals can show."""
