"""The way into the chat from every page; the same for everyone, so that pages stay cacheable."""

from flask import render_template, request
from markupsafe import Markup

from portal.chat.windows import Window, find_window
from portal.kernel.language import find_language
from portal.web.current import current_settings
from portal.web.headers import let_through
from portal.web.shell import same_everywhere

_CONVERSATIONS = frozenset({"cases.show", "cases.reply", "chat.show", "chat.reply"})
"""Where the conversation stands on the page itself."""
_WIZARD, _ITS_START = frozenset({"intake", "aside", "draft_files"}), "intake.start"
"""On small screens the button would lie over those that lead on; the last page leads to the conversation itself."""
_OPEN_TO_WINDOWS = frozenset(
    {
        *("home", "articles", "error_codes", "trees", "policy", "search", "incidents", "feeds"),
        *("widget", "cases", "chat", "intake"),
    }
)
"""The rooms whose pages may load a chat elsewhere: its script sees the page and its address, so none where codes and
signed links stand."""


def is_chat_on() -> bool:
    """Whether there is a chat."""
    return current_settings.get().chat != "off"


def has_panel() -> bool:
    """Whether it is the portal's own."""
    return current_settings.get().chat == "builtin"


def chat_button() -> Markup:
    """A link to the chat; nothing where there is none, on pages for staff and where it would be in the way."""
    window = find_window(current_settings.get())
    if window:
        return _window_button(window)
    if not is_chat_on() or _is_in_the_way() or request.endpoint in _CONVERSATIONS:
        return Markup("")
    return same_everywhere("chat/_button.html")


def _window_button(window: Window) -> Markup:
    """The same for a chat elsewhere; only a page that has it lets anything of that chat through."""
    if _is_in_the_way() or request.blueprint not in _OPEN_TO_WINDOWS:
        return Markup("")
    let_through(window.sources)
    reference = (request.view_args or {}).get("reference")
    return Markup(render_template("chat/_window.html", window=window, reference=reference))  # noqa: S704 - rendered with escaping


def _is_in_the_way() -> bool:
    in_wizard = request.blueprint in _WIZARD and request.endpoint != _ITS_START
    # Addresses for staff and machines name no language.
    named = find_language(request.path.strip("/").partition("/")[0])
    return named is None or in_wizard
