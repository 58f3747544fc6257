"""What editors wrote: a folder of Markdown, read as one immutable library, checked, rendered and shown."""
