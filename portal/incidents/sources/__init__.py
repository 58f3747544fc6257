"""Where a reading comes from: the content folder, or a status page."""
