"""People who sign in. Membership of a body lives in the register."""
