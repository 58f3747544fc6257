"""What is broken now: incidents, planned maintenance and the state of the components."""
