from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    """The floor: users, time, audit, files and whatever two apps need."""

    name = "disclosure_portal.foundation"
    label = "foundation"
    verbose_name = _("Foundation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import (
            checks,
            jobs,
            mail,
            receivers,
            schedule,
            trail_anchoring,
            unneeded,
            visit_counting,
        )
        from .search import asked, counting, tables, vocabulary

        receivers.connect()
        checks.register_all()
        schedule.register("mail", timedelta(minutes=1), mail.deliver_due)
        schedule.register("pruning", timedelta(days=1), jobs.prune)
        schedule.register("old files", timedelta(days=1), unneeded.remove_unneeded)
        schedule.register("anchor", timedelta(days=1), trail_anchoring.anchor_trail)
        marks, pages = visit_counting.forget_visitors, visit_counting.forget_pages
        schedule.register("visitors", timedelta(hours=1), marks)
        schedule.register("search terms", timedelta(minutes=1), counting.count_new)
        post_migrate.connect(tables.empty_after_flush, sender=self)
        schedule.register("visited pages", timedelta(days=1), pages)
        schedule.register("words", timedelta(hours=1), vocabulary.refresh)
        schedule.register("asked words", timedelta(days=1), asked.forget_asked)
