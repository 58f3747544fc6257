"""Telling people when an incident is over: who asked for it, who confirmed, one mail at the end."""
