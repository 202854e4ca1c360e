from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    """Checklists become ratings, from facts where the portal has them."""

    name = "supervision"
    verbose_name = _("Supervision")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from disclosure_portal.foundation import desk_doors, schedule

        from . import checklist_import, desk_door

        desk_doors.register("supervision", desk_door.door)
        desk_doors.register("supervision-sheets", desk_door.sheets_door)
        schedule.register(
            "checklist-sheets", timedelta(hours=1), checklist_import.forget_uploads
        )
