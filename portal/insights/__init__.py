"""Figures for editors and team leads: what is live, what is translated. Staff only."""
