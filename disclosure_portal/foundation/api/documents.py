"""Parts of the API's documentation that every resource uses."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

FIELDS_PARAMETER = OpenApiParameter(
    "fields",
    str,
    description=_("Only these fields of each row, separated by commas."),
)


class ErrorSerializer(serializers.Serializer):
    code = serializers.CharField(help_text=_("For programs; does not change."))
    detail = serializers.CharField(help_text=_("For people."))
    attr = serializers.CharField(
        allow_null=True, help_text=_("The parameter or field that is meant.")
    )


# Every refusal of the API has this shape; a class could not name a field `errors`.
ERRORS = inline_serializer(
    "Errors",
    {
        "type": serializers.ChoiceField(
            choices=["validation_error", "client_error", "server_error"]
        ),
        "errors": ErrorSerializer(many=True),
    },
)


MEANINGS = {
    400: _("A parameter was not understood."),
    401: _("There is no token, or it holds no more."),
    403: _("The token may not do this, or not from this address."),
    404: _("There is nothing here that was ever public."),
    409: _("This cannot be done now; the code says in which status it is."),
    410: _("It was public and was withdrawn or archived."),
    413: _("The body is too large."),
    415: _("The body is of a kind that is not read here."),
    429: _("Too many requests; `Retry-After` says how many seconds to wait."),
}


def answers(
    content: Any, *errors: int, success: tuple[int, ...] = (200,)
) -> dict[int, Any]:
    """The answers of an operation: its content, and the errors it may give."""
    refusals = {
        status: OpenApiResponse(ERRORS, description=MEANINGS[status])
        for status in (*errors, 429)
    }
    return {**dict.fromkeys(success, content), **refusals}
