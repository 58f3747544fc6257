"""The engine behind a protocol; the only package that imports Whoosh."""
