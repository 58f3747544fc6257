"""Texts in Python: what customers read passes through gettext, and what gettext is given can be found and translated.

Two detectors for the first half. Where a library shows its argument to people (a field's label, a validator's message,
a flash) every literal with a letter in it is refused. In modules that speak to customers, which are those that import
the shell's i18n or pages, also every literal is refused that looks like a sentence: a capital, then more words. Left
out are texts for programs' authors and operators: docstrings, exceptions, log lines, problem documents, commands.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import imported_names, list_modules, parse, place

GETTEXT = {"_": 1, "gettext": 1, "lazy_gettext": 1, "_l": 1, "ngettext": 2}
"""The functions that translate, with the number of texts they take."""

# What shows its arguments to people.
SHOWING = {
    "BooleanField", "DateField", "DateTimeLocalField", "EmailField", "FileField", "IntegerField", "MultipleFileField",
    "PasswordField", "RadioField", "SearchField", "SelectField", "SelectMultipleField", "StringField", "TelField",
    "TextAreaField", "URLField",
    "DataRequired", "InputRequired", "Length", "Needed", "Regexp", "StopValidation", "ValidationError", "flash",
}  # fmt: skip
SHOWN_PARAMETERS = {"label", "message", "description", "choices", "title", "hint", "text"}
# What is read by programs' authors and operators.
UNSEEN_CALLS = {
    "problem_response", "Problem", "Counter", "Gauge", "Histogram", "echo", "option", "command", "argument",
    "described", "Parameter", "Webhook", "read_body", "Tool", "Fault", "Field",
}  # fmt: skip
# Whoever imports these writes for customers.
SPEAKING = {"portal.web.i18n", "portal.web.pages", "portal.web.forms"}

_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE = re.compile(r"[A-Z][^\W\d_]*[,:]?\s+[^\W\d_]*[a-z].*", re.DOTALL)
_NAMED = re.compile(r"%\((\w+)\)[sd]")
_POSITIONAL = re.compile(r"(?<!%)(?:%%)*%[sdrif]|\{\w*\}")


def check_strings(root: Path) -> list[str]:
    """Everything wrong with the texts in a project's Python files."""
    found: list[str] = []
    for path in list_modules(root, "portal"):
        tree = parse(path)
        found += [f"{place(root, path, node)}: {message}" for node, message in _check_gettext_calls(tree)]
        sentences = any(name in SPEAKING for _, name in imported_names(tree))
        seen = _Untranslated(sentences=sentences).search(tree)
        found += [f"{place(root, path, node)}: {message}" for node, message in seen]
    return sorted(set(found))


def _check_gettext_calls(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    hidden = {id(each) for text in ast.walk(tree) if isinstance(text, ast.JoinedStr) for each in ast.walk(text)}
    for call in ast.walk(tree):
        name = _called(call)
        if name in GETTEXT and isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            if id(call) in hidden:
                # What gathers texts for the catalogues does not look into f-strings.
                yield call, f"{name}() stands inside of an f-string, where no catalogue gets it"
            yield from _check_call(call, name)


def _check_call(call: ast.Call, name: str) -> Iterator[tuple[ast.AST, str]]:
    texts = call.args[: GETTEXT[name]]
    given = {keyword.arg for keyword in call.keywords}
    if any(not isinstance(text, ast.Constant) or not isinstance(text.value, str) for text in texts):
        yield call, f"{name}() takes a plain literal: anything put together cannot be found or translated"
        return
    wanted: set[str] = set()
    for text in texts:
        assert isinstance(text, ast.Constant)
        if _POSITIONAL.search(_NAMED.sub("", text.value)):
            yield call, f"{name}({text.value!r}) has an unnamed placeholder; translators need names"
        if text.value != text.value.strip():
            yield call, f"{name}({text.value!r}) begins or ends with a space"
        wanted |= set(_NAMED.findall(text.value))
    if name == "ngettext":
        wanted -= {"num"}
    # With `**values` the names are not known here. A text that is filled later is given its own placeholder.
    if None not in given and wanted != given:
        yield call, f"{name}({texts[0].value!r}) names {sorted(wanted)} but is given {sorted(map(str, given))}"


class _Untranslated(ast.NodeVisitor):
    """Collects literals that customers would read in English."""

    def __init__(self, *, sentences: bool) -> None:
        self._sentences = sentences
        self.found: list[tuple[ast.AST, str]] = []

    def search(self, tree: ast.Module) -> list[tuple[ast.AST, str]]:
        self.visit(tree)
        return self.found

    def visit_Expr(self, node: ast.Expr) -> None:
        # A literal that stands alone is a docstring.
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        """An exception's text is for us, unless the library shows it."""
        if _called(node.exc) in SHOWING:
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = _called(node)
        if name in GETTEXT or name in UNSEEN_CALLS or _is_logged(node):
            return
        if name in SHOWING:
            shown = [*node.args, *(each.value for each in node.keywords if each.arg in SHOWN_PARAMETERS)]
            self.found += [(node, f"{name}() shows {text!r} in English") for text in _literals(shown)]
            return
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        shown = any(isinstance(target, ast.Attribute) and target.attr in {"errors", "label"} for target in node.targets)
        if shown:
            self.found += [(node, f"a field shows {text!r} in English") for text in _literals([node.value])]
        else:
            self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        words = "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
        self._judge(node, words)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._judge(node, node.value)

    def _judge(self, node: ast.AST, text: str) -> None:
        if self._sentences and _SENTENCE.fullmatch(text):
            self.found.append((node, f"the sentence {text[:60]!r} does not pass through gettext"))


def _literals(shown: list[ast.expr]) -> Iterator[str]:
    """The texts with letters in some expressions, without those given to gettext or to names of choices."""
    for expression in shown:
        match expression:
            case ast.Constant(value=str(text)) if _LETTER.search(text):
                yield text
            case ast.JoinedStr():
                yield ast.unparse(expression)
            case ast.List(elts=parts):
                yield from _literals(parts)
            case ast.Tuple(elts=[_, *parts]):
                # A choice: its value, then what is shown.
                yield from _literals(parts)
            case ast.BinOp(left=left, right=right):
                yield from _literals([left, right])


def _called(node: ast.AST | None) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _is_logged(call: ast.Call) -> bool:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(owner, (ast.Name, ast.Attribute)) and ast.unparse(owner).split(".")[-1] in {"log", "logger"}
