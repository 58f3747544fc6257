"""Labelled documents: what must go and what must stay, in the structure in which customers send it.

Within the files, ``⟦kind:secret⟧`` must go and ``⟪words⟫`` must stay; ``⟨…⟩`` is written in base64. A secret that
begins with ``=`` is made up on the way, as in the labelled lines of the masking. A folder named ``….zip`` becomes an
archive.
"""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from portal.attachments.cleaning import clean_file
from portal.attachments.model import ZIP, CleanFile
from tests.unit.attachments.packing import pack, unpack
from tests.unit.masking.labelled.samples import SEED, SHAPES, Sample

FOLDER = Path(__file__).parent
_KINDS = {".har", ".json", ".jsonl", ".zip"}
_SECRET = re.compile(r"⟦(\w+):(.*?)⟧")
_KEPT = re.compile(r"⟪(.*?)⟫", re.DOTALL)
_BODY = re.compile(r"⟨(.*?)⟩", re.DOTALL)


@dataclass(frozen=True)
class Document:
    """A file as a customer sends it, with what is known about it."""

    name: str
    content: bytes
    secrets: tuple[Sample, ...]
    kept: tuple[str, ...]


def read_documents(seed: int = SEED) -> list[Document]:
    return [_read(path, seed) for path in sorted(FOLDER.iterdir()) if path.suffix in _KINDS]


def _read(path: Path, seed: int) -> Document:
    if path.is_file():
        text, secrets, kept = _fill(path.read_text(encoding="utf-8"), f"{seed} {path.name}")
        return Document(path.name, text.encode(), tuple(secrets), tuple(kept))
    files = {str(each.relative_to(path)): each for each in sorted(path.rglob("*")) if each.is_file()}
    filled = {name: _fill(each.read_text(encoding="utf-8"), f"{seed} {name}") for name, each in files.items()}
    around = "\0".join(secrets[0].before for _, secrets, _ in filled.values() if secrets)
    return Document(
        path.name,
        pack({name: text.encode() for name, (text, _, _) in filled.items()}),
        tuple(replace(secret, before=around) for _, secrets, _ in filled.values() for secret in secrets),
        tuple(words for _, _, kept in filled.values() for words in kept),
    )


def _fill(text: str, seed: str) -> tuple[str, list[Sample], list[str]]:
    made = list(_make(text, seed))
    values = iter(sample.secret for sample in made)
    filled = _SECRET.sub(lambda _: next(values), text)
    kept = _KEPT.findall(filled)
    filled = _KEPT.sub(r"\1", filled)
    return _BODY.sub(lambda body: base64.b64encode(body[1].encode()).decode(), filled), made, kept


def _make(text: str, seed: str) -> Iterator[Sample]:
    # What stands around a secret may look like a part of it.
    around = _SECRET.sub("\0", text)
    for number, (label, secret) in enumerate(_SECRET.findall(text)):
        made = SHAPES[secret[1:]](Random(f"{seed} {number}")) if secret.startswith("=") else secret
        yield Sample(label, "code", around, made)


def read_cleaned(document: Document) -> str:
    """Everything that can be read in a document after it was cleaned; JSON is JSON still.

    Raises:
        AssertionError: when it was refused or is no JSON any more.
    """
    result = clean_file(document.name, document.content)
    assert isinstance(result, CleanFile)
    assert result.left_out == ()
    entries = unpack(result.content) if result.media_type == ZIP else {result.name: result.content}
    for name, content in entries.items():
        text = content.decode()
        if name.endswith((".json", ".har", ".jsonl")):
            assert [json.loads(each) for each in (text.splitlines() if name.endswith(".jsonl") else [text])]
    return "\n".join(content.decode() for content in entries.values())
