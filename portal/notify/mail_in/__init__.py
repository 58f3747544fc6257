"""Mail that arrives: read, matched with a case, and never answered by a machine when a machine has written it."""
