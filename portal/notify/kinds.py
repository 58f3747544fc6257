"""Every kind of mail that the portal can send, and who writes it; nothing else decides which kinds there are."""

from collections.abc import Callable
from typing import Any

from portal.notify.copy_letters import COPY_LETTERS
from portal.notify.incident_letters import write_follow_confirm, write_incident_over
from portal.notify.letters import CASE_LETTERS, Letter, write_sign_in_code
from portal.notify.mail_letters import MAIL_LETTERS, write_mail_not_taken
from portal.notify.on_call_letters import write_possible_incident
from portal.notify.privacy_letters import write_data_deleted
from portal.notify.team_letters import TEAM_LETTERS

LETTERS: dict[str, Callable[[Any], Letter]] = {
    "sign_in_code": write_sign_in_code,
    **CASE_LETTERS,
    **TEAM_LETTERS,
    **MAIL_LETTERS,
    **COPY_LETTERS,
    "mail_not_taken": write_mail_not_taken,
    "follow_confirm": write_follow_confirm,
    "incident_over": write_incident_over,
    "data_deleted": write_data_deleted,
    "possible_incident": write_possible_incident,
}
"""By the kind of the outbox's row; in the order in which the team's list shows them."""
