"""A feed, RSS 2.0 or Atom, of what is wrong: an empty one means that nothing is, one that cannot be read nothing.

Meta's status page has such a feed for its platform. Where a feed is a history instead, each entry says in words how
far it is; one that says nothing is open, since being there is what it says, until it is too old for that.
"""

import html
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

from portal.incidents.model import Impact, Incident, Phase, Reading, Update, Words
from portal.incidents.sources.kind import Documents, Kind, SourceError
from portal.incidents.sources.words import find_moment, find_named, names_of, read_moment
from portal.kernel.language import DEFAULT_LANGUAGE
from portal.policy.model import Components

WORDLESS_FOR = timedelta(days=14)
"""How long an entry that does not say how far it is counts as open; the longest outages known took some days."""
MOST_TEXT = 4_000
"""Characters of an entry that are kept."""
_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_WORDS = {
    "investigating": Phase.INVESTIGATING,
    "identified": Phase.IDENTIFIED,
    "monitoring": Phase.MONITORING,
    "watching": Phase.MONITORING,
    "resolved": Phase.RESOLVED,
    "fixed": Phase.RESOLVED,
    "postmortem": Phase.RESOLVED,
    "scheduled": Phase.SCHEDULED,
    "in progress": Phase.IN_PROGRESS,
    "verifying": Phase.IN_PROGRESS,
    "completed": Phase.COMPLETED,
}
_WORD = "|".join(_WORDS)
# As a mark, not as a word of a sentence: "[Resolved] …", "Status: resolved", "Resolved - …", "Resolved: …".
_MARK = re.compile(
    rf"\[({_WORD})\]|\bstatus:?\s+({_WORD})\b|(?:^|[.\n>]|UTC|GMT)\s*({_WORD})\s*(?:-|–|—|:)\s", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"</(?:p|div|li|h\d)>|<br\s*/?>", re.IGNORECASE)


def read_entries(document: list[dict[str, str]], components: Components, now: datetime) -> Reading:
    """The reading that a feed gives: its events, and nothing of any component.

    Several entries that lead to one address are the updates of one event; the newest says how far it is.
    """
    ours = names_of(components)
    events: dict[str, list[dict[str, str]]] = {}
    for entry in sorted(document, key=lambda each: find_moment(each["at"]), reverse=True):
        events.setdefault(entry["key"], []).append(entry)
    found = (_event(key, entries, ours) for key, entries in events.items())
    return Reading(now, tuple(event for event in found if not _is_history(event, now)))


def _event(key: str, entries: list[dict[str, str]], ours: Mapping[str, str]) -> Incident:
    newest, oldest = entries[0], entries[-1]
    title = re.sub(rf"^\s*\[(?:{_WORD})\]\s*", "", newest["title"], flags=re.IGNORECASE)
    updates = tuple(Update(find_moment(each["at"]), _phase(each), each["text"]) for each in entries if each["text"])
    text = "\n".join(each["title"] + "\n" + each["text"] for each in entries)
    phase = _phase(newest)
    return Incident(
        slug=key,
        phase=phase,
        impact=Impact.UNKNOWN,
        components=find_named(text, ours),
        started_at=find_moment(oldest["begun"], oldest["at"]),
        words={DEFAULT_LANGUAGE.tag: Words(title or key, updates)},
        ended_at=read_moment(newest["at"]) if phase in {Phase.RESOLVED, Phase.COMPLETED} else None,
    )


def _phase(entry: Mapping[str, str]) -> Phase:
    """The first mark: of the title, else of the text, whose newest message stands first."""
    for text in (entry["title"], entry["text"]):
        found = _MARK.search(text)
        if found:
            return _WORDS[next(word for word in found.groups() if word).lower()]
    return Phase.UNKNOWN


def _is_history(event: Incident, now: datetime) -> bool:
    newest = max([event.started_at, *(update.at for update in event.words[DEFAULT_LANGUAGE.tag].updates)])
    return event.phase is Phase.UNKNOWN and newest.year > 1970 and now - newest > WORDLESS_FOR


def _parse(_: str, body: bytes) -> list[dict[str, str]]:
    # Without a document type there are no entities, so nothing can grow or be fetched. A page of HTML has one, too.
    if re.search(rb"<!(?!--|\[CDATA\[)", body):
        raise SourceError("not a feed")
    try:
        root = ET.fromstring(body)  # noqa: S314 - see above
    except (ET.ParseError, ValueError, LookupError) as error:
        raise SourceError("not a feed") from error
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is not None:
        return [_rss_entry(item) for item in channel.findall("item")]
    if root.tag == f"{_ATOM}feed":
        return [_atom_entry(entry) for entry in root.findall(f"{_ATOM}entry")]
    raise SourceError("not a feed")


def _rss_entry(item: ET.Element) -> dict[str, str]:
    link, guid = _text(item, "link"), _text(item, "guid")
    at = _text(item, "pubDate")
    text = _text(item, _CONTENT) or _text(item, "description")
    return _entry(link or guid, (_text(item, "title"), text), at, at)


def _atom_entry(entry: ET.Element) -> dict[str, str]:
    link = next((each.get("href", "") for each in entry.findall(f"{_ATOM}link")), "")
    content = entry.find(f"{_ATOM}content")
    content = entry.find(f"{_ATOM}summary") if content is None else content
    text = "" if content is None else _inside(content)
    published, updated = _text(entry, f"{_ATOM}published"), _text(entry, f"{_ATOM}updated")
    title = _text(entry, f"{_ATOM}title")
    return _entry(link or _text(entry, f"{_ATOM}id"), (title, text), updated or published, published or updated)


def _entry(key: str, words: tuple[str, str], at: str, begun: str) -> dict[str, str]:
    title, text = _plain(words[0]), _plain(words[1])
    return {"key": key.partition("#")[0] or title, "title": title, "text": text[:MOST_TEXT], "at": at, "begun": begun}


def _text(element: ET.Element, tag: str) -> str:
    found = element.find(tag)
    return "" if found is None else (found.text or "").strip()


def _inside(element: ET.Element) -> str:
    return element.text or "" if len(element) == 0 else ET.tostring(element, encoding="unicode")


def _plain(text: str) -> str:
    """The words of a piece of HTML, a line for each block."""
    bare = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    return "\n".join(line for each in bare.splitlines() if (line := " ".join(each.split())))


def _read(documents: Documents, components: Components, now: datetime) -> Reading:
    return read_entries(documents[""], components, now)


FEED = Kind("feed", ("",), "application/rss+xml, application/atom+xml, application/xml, text/xml", _parse, _read)
