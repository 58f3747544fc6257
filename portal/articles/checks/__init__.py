"""What can be wrong in texts that are sound as files, one module for each kind of mistake."""
