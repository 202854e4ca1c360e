from __future__ import annotations

from django.urls import path, re_path

from . import views

urlpatterns = [
    path("agencies/", views.agency_tree, name="agency-tree"),
    path("agencies/<slug:slug>/guide/", views.guide, name="guide"),
    path(
        "agencies/<slug:slug>/guide/<int:version>/", views.guide, name="guide-version"
    ),
    re_path(r"^photos/(?P<digest>[0-9a-f]{64})/$", views.photo, name="photo"),
    re_path(
        r"^floor-plans/(?P<digest>[0-9a-f]{64})/$", views.floor_plan, name="floor-plan"
    ),
]
