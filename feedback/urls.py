from __future__ import annotations

from django.urls import path, re_path

from .views import published, writing

urlpatterns = [
    path("letters/", published.letter_list, name="letter-list"),
    path("letters/new/", writing.new, name="letter-new"),
    path("letters/track/", writing.track, name="letter-track"),
    re_path(
        r"^letters/(?P<number>[0-9]{10,20})/$",
        published.letter_detail,
        name="letter-detail",
    ),
]
