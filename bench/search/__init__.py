"""How good and how quick the search is, beside plain programs that search the same texts."""
