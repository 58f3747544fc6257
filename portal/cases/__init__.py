"""A case is its events: opening, conversation, clocks, closing, and who may see it."""
