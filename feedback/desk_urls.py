from __future__ import annotations

from django.urls import path

from . import desk_letter_views, desk_question_views

urlpatterns = [
    path("letters/", desk_letter_views.inbox, name="desk-letters"),
    path("letters/bulk/", desk_letter_views.bulk, name="desk-letters-bulk"),
    path("questions/", desk_question_views.questions, name="desk-questions"),
    path("questions/new/", desk_question_views.edit, name="desk-question-new"),
    path("questions/<int:pk>/", desk_question_views.edit, name="desk-question"),
    path(
        "questions/<int:pk>/<slug:name>/",
        desk_question_views.deed,
        name="desk-question-deed",
    ),
    path("letters/new/", desk_letter_views.register, name="desk-letters-new"),
    path("letters/routing/", desk_letter_views.routing, name="desk-letters-routing"),
    path(
        "letters/attention/", desk_letter_views.attention, name="desk-letters-attention"
    ),
    path(
        "letters/attention.csv",
        desk_letter_views.attention_csv,
        name="desk-letters-attention-csv",
    ),
    path(
        "letters/attention/result/",
        desk_letter_views.attention_result,
        name="desk-letters-attention-result",
    ),
    path("letters/<int:pk>/", desk_letter_views.letter, name="desk-letter"),
    path("letters/<int:pk>/reply/", desk_letter_views.reply, name="desk-letter-reply"),
    path(
        "letters/<int:pk>/contact/",
        desk_letter_views.contact,
        name="desk-letter-contact",
    ),
    path("letters/<int:pk>/slip/", desk_letter_views.slip, name="desk-letter-slip"),
    path("letters/<int:pk>/code/", desk_letter_views.code, name="desk-letter-code"),
    path(
        "letters/<int:pk>/parts/<int:handler>/",
        desk_letter_views.part,
        name="desk-letter-part",
    ),
    path(
        "letters/<int:pk>/files/<int:file>/",
        desk_letter_views.file,
        name="desk-letter-file",
    ),
    path(
        "letters/<int:pk>/<slug:name>/", desk_letter_views.deed, name="desk-letter-deed"
    ),
]
