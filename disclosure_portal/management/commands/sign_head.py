from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from notices.head_signing import fault_of_address, sign_head


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
            if fault := fault_of_address():
                self.stderr.write(fault)
