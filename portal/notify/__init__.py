"""Mail that leaves: what it says, how it travels, and how the outbox is emptied."""
