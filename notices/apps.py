from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Agencies publish; readers find, check and cite."""

    name = "notices"
    verbose_name = _("Notices")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from disclosure_portal.foundation.search import sources, vocabulary

        from . import receivers, search

        receivers.connect()
        sources.register(search.SOURCE)
        vocabulary.register("guide", search.guide_names)
        self.register_jobs()

    def register_jobs(self) -> None:
        from disclosure_portal.foundation import schedule

        from . import (
            alert_mail,
            desk_mail,
            extracting,
            head_signing,
            line_sheets,
            pruning,
            release,
            search,
            search_alerts,
            submitted_contents,
            tallying,
        )

        schedule.register("releases", timedelta(minutes=1), release.settle_due)
        schedule.register("presences", timedelta(days=1), pruning.forget_presences)
        schedule.register("files", timedelta(minutes=5), extracting.resume_lost)
        schedule.register("opened", timedelta(days=1), pruning.forget_opened_files)
        schedule.register("sheets", timedelta(hours=1), line_sheets.forget_sheets)
        schedule.register("head", timedelta(days=1), head_signing.sign_daily)
        schedule.register("digests", timedelta(minutes=10), desk_mail.send_digests)
        schedule.register(
            "rounds", timedelta(hours=1), submitted_contents.forget_submitted
        )
        schedule.register("alerts", timedelta(minutes=5), alert_mail.search_due)
        schedule.register("alert_mail", timedelta(minutes=1), alert_mail.deliver_due)
        schedule.register("old_alerts", timedelta(hours=1), search_alerts.forget)
        schedule.register("ended", timedelta(days=1), search.mark_ended)
        schedule.register("tallies", timedelta(days=1), tallying.check_tallies)
        self._keep_the_ledger()
        self._watch_the_site()

    def _keep_the_ledger(self) -> None:
        from disclosure_portal.foundation import schedule

        from . import ledger_checking, ledger_figures, ledger_reminding

        schedule.register("facts", timedelta(days=1), ledger_checking.check_ledger)
        schedule.register("reminders", timedelta(days=1), ledger_reminding.remind)
        schedule.register("figures", timedelta(days=1), ledger_figures.count_ledger)

    def _watch_the_site(self) -> None:
        from disclosure_portal.foundation import schedule

        from . import link_walk, site_health

        schedule.register("site_health", timedelta(days=1), site_health.check_site)
        # A round a day, in small parts between the other duties.
        schedule.register("links", timedelta(minutes=10), link_walk.walk_links)
