"""Chatwoot: conversations that the portal opens there, and what its agents do with them."""
