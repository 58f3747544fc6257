"""Figures for editors and team leads: what is live, what is translated, what is looked for. Staff only."""
