"""Signing in by a link that the provider's own dashboard has signed."""
