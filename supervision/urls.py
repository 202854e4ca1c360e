from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("inspections/checklists/", views.checklist_list, name="checklist-list"),
    path(
        "inspections/checklists/<int:pk>/",
        views.checklist_detail,
        name="checklist-detail",
    ),
]
