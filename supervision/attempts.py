"""A form is read and a deed tried: where it leads on to, or what hinders it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from disclosure_portal.foundation.workflow import (
    DomainError,
    NotAllowed,
    TransitionError,
)


@dataclass
class Attempt:
    """`address` is where a deed that was done leads on to."""

    context: dict[str, Any] = field(default_factory=dict)
    address: str = ""
    said: str = ""
    refused: str = ""
    status: int = HTTPStatus.OK


def status_of(refusal: Exception) -> int:
    if isinstance(refusal, NotAllowed):
        return HTTPStatus.FORBIDDEN
    is_conflict = isinstance(refusal, TransitionError)
    return HTTPStatus.CONFLICT if is_conflict else HTTPStatus.BAD_REQUEST


def tried(attempt: Attempt, form: Any, act: Callable[[], tuple[str, str]]) -> Attempt:
    """Reads the form and does the deed; what hinders it stands in the form."""
    attempt.context["form"] = form
    if not form.is_bound:
        return attempt
    attempt.status = HTTPStatus.BAD_REQUEST
    if not form.is_valid():
        return attempt
    try:
        attempt.address, attempt.said = act()
    except ValidationError as refusal:
        _tell_in(form, refusal)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        attempt.status = status_of(refusal)
    return attempt


def done(act: Callable[[], Any], address: str, said: str) -> Attempt:
    """A button without a form; what hinders it is said above the page."""
    try:
        act()
    except DomainError as refusal:
        return Attempt(address=address, refused=str(refusal), status=status_of(refusal))
    return Attempt(address=address, said=said)


def _tell_in(form: Any, refusal: ValidationError) -> None:
    """Beside the field where the form has one of the name."""
    told = getattr(refusal, "error_dict", None) or {NON_FIELD_ERRORS: [refusal]}
    for name, errors in told.items():
        form.add_error(name if name in form.fields else None, errors)
