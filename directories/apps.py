from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoriesConfig(AppConfig):
    """Who the agencies are, who works there, and what they must disclose."""

    name = "directories"
    verbose_name = _("Directories")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from disclosure_portal.foundation import schedule
        from disclosure_portal.foundation.search import sources, vocabulary

        from . import (
            adoption_runs,
            branch_sizes,
            due_days,
            item_search,
            receivers,
            search,
            slot_opening,
            standard_uploads,
        )

        receivers.connect()
        for source in (search.SOURCE, item_search.DUTIES, item_search.SERVICES):
            sources.register(source)
        vocabulary.register("agency", search.names)
        vocabulary.register("service", item_search.service_names)

        schedule.register("adoptions", timedelta(minutes=5), adoption_runs.resume_runs)
        schedule.register("branches", timedelta(days=1), branch_sizes.check_sizes)
        schedule.register(
            "catalogue-sheets", timedelta(hours=1), standard_uploads.forget_uploads
        )
        schedule.register("ledger", timedelta(days=1), slot_opening.open_daily)
        schedule.register("due_days", timedelta(days=1), due_days.recompute_daily)
