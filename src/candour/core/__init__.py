"""What every layer may use: errors, days and intervals, hashes."""
