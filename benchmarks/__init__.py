"""What is timed, against whom, and how to repeat it: see docs/reference/benchmarks.md."""
