"""Who must enter the staff pages with a second factor."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import User

from .models import Role
from .permissions import seats

PAGES = ("/desk/", "/admin/")
# Those who sign, and those who hand out rights.
ROLES = (Role.APPROVER, Role.OVERSEER)


def needs_second_factor(user: User) -> bool:
    keeps_house = bool(user.post) or user.is_superuser
    return keeps_house or any(seat.role in ROLES for seat in seats(user))


class SecondFactorMiddleware:
    """Sends people who need a second factor and have none to where it is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_REQUIRED and request.path.startswith(PAGES):
            user = request.user
            if (
                isinstance(user, User)
                and needs_second_factor(user)
                and not is_mfa_enabled(user)
            ):
                messages.warning(
                    request,
                    _("Your role needs a second factor. Set it up before you go on."),
                )
                return redirect("mfa_activate_totp")
        return self.get_response(request)
