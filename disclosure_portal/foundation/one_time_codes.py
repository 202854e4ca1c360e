"""The second factor: codes of an app. Secrets lie encrypted, guesses are counted."""

from __future__ import annotations

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from axes.handlers.proxy import AxesProxyHandler
from cryptography.fernet import InvalidToken
from django import forms
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from .models import SiteState, User
from .sealing import box

PURPOSE = "one-time-codes"


class CodeAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        return SiteState.objects.current().name or self._get_site_name()

    def get_totp_label(self, user: User) -> str:
        return user.username

    def encrypt(self, text: str) -> str:
        return box(PURPOSE).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises InvalidToken where no key of FIELD_KEYS fits."""
        return box(PURPOSE).decrypt(encrypted_text.encode()).decode()


class _CountedGuess(forms.Form):
    """A wrong code counts like a wrong password, for the same lock-out."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        request = context.request
        who = {"username": self.user.get_username()}
        if not AxesProxyHandler.is_allowed(request, who):
            request.axes_locked_out = True
            request.axes_credentials = who
            raise forms.ValidationError(_("Too many failures. Try again later."))
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # of the form beside
        except forms.ValidationError:
            user_login_failed.send(type(self), credentials=who, request=request)
            raise
        except InvalidToken:
            raise forms.ValidationError(
                _("Your second factor can't be read: an administrator must remove it.")
            ) from None
        self._use_up(code)
        return code

    def _use_up(self, code: str) -> None:
        """A code that was read over a shoulder is worth nothing afterwards, in any
        process of the portal. Recovery codes see to that themselves."""
        used = salted_hmac("one-time-codes", code).hexdigest()
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().get(
                pk=self.authenticator.pk
            )
            if row.data.get("last_used") == used:
                raise forms.ValidationError(_("This code was used already: wait."))
            row.data["last_used"] = used
            row.save(update_fields=["data"])


class CodeForm(_CountedGuess, AuthenticateForm):
    """Asked for while signing in."""


class CodeAgainForm(_CountedGuess, ReauthenticateForm):
    """Asked for before a change of the second factor."""
