"""The threshold test: on how much suspicion groups are searched, if its model holds."""
