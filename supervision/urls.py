from __future__ import annotations

from django.urls import path

from . import rating_views, views, year_views

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
        "inspections/years/<int:pk>/",
        year_views.inspection_year,
        name="inspection-year",
    ),
    path(
        "inspections/years/<int:pk>/results.xlsx",
        year_views.inspection_year_workbook,
        name="inspection-year-workbook",
    ),
    path(
        "inspections/years/<int:pk>/<int:agency>/",
        year_views.inspection_year_unit,
        name="inspection-year-unit",
    ),
    path(
        "inspections/<int:pk>/<int:agency>/sheet.xlsx",
        rating_views.inspection_sheet,
        name="inspection-sheet",
    ),
]
