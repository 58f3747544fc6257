"""Error codes as JSON."""

from portal.articles.error_codes import ErrorCode
from portal.articles.shapes import ErrorDocument
from portal.kernel.language import Language


def error_document(code: ErrorCode, language: Language, url: str) -> ErrorDocument:
    """What is known about a code; ``locale`` is that of the texts, English where nobody translated them."""
    text, spoken = code.find_text(language)
    return {
        "code": code.key,
        "last": str(code.last) if code.last else None,
        "title": code.title,
        "http": code.http,
        "group": code.group,
        "component": code.component,
        "side": list(code.sides),
        "retry": code.retry,
        "wait_seconds": int(code.wait.total_seconds()) if code.wait else None,
        "support": code.support,
        "locale": spoken.tag,
        "meaning": text.meaning,
        "action": text.action,
        "article": str(code.article) if code.article else None,
        "url": url,
    }
