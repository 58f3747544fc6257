"""Secrets in pasted text: found by shape and by context, masked before anything is stored."""
