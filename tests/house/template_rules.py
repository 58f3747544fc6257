"""What a template must not contain, as detectors: a template in, sentences with file and line out."""

import re
from collections.abc import Callable, Iterator, Mapping

from jinja2 import nodes

from tests.house.template_source import (
    FILLED,
    Outline,
    Tag,
    Template,
    parse_template,
    read_outline,
    untranslated_constants,
)

Finding = tuple[int, str]

# Words that are the same in every language.
SAME_EVERYWHERE = {"360dialog", "WhatsApp", "Meta", "API", "UTC", "RSS", "JSON", "PDF"}
# Templates that programs or their authors read, each with the reason why it needs no translation.
FOR_PROGRAMS = {
    "articles/llms.txt": "one file for the whole site, which its form wants in English",
    **{
        f"styleguide/{name}.html": "only developers see it, in a preview on their own machine"
        for name in ("show", "_fields", "_head", "_parts")
    },
}
# Attributes that somebody reads or hears.
READ_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription", "label"}
# Parameters of macros that take a text.
TEXT_PARAMETERS = {"text", "title", "hint", "label", "placeholder", "legend", "current"}

_WORDS = re.compile(r"\d*[^\W\d_]{2,}\w*")
_SENTENCE = re.compile(r"^[A-ZÄÖÜ][^\W\d_]*\s+\S")
_ATTRIBUTES = re.compile(rf'(\s*{FILLED}?\s*[a-z-]+="[^"]*")+\s*{FILLED}?\s*')
_PLACEHOLDER = re.compile(r"%\(\w+\)")
_TRANS_BODY = re.compile(r"\{%-?\+?\s*trans\b.*?%\}(.*?)\{%-?\+?\s*endtrans\b", re.DOTALL)


def check_template(template: Template, macros: Mapping[str, tuple[str, ...]], texts: Mapping[str, str]) -> list[str]:
    """Everything wrong with a template; ``texts`` holds all templates by name, ``macros`` their macros' parameters."""
    outline = read_outline(template)
    skipped = {visible_texts} if template.name in FOR_PROGRAMS else set()
    found = [finding for rule in OUTLINE_RULES if rule not in skipped for finding in rule(outline)]
    found += [*_filled_in_texts(template, macros), *_unused_imports(template, texts), *_safe_filters(template)]
    found += list(_foreign_placeholders(template))
    return [f"{template.name}:{line}: {message}" for line, message in sorted(set(found))]


def inline_code(outline: Outline) -> Iterator[Finding]:
    for tag in outline.tags:
        if tag.name == "style" or (tag.name == "script" and "src" not in tag.attributes):
            yield tag.line, f"<{tag.name}> stands inline; the content security policy refuses it"
        for name, value in tag.attributes.items():
            if name == "style" or name.startswith(("on", "hx-on")):
                yield tag.line, f"<{tag.name}> carries the inline attribute {name}"
            if value.strip().lower().startswith("javascript:"):
                yield tag.line, f"<{tag.name}> carries a script in {name}"


def enhancements(outline: Outline) -> Iterator[Finding]:
    for tag in outline.tags:
        enhanced = sorted(name for name in tag.attributes if name.startswith("hx-") and not name.startswith("hx-on"))
        if enhanced and not _works_alone(tag):
            yield tag.line, f"<{tag.name}> with {', '.join(enhanced)} does nothing without a script"


def _works_alone(tag: Tag) -> bool:
    """Whether an element with htmx on it does its job without it."""
    attributes = tag.attributes
    if "data-live-only" in attributes or tag.name == "body":
        return True
    if tag.name == "a":
        return bool(attributes.get("href"))
    if tag.name == "form":
        return "action" in attributes or "method" in attributes
    return tag.name in {"input", "select", "textarea", "button"} and (tag.in_form or "form" in attributes)


def visible_texts(outline: Outline) -> Iterator[Finding]:
    for line, text in outline.texts:
        # A text begins at the tag before it.
        begins = line + text[: len(text) - len(text.lstrip())].count("\n")
        # A macro or block may hold nothing but attributes for the tag it is put into.
        for word in () if _ATTRIBUTES.fullmatch(text) else _untranslated(text):
            yield begins, f"the text {word!r} cannot be translated"
    for tag in outline.tags:
        read = READ_ATTRIBUTES & set(tag.attributes)
        described = tag.name == "meta" and "description" in tag.attributes.get("name", "")
        for name in sorted(read | ({"content"} if described else set())):
            for word in _untranslated(tag.attributes[name]):
                yield tag.line, f"{name}={word!r} of <{tag.name}> cannot be translated"


def _untranslated(text: str) -> Iterator[str]:
    for word in _WORDS.findall(text.replace(FILLED, " ")):
        if word not in SAME_EVERYWHERE:
            yield " ".join(text.replace(FILLED, " … ").split())[:60]
            return


OUTLINE_RULES: tuple[Callable[[Outline], Iterator[Finding]], ...] = (inline_code, enhancements, visible_texts)


def _filled_in_texts(template: Template, macros: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    """Texts in expressions: sentences anywhere, and single words where a macro takes a text."""
    for constant in untranslated_constants(template.tree):
        if _SENTENCE.match(constant.value):
            yield constant.lineno, f"the text {constant.value!r} cannot be translated"
    for call in template.tree.find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else ""
        given = dict(zip(macros.get(name, ()), call.args, strict=False))
        given |= {keyword.key: keyword.value for keyword in call.kwargs}
        for parameter in TEXT_PARAMETERS & set(given):
            value = given[parameter]
            if isinstance(value, nodes.Const) and isinstance(value.value, str) and _WORDS.search(value.value):
                yield value.lineno, f"{name}({parameter}={value.value!r}) cannot be translated"


def list_macros(templates: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The parameters of every macro, by its name."""
    return {
        macro.name: tuple(argument.name for argument in macro.args)
        for text in templates.values()
        for macro in parse_template(text).find_all(nodes.Macro)
    }


def _unused_imports(template: Template, texts: Mapping[str, str]) -> Iterator[Finding]:
    tree = template.tree
    used = _loaded_names(tree)
    for include in tree.find_all(nodes.Include):
        # What is included sees what is imported here.
        if isinstance(include.template, nodes.Const) and include.template.value in texts:
            used |= _loaded_names(parse_template(texts[include.template.value]))
    for statement in tree.find_all(nodes.FromImport):
        for entry in statement.names:
            name = entry[1] if isinstance(entry, tuple) else entry
            if name not in used:
                yield statement.lineno, f"imports {name} and does not use it"
    for statement in tree.find_all(nodes.Import):
        if statement.target not in used:
            yield statement.lineno, f"imports {statement.target} and does not use it"


def _loaded_names(tree: nodes.Template) -> set[str]:
    return {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}


def _safe_filters(template: Template) -> Iterator[Finding]:
    for used in template.tree.find_all(nodes.Filter):
        if used.name == "safe":
            yield used.lineno, "|safe switches escaping off; give Markup from where it is known to be clean"
    for block in template.tree.find_all((nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)):
        yield block.lineno, "autoescape must not be switched"


def _foreign_placeholders(template: Template) -> Iterator[Finding]:
    """In a `trans` block a value is written ``{{ name }}``; ``%(name)s`` would be shown as it stands."""
    for match in _TRANS_BODY.finditer(template.text):
        if _PLACEHOLDER.search(match[1]):
            line = template.text.count("\n", 0, match.start()) + 1
            yield line, f"write {{{{ name }}}} instead of {_PLACEHOLDER.search(match[1])[0]} inside trans"
