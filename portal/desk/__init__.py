"""The support team's pages: the queue, one case with everything, what can be done with it."""
