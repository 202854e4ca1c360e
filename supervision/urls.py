from __future__ import annotations

from django.urls import path

from . import rating_views, views

urlpatterns = [
    path("inspections/checklists/", views.checklist_list, name="checklist-list"),
    path(
        "inspections/checklists/<int:pk>/",
        views.checklist_detail,
        name="checklist-detail",
    ),
    path("inspections/today/", rating_views.inspection_today, name="inspection-today"),
    path(
        "inspections/today/<slug:slug>/",
        rating_views.inspection_today_unit,
        name="inspection-today-unit",
    ),
    path("inspections/", rating_views.inspection_list, name="inspection-list"),
    path(
        "inspections/<int:pk>/", rating_views.inspection_round, name="inspection-round"
    ),
    path(
        "inspections/<int:pk>/scores.xlsx",
        rating_views.inspection_workbook,
        name="inspection-workbook",
    ),
    path(
        "inspections/<int:pk>/<int:agency>/",
        rating_views.inspection_rating,
        name="inspection-rating",
    ),
    path(
        "inspections/<int:pk>/<int:agency>/sheet.xlsx",
        rating_views.inspection_sheet,
        name="inspection-sheet",
    ),
]
