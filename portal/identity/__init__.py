"""Who is asking: a proven e-mail address, the account it belongs to, and who is staff."""
