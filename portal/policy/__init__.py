"""The support policy as data: what is promised, through which channel, and how severe an issue is."""
