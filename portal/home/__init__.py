"""The front page, and the addresses that machines ask for first.

A room of its own because it shows articles beside the running state, which may not know each other.
"""
