"""What readers write to those who keep this copy: errors and replies, apart from the register."""
