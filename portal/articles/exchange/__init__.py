"""Articles as gettext catalogues, for services and programs that translators work with."""
