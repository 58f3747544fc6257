"""How often articles are read and whether they helped, counted without anybody being known."""
