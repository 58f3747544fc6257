"""What views of this room and of higher ones look up."""

from collections.abc import Callable

from portal.policy.model import Components, Policy
from portal.web.provided import Provided

current_policy: Provided[Callable[[], Policy]] = Provided("policy")
current_components: Provided[Callable[[], Components]] = Provided("components")
