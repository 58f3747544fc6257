"""A ticket in a helpdesk for every request, which follows it in both directions."""
