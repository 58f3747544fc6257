"""The help button that any site can show with one script tag."""
