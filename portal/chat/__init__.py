"""The built-in chat: the conversation of a request in a panel on every page."""
