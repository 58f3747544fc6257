"""Signing in with the provider's own accounts, by OpenID Connect."""
