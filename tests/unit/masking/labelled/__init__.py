"""Samples with labels, written by hand, and the reader for them."""
