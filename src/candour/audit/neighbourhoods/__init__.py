"""The audit of neighbourhoods: where groups live beside where deprivation is, without targets."""
