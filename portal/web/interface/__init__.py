"""The interface for programs: how a view describes itself, and the description of them all (OpenAPI 3.1)."""
