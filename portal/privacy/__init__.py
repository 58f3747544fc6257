"""What the portal holds about an address: a copy of all of it, and its deletion."""
