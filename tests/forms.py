"""Filling in forms as a browser does: what is not on the page cannot be sent."""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from werkzeug.datastructures import MultiDict

from tests.html_document import HtmlDocument, describe, text_of

_CHECKED = {"radio", "checkbox"}
_PRESSED = {"submit", "image"}


def find_form(document: HtmlDocument, values: Mapping[str, Any], button: str) -> Element:
    """The one form that has all these fields and a button with these words.

    Raises:
        AssertionError: when no form fits, or several do.
    """
    forms = document.list_elements("form")
    fitting = [
        form
        for form in forms
        if set(values) <= {control.get("name") for control in document.controls_of(form)}
        and (not button or _find_button(document, form, button) is not None)
    ]
    wanted = f"the fields {sorted(values)}" + (f" and the button {button!r}" if button else "")
    present = [(describe(form), sorted(_names(document, form)), _buttons(document, form)) for form in forms]
    assert len(fitting) == 1, f"{len(fitting)} forms have {wanted}; the page has {present}"
    return fitting[0]


def fill_in(document: HtmlDocument, form: Element, values: Mapping[str, Any], button: str) -> MultiDict[str, Any]:
    """What the form sends: what it held before, changed by the values, and the button that was pressed."""
    for name, value in values.items():
        _check_choice(document, form, name, value)
    data: MultiDict[str, Any] = MultiDict(
        (name, value) for name, value in values_of(document, form) if name not in values
    )
    for name, value in values.items():
        data.setlist(name, list(value) if isinstance(value, list) else [value])
    pressed = _find_button(document, form, button)
    if pressed is not None and pressed.get("name"):
        data.add(pressed.get("name", ""), pressed.get("value", ""))
    return data


def values_of(document: HtmlDocument, form: Element) -> list[tuple[str, str]]:
    """The names and values that a form would send untouched, without a button."""
    found: list[tuple[str, str]] = []
    for control in document.controls_of(form):
        name, kind = control.get("name"), control.get("type", "text")
        if not name or control.get("disabled") is not None or control.tag == "button":
            continue
        if control.tag == "select":
            found += [(name, value) for value in _selected(control)]
        elif control.tag == "textarea":
            # A line break right after the tag belongs to the markup; the parser has dropped it.
            found.append((name, control.text or ""))
        elif kind in _CHECKED:
            if control.get("checked") is not None:
                found.append((name, control.get("value", "on")))
        elif kind not in {*_PRESSED, "file", "button", "reset"}:
            found.append((name, control.get("value", "")))
    return found


def _selected(select: Element) -> list[str]:
    options = list(select.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and select.get("multiple") is None:
        chosen = options[:1]
    return [_value(option) for option in chosen]


def _check_choice(document: HtmlDocument, form: Element, name: str, value: Any) -> None:
    controls = [control for control in document.controls_of(form) if control.get("name") == name]
    offered = {control.get("value", "on") for control in controls if control.get("type") in _CHECKED}
    offered |= {_value(option) for control in controls if control.tag == "select" for option in control.iter("option")}
    wanted = set(value) if isinstance(value, list) else {value}
    assert not offered or wanted <= offered, f"{name} offers {sorted(offered)}, not {value!r}"


def _find_button(document: HtmlDocument, form: Element, words: str) -> Element | None:
    """The button with these words; without words the first one, which Enter presses as well."""
    buttons = [each for each in document.controls_of(form) if _is_button(each)]
    return next((each for each in buttons if not words or _words(each) == words), None)


def _is_button(control: Element) -> bool:
    if control.tag == "button":
        return control.get("type", "submit") == "submit"
    return control.tag == "input" and control.get("type") in _PRESSED


def _words(button: Element) -> str:
    return text_of(button) or button.get("aria-label") or button.get("value", "")


def _buttons(document: HtmlDocument, form: Element) -> list[str]:
    return [_words(control) for control in document.controls_of(form) if _is_button(control)]


def _names(document: HtmlDocument, form: Element) -> set[str]:
    return {control.get("name", "") for control in document.controls_of(form)}


def _value(option: Element) -> str:
    return option.get("value", text_of(option))
