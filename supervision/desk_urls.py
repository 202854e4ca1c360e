from __future__ import annotations

from django.urls import path

from . import (
    desk_checklist_views as views,
    desk_monitoring_views,
    desk_objection_views as objections,
    desk_order_views,
    desk_round_views as rounds,
    desk_sheet_views as sheets,
    desk_year_views as years,
)

OBJECTION = "inspections/<int:pk>/units/<int:unit>/objections/<int:objection>/"

urlpatterns = [
    path("checklists/", views.checklists, name="desk-checklists"),
    path("checklists/new/", views.begin, name="desk-checklist-new"),
    path("checklists/import/", views.upload, name="desk-checklist-import"),
    path("checklists/import/<str:token>/", views.looked_at, name="desk-checklist-look"),
    path("checklists/<int:pk>/", views.checklist, name="desk-checklist"),
    path("checklists/<int:pk>.json", views.download, name="desk-checklist-json"),
    path("checklists/<int:pk>/deed/", views.deed, name="desk-checklist-deed"),
    path("checklists/<int:pk>/row-deed/", views.row_deed, name="desk-checklist-row"),
    path(
        "checklists/<int:pk>/particulars/",
        views.particulars,
        name="desk-checklist-particulars",
    ),
    path("checklists/<int:pk>/choices/", views.choices, name="desk-checklist-choices"),
    path("checklists/<int:pk>/compare/", views.comparison, name="desk-checklist-diff"),
    path("checklists/<int:pk>/rows/new/", views.new_row, name="desk-indicator-new"),
    path(
        "checklists/<int:pk>/rows/new/<int:under>/",
        views.new_row,
        name="desk-indicator-under",
    ),
    path("checklists/<int:pk>/rows/<int:row>/", views.row, name="desk-indicator"),
    path("sheets/", sheets.sheets, name="desk-score-sheets"),
    path("sheets/<int:pk>/", sheets.sheet, name="desk-score-sheet"),
    path("sheets/<int:pk>/mark/", sheets.mark, name="desk-score-sheet-mark"),
    path(
        "sheets/<int:pk>/leave-out/", sheets.leave_out, name="desk-score-sheet-left-out"
    ),
    path(
        "sheets/<int:pk>/leave-out/<int:absence>/take-in/",
        sheets.take_in,
        name="desk-score-sheet-taken-in",
    ),
    path("sheets/<int:pk>/hand-in/", sheets.hand_over, name="desk-score-sheet-close"),
    path(
        "sheets/<int:pk>/files/<int:file>/",
        sheets.file,
        name="desk-score-sheet-file",
    ),
    path(
        "sheets/<int:pk>/files/<int:file>/remove/",
        sheets.remove_file,
        name="desk-score-sheet-file-remove",
    ),
    path("inspections/", rounds.rounds, name="desk-inspections"),
    path("inspections/new/", rounds.begin, name="desk-inspection-new"),
    path("inspections/today/", rounds.today, name="desk-inspection-today"),
    path("inspections/years/", years.years, name="desk-years"),
    path("inspections/years/new/", years.begin, name="desk-year-new"),
    path("inspections/years/<int:pk>/", years.year, name="desk-year"),
    path("inspections/years/<int:pk>/look/", years.look, name="desk-year-look"),
    path(
        "inspections/years/<int:pk>/set/<slug:name>/",
        years.form,
        name="desk-year-form",
    ),
    path(
        "inspections/years/<int:pk>/lines/<int:line>/<slug:name>/",
        years.line_deed,
        name="desk-year-line",
    ),
    path("inspections/years/<int:pk>/<slug:name>/", years.deed, name="desk-year-deed"),
    path("inspections/<int:pk>/", rounds.round_detail, name="desk-inspection"),
    path(
        "inspections/<int:pk>/units/<int:unit>/",
        rounds.unit,
        name="desk-inspection-unit",
    ),
    path(
        "inspections/<int:pk>/units/<int:unit>/assign/",
        rounds.assign,
        name="desk-inspection-assign",
    ),
    path(
        "inspections/<int:pk>/units/<int:unit>/object/",
        objections.object_to,
        name="desk-inspection-object",
    ),
    path(
        OBJECTION,
        objections.rule,
        name="desk-inspection-rule",
    ),
    path(
        f"{OBJECTION}files/",
        objections.prove,
        name="desk-objection-prove",
    ),
    path(
        f"{OBJECTION}files/<int:file>/",
        objections.evidence,
        name="desk-objection-file",
    ),
    path(
        f"{OBJECTION}files/<int:file>/remove/",
        objections.remove,
        name="desk-objection-file-remove",
    ),
    path("inspections/<int:pk>/<slug:name>/", rounds.deed, name="desk-inspection-deed"),
    path("orders/", desk_order_views.orders, name="desk-orders"),
    path("orders.xlsx", desk_order_views.ledger, name="desk-orders-xlsx"),
    path("orders/new/", desk_order_views.new, name="desk-order-new"),
    path("orders/<int:pk>/", desk_order_views.order, name="desk-order"),
    path("orders/<int:pk>/sheet/", desk_order_views.sheet, name="desk-order-sheet"),
    path(
        "orders/<int:pk>/files/<int:file>/",
        desk_order_views.file,
        name="desk-order-file",
    ),
    path("orders/<int:pk>/<slug:name>/", desk_order_views.deed, name="desk-order-deed"),
    path("monitoring/", desk_monitoring_views.monitoring, name="desk-monitoring"),
    path("monitoring.xlsx", desk_monitoring_views.sheet, name="desk-monitoring-xlsx"),
    path(
        "monitoring/rules/", desk_monitoring_views.rules, name="desk-monitoring-rules"
    ),
]
