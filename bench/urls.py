"""The portal's own addresses and, beside them, what they are compared with."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from disclosure_portal.urls import (
    handler400 as handler400,
    handler403 as handler403,
    handler404 as handler404,
    handler500 as handler500,
    urlpatterns as portal,
)

from . import memory, naive

router = SimpleRouter()
router.register("notices", naive.NoticeViewSet, basename="naive-notice")

urlpatterns = [
    *portal,
    path("bench/const/", memory.const),
    path("bench/home/", memory.portal_home),
    path("bench/mem/notices/", memory.notice_list),
    path("bench/mem/notices/<int:pk>/", memory.notice_detail),
    path("bench/mem/home/", memory.home),
    path("bench/mem/api/", memory.Rows.as_view()),
    path("bench/naive/notices/", naive.notice_list),
    path("bench/naive/notices/<int:pk>/", naive.notice_detail),
    path("bench/naive/home/", naive.home),
    path("bench/naive/api/", include(router.urls)),
]
