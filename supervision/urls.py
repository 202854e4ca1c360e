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
]
