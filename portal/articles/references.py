"""Where what an editor's link or picture means stands on the site, in one library and for one reader."""

from markupsafe import Markup

from portal.articles.finishing import Attributes, Surroundings, Words
from portal.articles.links import (
    AnchorTarget,
    ArticleId,
    ArticleTarget,
    ExternalTarget,
    ImageTarget,
    article_address,
    fragment,
    image_address,
    parse_target,
)
from portal.articles.model import Library
from portal.kernel.language import Language
from portal.policy.model import Policy
from portal.policy.placeholders import UnknownPlaceholder, resolve_placeholder
from portal.web.i18n import gettext as _


def make_surroundings(library: Library, folder: ArticleId | str, reader: Language, title: str) -> Surroundings:
    """What a text of this folder needs from the library around it; the page's own words are in the current language."""
    words = Words(
        # TRANSLATORS: names a table for people who cannot see it; the title is that of the section.
        name_table=lambda title: _("Table: %(title)s", title=title),
        # TRANSLATORS: said for the arrow behind a footnote. The library that makes footnotes fills in the number.
        footnote_back=_("Back to footnote %(number)s in the text", number="{}"),
    )
    return Surroundings(
        find_link=lambda address: find_link(library, folder, reader, address),
        find_image=lambda address: find_image(library, folder, address),
        words=words,
        title=title,
    )


def find_link(library: Library, folder: ArticleId | str, reader: Language, address: str) -> Attributes | None:
    """The attributes of a link for what an editor wrote as its address; None when it leads nowhere."""
    match parse_target(address, folder):
        case AnchorTarget(anchor):
            return {"href": fragment(anchor)}
        case ArticleTarget(article, _tag, anchor) if article in library.articles:
            return {"href": article_address(reader, article, anchor)}
        case ImageTarget(article, name) if name in library.pictures.get(article, {}):
            return {"href": image_address(article, name, library.pictures[article][name].digest)}
        case ExternalTarget() as target:
            return {"href": address, "rel": "noopener"} if target.is_web else {"href": address}
        case _:
            return None


def find_image(library: Library, folder: ArticleId | str, address: str) -> Attributes | None:
    """The attributes of a picture for what an editor wrote as its address; None when there is none."""
    match parse_target(address, folder):
        case ImageTarget(article, name) if name in library.pictures.get(article, {}):
            picture = library.pictures[article][name]
            source = image_address(article, name, picture.digest)
            return {"src": source, "width": str(picture.width), "height": str(picture.height)}
        case _:
            return None


def fill_placeholder(policy: Policy, text: str) -> Markup | None:
    """What stands for ``{{ … }}``, in the current language; None when it names nothing."""
    try:
        return resolve_placeholder(policy, text)
    except UnknownPlaceholder:
        return None
