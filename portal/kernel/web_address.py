"""Addresses as operators write them, taken apart and put into their one form."""

from urllib.parse import SplitResult, urlsplit


def split_address(address: str) -> SplitResult:
    """The parts of an address.

    Raises:
        ValueError: when its port is none, in words that quote no password.
    """
    parts = urlsplit(address)
    try:
        _ = parts.port
    except ValueError:
        raise ValueError("the port must be a number up to 65535") from None
    return parts


def read_web_address(address: str) -> str:
    """An http or https address with its scheme and host in small letters, which are all that they mean.

    Raises:
        ValueError: when it is none, or has white space or somebody's name in it.
    """
    parts = split_address(address)
    is_clean = "@" not in parts.netloc and not any(character.isspace() for character in address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_clean:
        raise ValueError("must be an http or https address such as https://support.example.org")
    # Splitting has made the scheme small already.
    return parts._replace(netloc=parts.netloc.lower()).geturl()
