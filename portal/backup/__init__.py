"""All that cannot be made anew in one file, and back: the database, customers' files, the key that signs."""
