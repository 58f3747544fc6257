"""What cookies are called."""


def cookie_name(name: str, *, secure: bool) -> str:
    """A cookie's name; over https with the prefix by which browsers take it from this very host alone, and encrypted.

    So neither another host of the domain nor somebody on the way can plant a session of theirs on a visitor.
    """
    return f"__Host-{name}" if secure else name
