"""The way into the chat from every page; the same for everyone, so that pages stay cacheable."""

from flask import render_template, request
from markupsafe import Markup

from portal.kernel.language import find_language
from portal.web.current import current_settings

_CONVERSATIONS = frozenset({"cases.show", "cases.reply", "chat.show", "chat.reply"})
"""Where the conversation stands on the page itself."""
_WIZARD, _ITS_START = frozenset({"intake", "aside", "draft_files"}), "intake.start"
"""On small screens the button would lie over those that lead on; the last page leads to the conversation itself."""


def is_chat_on() -> bool:
    """Whether the portal's own chat is used."""
    return current_settings.get().chat == "builtin"


def chat_button() -> Markup:
    """A link to the chat; nothing where there is none, on pages for staff and where it would be in the way."""
    if not is_chat_on() or _is_in_the_way():
        return Markup("")
    return Markup(render_template("chat/_button.html"))  # noqa: S704 - rendered with escaping


def _is_in_the_way() -> bool:
    in_wizard = request.blueprint in _WIZARD and request.endpoint != _ITS_START
    # Addresses for staff and machines name no language.
    named = find_language(request.path.strip("/").partition("/")[0])
    return named is None or in_wizard or request.endpoint in _CONVERSATIONS
