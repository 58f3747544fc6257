"""Where the file of an address lies in a frozen site, so that a file server finds it without a list.

The rules, which ``deploy/nginx/`` follows:

- an address that ends in a slash is ``index.html`` in a folder of that name,
- any other page is a file with ``.html`` behind its name, any other JSON document one with ``.json``,
- everything else has its name already,
- a Markdown text in another language than its address names carries its own one: ``slug.en.md``,
- a picture under the address that carries its fingerprint lies in a folder named by that.
"""

from urllib.parse import unquote, urlsplit

from portal.web.page_cache import Headers

# The ending that an address of this kind lacks.
_ENDINGS = {"text/html": ".html", "application/json": ".json"}


def place_file(address: str, headers: Headers) -> str:
    """The path of an address's file below the frozen folder; ``headers`` are those of its answer."""
    parts, told = urlsplit(address), {name.lower(): value for name, value in headers}
    path = unquote(parts.path).lstrip("/")
    if not path or path.endswith("/"):
        return f"{path}index.html"
    folder, _, name = path.rpartition("/")
    if parts.query:
        return f"{folder}/{parts.query.removeprefix('v=')}/{name}"
    stem, _, ending = name.rpartition(".")
    language = told.get("content-language", "").lower()
    if ending == "md" and language != path.partition("/")[0]:
        return f"{folder}/{stem}.{language}.md"
    ending = _ENDINGS.get(told.get("content-type", "").partition(";")[0], "")
    return path if path.endswith(ending) else path + ending
