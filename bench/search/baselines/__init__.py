"""What anybody could put in place of the portal's search in an afternoon, for comparison."""
