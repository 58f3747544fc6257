"""What the portal asks of browsers while it is under attack, and of nobody at other times."""
