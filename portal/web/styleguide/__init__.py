"""The design system, read from the styles themselves: tokens, contrasts, icons, and one page that shows all of it."""
