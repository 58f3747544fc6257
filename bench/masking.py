"""How many secrets the masking finds and how often it is wrong, beside a plain list of named token patterns."""

import json
import re
from collections.abc import Callable, Iterable
from time import perf_counter

from rich.console import Console
from rich.table import Table

from portal.masking.mask import mask_text
from tests.unit.attachments.labelled.documents import Document, read_cleaned, read_documents
from tests.unit.masking.harmless_samples import HARMLESS
from tests.unit.masking.labelled.samples import Sample, read_harmless, read_secrets, survives

# What is usually put together at first: shapes with a name, and a few words before a colon. The masking has to be
# better than this, or its size is not worth it.
NAMED_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"-----BEGIN [A-Z ]*PRIVATE KEY[A-Z ]*-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY[A-Z ]*-----",
        r"\bEAA[A-Za-z0-9]{20,}",
        r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*",
        r"\b(?:gh[pousr]_|glpat-|sk-|sk_live_|xox[abprs]-|AIza|AKIA)[\w-]{10,}",
        r"(?i)(?<=bearer )[\w.~+/=-]{8,}",
        r"(?i)(?<=basic )[A-Za-z0-9+/]{8,}={0,2}",
        r"(?i)d360-api-key\W{1,4}[\w-]{8,}",
        r"(?i)(?:api[_-]?key|access[_-]?token|client[_-]?secret|app[_-]?secret)\W{1,4}[\w-]{8,}",
        r"(?i)cookie: [^\n]+",
        r"(?i)\bpassword\W{1,4}\S+",
        r"(?<=://)[^\s:/@]+:[^\s/@]+(?=@)",
    )
)


def mask_by_list(text: str) -> str:
    for pattern in NAMED_PATTERNS:
        text = pattern.sub("•••", text)
    return text


MASKS: dict[str, Callable[[str], str]] = {"masking": lambda text: mask_text(text).text, "plain list": mask_by_list}


def run(console: Console, *, verbose: bool = False) -> None:
    """Tables by kind and by language; with ``verbose`` also what is missed and what is masked in vain."""
    secrets = read_secrets()
    harmless = [*read_harmless(), *(Sample("other", "all", text) for text in HARMLESS)]
    console.print(tell_recall(secrets))
    console.print(tell_false_alarms(harmless))
    console.print(tell_documents(read_documents()))
    console.print(tell_speed([*secrets, *harmless]))
    if verbose:
        for sample in filter(_is_missed, secrets):
            console.print(f"missed {sample.label} ({sample.language}): {sample.text!r}", markup=False)
        for sample in filter(_is_masked, harmless):
            console.print(f"in vain ({sample.language}): {sample.text!r}", markup=False)


def tell_recall(secrets: list[Sample]) -> Table:
    table = Table("secrets", "samples", *MASKS, title="Secrets that are masked")
    for name, group in _groups(secrets):
        shares = [sum(not survives(each, mask(each.text)) for each in group) / len(group) for mask in MASKS.values()]
        table.add_row(name, str(len(group)), *(f"{share:.3f}" for share in shares))
    return table


def tell_false_alarms(harmless: list[Sample]) -> Table:
    table = Table("ordinary texts", "samples", *MASKS, title="Ordinary texts that are masked in vain")
    for name, group in _groups(harmless):
        alarms = [sum(mask(each.text) != each.text for each in group) for mask in MASKS.values()]
        table.add_row(name, str(len(group)), *(f"{count} ({count / len(group):.2%})" for count in alarms))
    return table


def tell_documents(documents: list[Document]) -> Table:
    """What becomes of files with a structure: recordings, JSON and archives."""
    table = Table("documents", "secrets", "masked", "kept words lost", title="Recordings, JSON and archives")
    for document in documents:
        text = read_cleaned(document)
        masked = sum(not survives(secret, text) for secret in document.secrets)
        lost = sum(words not in text and json.dumps(words)[1:-1] not in text for words in document.kept)
        table.add_row(document.name, str(len(document.secrets)), str(masked), str(lost))
    return table


def tell_speed(samples: list[Sample]) -> Table:
    table = Table("way", "time / plain list", title="Time for all samples")
    seconds = {}
    for name, mask in MASKS.items():
        began = perf_counter()
        for sample in samples:
            mask(sample.text)
        seconds[name] = perf_counter() - began
    for name, taken in seconds.items():
        table.add_row(name, f"{taken / seconds['plain list']:.1f}")
    return table


def _groups(samples: list[Sample]) -> Iterable[tuple[str, list[Sample]]]:
    """All samples, those of each label, and those of each language, in the order of the files."""
    yield "all", samples
    for label in dict.fromkeys(sample.label for sample in samples):
        yield label, [sample for sample in samples if sample.label == label]
    for language in dict.fromkeys(sample.language for sample in samples):
        yield f"in {language}", [sample for sample in samples if sample.language == language]


def _is_missed(sample: Sample) -> bool:
    return survives(sample, MASKS["masking"](sample.text))


def _is_masked(sample: Sample) -> bool:
    return MASKS["masking"](sample.text) != sample.text
