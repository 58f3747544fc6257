"""What programs send: read within bounds, checked against its shape, every mistake told at once."""

from typing import Any, TypeVar

from flask import Response, request
from pydantic import BaseModel, ValidationError

from portal.web.interface.describing import FieldMistake
from portal.web.problems import problem_response

B = TypeVar("B", bound=BaseModel)


def read_body(shape: type[B], most: int, title: str, context: dict[str, Any] | None = None) -> B | Response:
    """The body of the request, or a problem document that names each wrong field; ``title`` says what came to nothing.

    Raises:
        RequestEntityTooLarge: when it has more than ``most`` bytes.
    """
    request.max_content_length = most
    try:
        return shape.model_validate_json(request.get_data(), context=context)
    except ValidationError as error:
        return problem_response(422, title, "Correct the fields below.", errors=list_mistakes(error))


def list_mistakes(error: ValidationError) -> list[FieldMistake]:
    """Each wrong field with what is wrong; the body as a whole is the empty field name."""
    return [
        {
            "field": ".".join(str(part) for part in mistake["loc"]),
            "message": mistake["msg"].removeprefix("Value error, "),
        }
        for mistake in error.errors(include_url=False, include_input=False)
    ]
