"""Tokens with which programs prove who they are, made by operators and stored as digests."""
