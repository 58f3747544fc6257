"""Full-text search in five languages: the index, and the question put to it."""
