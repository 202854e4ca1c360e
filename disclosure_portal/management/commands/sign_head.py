from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from notices.head_signing import sign_head

LOCAL = {"127.0.0.1", "::1", "localhost", "0.0.0.0"}


class Command(BaseCommand):
    help = (
        "Sign the log of publications as it stands and print the head: a short text"
        " for the paper or an archive, which `verify_log --against` reads again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        signed = sign_head()
        if signed is None:
            self.stderr.write(_("The log has no line yet: there is nothing to sign."))
        else:
            self.stdout.write(signed.text, ending="")
            if is_local(settings.SITE_URL):
                self.stderr.write(
                    _(
                        "The head names %s, which nobody elsewhere can open. Set"
                        " SITE_URL to the public address and sign again before you"
                        " hand the head out."
                    )
                    % settings.SITE_URL
                )


def is_local(address: str) -> bool:
    """Opens on this machine only, as where SITE_URL was never set."""
    return urlsplit(address).hostname in LOCAL
