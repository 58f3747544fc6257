"""Guided troubleshooting: trees of questions from ``content/trees/``, and a reader's way through them."""
