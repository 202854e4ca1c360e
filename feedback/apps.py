from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """Citizens write, agencies answer in time."""

    name = "feedback"
    verbose_name = _("Feedback")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from disclosure_portal.foundation import desk_doors, schedule
        from disclosure_portal.foundation.search import sources
        from notices import page_asides, posting_objections as postings

        from . import (
            classifying,
            contact_erasing,
            desk_door,
            notifying,
            posting_objections,
            receivers,
            recounting,
            result_asides,
            search,
            settling,
            warning_mail,
        )

        receivers.connect()
        postings.register(posting_objections.count_objections)
        desk_doors.register("letters", desk_door.door)
        page_asides.register("letters", result_asides.asides)
        sources.register(search.LETTERS)
        sources.register(search.QUESTIONS)
        schedule.register("letters_settled", timedelta(hours=1), settling.settle_silent)
        schedule.register("letter_notices", timedelta(minutes=1), notifying.deliver_due)
        schedule.register(
            "letter_contacts", timedelta(days=1), contact_erasing.erase_due
        )
        schedule.register("categories", timedelta(days=1), classifying.learn_daily)

        schedule.register("letter_warnings", timedelta(hours=1), warning_mail.warn)
        schedule.register("letter_clocks", timedelta(hours=1), recounting.recount_due)
