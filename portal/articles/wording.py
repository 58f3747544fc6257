"""What readers are told about articles, in their language."""

from typing import assert_never

from portal.articles.model import Kind
from portal.web.i18n import gettext as _


def kind_name(kind: Kind) -> str:
    """What sort of article it is, as a tag beside its title."""
    match kind:
        case Kind.BEST_PRACTICE:
            return _("Best practice")
        case Kind.TROUBLESHOOTING:
            return _("Troubleshooting")
        case Kind.GUIDE:
            return _("Guide")
        case Kind.POLICY:
            return _("Policy")
        case _:
            assert_never(kind)
