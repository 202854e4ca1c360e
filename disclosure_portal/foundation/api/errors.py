"""Errors of the REST API: one shape for all, with a code and the field's name.

{"type": "validation_error", "errors": [{"code": …, "detail": …, "attr": …}]}
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _
from drf_standardized_errors.handler import exception_handler
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from ..workflow import DomainError, NotAllowed, TransitionError


class Gone(APIException):
    """It was public and is not any more."""

    status_code = 410
    default_code = "gone"


class Refused(APIException):
    """A rule of the house said no; the rule's own code and words are passed on."""

    def __init__(self, error: DomainError) -> None:
        super().__init__(str(error), error.code)
        self.status_code = status_of(error)


def status_of(error: DomainError) -> int:
    """403 for what this person may not do, 409 for what cannot be done now."""
    if isinstance(error, NotAllowed):
        return 403
    return 409 if isinstance(error, TransitionError) else 400


def handle(exc: Exception, context: Any) -> Response | None:
    """The one exception handler of the API."""
    known = Refused(exc) if isinstance(exc, DomainError) else exc
    return exception_handler(known, context)


def invalid(field: str, code: str, detail: str) -> ValidationError:
    """A refusal of one field or parameter, to be raised."""
    return ValidationError({field: [detail]}, code=code)


def refuse_strange(request: Request, known: Collection[str]) -> None:
    """Raise ValidationError, by its name, for a parameter that nobody knows or that is
    given twice: of two values one would be dropped in silence."""
    for name, values in request.query_params.lists():
        if name not in known:
            message = _("There is no parameter “%(name)s”.") % {"name": name[:40]}
            raise invalid(name[:40], "unknown_parameter", message)
        if len(values) > 1:
            message = _("The parameter “%(name)s” is given twice.") % {"name": name}
            raise invalid(name, "repeated_parameter", message)


def error_response(status: int, code: str, detail: str) -> JsonResponse:
    """An error in the same shape, for what fails before any view of the API."""
    kind = "server_error" if status >= 500 else "client_error"
    error = {"code": code, "detail": detail, "attr": None}
    return JsonResponse({"type": kind, "errors": [error]}, status=status)
