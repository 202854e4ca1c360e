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

        from . import (
            checklist_import,
            desk_door,
            inspection_doors,
            order_clock,
            order_reminding,
            receivers,
        )

        receivers.connect()
        desk_doors.register("checklists", inspection_doors.door)
        desk_doors.register("inspections", inspection_doors.rounds_door)
        desk_doors.register("monitoring", desk_door.monitoring_door)
        desk_doors.register("orders", desk_door.orders_door)
        desk_doors.register_list("orders_1", desk_door.owed_list)
        desk_doors.register_list("orders_2", desk_door.overdue_list)
        desk_doors.register_record("slot", desk_door.slot_door)
        desk_doors.register_record("letter", desk_door.letter_door)
        desk_doors.register("sheets", inspection_doors.sheets_door)
        schedule.register(
            "checklist-sheets", timedelta(hours=1), checklist_import.forget_uploads
        )
        schedule.register("order_clocks", timedelta(hours=1), order_clock.recount_due)
        schedule.register("order_reminders", timedelta(days=1), order_reminding.remind)
