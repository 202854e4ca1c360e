"""`manage.py name_administrator USERNAME POST --note WHY`: fill a post."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from directories.administrators import dismiss_administrator, name_administrator
from disclosure_portal.foundation.models import AdministratorPost, User
from disclosure_portal.foundation.workflow import DomainError

NOBODY = "none"


class Command(BaseCommand):
    help = _("Name one of the three administrators, or dismiss one.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("post", choices=[*AdministratorPost.values, NOBODY])
        parser.add_argument(
            "--note", required=True, help=_("The decision behind it, for the trail.")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(_("There is no user “%s”.") % options["username"])
        try:
            if options["post"] == NOBODY:
                dismiss_administrator(user, note=options["note"])
                told = _("“%s” is no administrator any more.") % user
            else:
                post = AdministratorPost(options["post"])
                name_administrator(user, post, note=options["note"])
                told = _("“%(person)s” is now the %(post)s.") % {
                    "person": user,
                    "post": post.label,
                }
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(told)
