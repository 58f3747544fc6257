"""The public site as files, for a plain file server: which addresses, what each one answers, where its file lies."""
