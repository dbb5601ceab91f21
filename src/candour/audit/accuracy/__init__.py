"""How often a system was right: from what was published, or from forecasts and what happened."""
