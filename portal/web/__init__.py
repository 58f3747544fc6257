"""The shell every page stands in: language, layout, cache, headers, errors, formatting."""
