"""What people look for and whether they find it, counted without knowing who asked."""
