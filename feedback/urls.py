from __future__ import annotations

from django.urls import path, re_path

from .views import published, writing

urlpatterns = [
    path("letters/", published.letter_list, name="letter-list"),
    path("letters/new/", writing.new, name="letter-new"),
    path("letters/track/", writing.track, name="letter-track"),
    path("questions/", published.question_list, name="question-list"),
    path("questions/<int:pk>/", published.question_detail, name="question-detail"),
    path("letters/statistics/", published.statistics, name="letter-statistics"),
    path(
        "letters/statistics/<slug:code>.csv",
        published.statistics_csv,
        name="letter-statistics-csv",
    ),
    re_path(
        r"^letters/(?P<number>[0-9]{10,20})/$",
        published.letter_detail,
        name="letter-detail",
    ),
]
