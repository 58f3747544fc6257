"""Programs of others: the interface's description, tokens at work, helpdesks, webhooks, assistants."""
