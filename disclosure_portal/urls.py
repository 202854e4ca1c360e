"""The roof: every address of the portal."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from . import sitemaps
from .views import (
    agencies,
    home,
    log,
    open_data,
    search,
    service_lists,
    site,
    statistics,
    styleguide,
    visits,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("notices.urls")),
    path("", include("directories.urls")),
    path("", include("feedback.urls")),
    path("", include("supervision.urls")),
    path("agencies/<slug:slug>/", agencies.agency_detail, name="agency-detail"),
    path("services/", service_lists.service_list, name="service-list"),
    path("services/<int:pk>/", service_lists.service_detail, name="service-detail"),
    path("data/", open_data.sets, name="open-data"),
    path("data/<slug:code>/", open_data.data_set, name="open-data-set"),
    path("data/<slug:code>/columns.json", open_data.columns, name="open-data-columns"),
    path("data/<slug:code>.<slug:ending>", open_data.rows, name="open-data-rows"),
    path("log/", log.log, name="log"),
    path("log/lines.ndjson", log.lines, name="log-lines"),
    path("log/verify/", log.verify, name="log-verify"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:code>.xml", sitemaps.part, name="sitemap-part"),
    path("search/", search.search, name="search"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/<slug:code>.csv", statistics.figures, name="statistics-csv"),
    path("site-map/", site.site_map, name="site-map"),
    path("help/", site.help_page, name="help"),
    path("privacy/", site.privacy, name="privacy"),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("view/", site.view_settings, name="view-settings"),
    path("leaving/", site.leaving, name="leaving"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("desk/visits/", visits.figures, name="desk-visits"),
    path("desk/visits.csv", visits.days, name="desk-visits-csv"),
    path("desk/", include("notices.desk_urls")),
    path("desk/", include("feedback.desk_urls")),
    path("desk/", include("supervision.desk_urls")),
    path("api/v1/", include("disclosure_portal.api")),
    path("accounts/", include("disclosure_portal.foundation.sign_in_urls")),
    path("admin/", admin.site.urls),
]

handler400 = "disclosure_portal.views.errors.bad_request"
handler403 = "disclosure_portal.views.errors.forbidden"
handler404 = "disclosure_portal.views.errors.not_found"
handler500 = "disclosure_portal.views.errors.failed"
