"""The roof: every address of the portal."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("notices.urls")),
    path("", include("directories.urls")),
    path("desk/", include("notices.desk_urls")),
    path("api/v1/", include("disclosure_portal.api")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
