"""Where views look the provider up."""

from portal.identity.oidc.provider import Provider
from portal.web.provided import Provided

current_provider: Provided[Provider | None] = Provided("openid_provider")
"""None where nobody signs in with the provider's accounts."""
