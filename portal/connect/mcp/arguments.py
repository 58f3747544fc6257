"""What assistants are told of the portal, and what they may say; in English, since programs read it."""

from pydantic import BaseModel, ConfigDict, Field

from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES
from portal.policy.model import Channel, Side

MOST_RESULTS = 20
TAGS = ", ".join(language.tag for language in LANGUAGES)
INSTRUCTIONS = (
    "Ask here before you answer a question about the WhatsApp Business API of this provider: `search` first, then "
    "`get_article` for the text. Quote the address you read. Take promises from `promise_for_plan`, never from memory."
)


class _Asked(BaseModel):
    """The base of every tool's arguments."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SearchArguments(_Asked):
    """What is looked for."""

    query: str = Field(description="Words, an error code, or a whole pasted answer of the API.", max_length=20_000)
    locale: str = Field(default=DEFAULT_LANGUAGE.tag, description=f"Language of the reader: {TAGS}.")
    limit: int = Field(default=5, ge=1, le=MOST_RESULTS, description="Results at most.")


class ArticleArguments(_Asked):
    """Which article."""

    article: str = Field(description="Its address as `search` gives it, or category/slug.", max_length=500)
    locale: str = Field(default=DEFAULT_LANGUAGE.tag, description=f"Language of the text: {TAGS}.")


class ErrorArguments(_Asked):
    """Which error."""

    error: str = Field(description="An error code such as 131047, or a whole pasted error answer.", max_length=20_000)
    locale: str = Field(default=DEFAULT_LANGUAGE.tag, description=f"Language of the explanation: {TAGS}.")


class IncidentArguments(_Asked):
    """In which language."""

    locale: str = Field(default=DEFAULT_LANGUAGE.tag, description=f"Language of the words: {TAGS}.")


class PromiseArguments(_Asked):
    """For whom."""

    plan: str = Field(description="Id of a support plan, such as basic, regular or premium.", max_length=40)
    channel: Channel = Field(default=Channel.CHAT, description="How the request reaches the support team.")
    severity: int | None = Field(default=None, description="1 is the most severe; the least severe one without it.")
    side: Side = Field(default=Side.PROVIDER, description="Whose part of the platform the cause lies in.")
