from __future__ import annotations

from django.urls import path

from . import desk_file_views, desk_line_views, desk_views

urlpatterns = [
    path("", desk_views.desk_home, name="desk-home"),
    path("internal/", desk_views.internal_list, name="desk-internal"),
    path("clean/", desk_views.clean, name="desk-clean"),
    path("attachments/<int:pk>/", desk_file_views.attachment, name="desk-attachment"),
    path(
        "notices/<int:pk>/attachments/<int:file>/",
        desk_file_views.opened,
        name="desk-notice-attachment",
    ),
    path(
        "notices/<int:pk>/attachments/<int:file>/pages/<int:number>/",
        desk_file_views.picture,
        name="desk-notice-attachment-picture",
    ),
    path("notices/from-word/", desk_views.from_word, name="desk-from-word"),
    path("notices/<int:pk>/", desk_views.notice, name="desk-notice"),
    path(
        "notices/<int:pk>/lines/<slug:code>/",
        desk_line_views.lines,
        name="desk-lines",
    ),
    path(
        "notices/<int:pk>/lines/<slug:code>/template/",
        desk_line_views.template,
        name="desk-lines-template",
    ),
    path(
        "notices/<int:pk>/lines/<slug:code>/download/",
        desk_line_views.download,
        name="desk-lines-download",
    ),
    path(
        "notices/<int:pk>/lines/<slug:code>/<slug:name>/",
        desk_line_views.act,
        name="desk-lines-act",
    ),
    path("notices/<int:pk>/text/", desk_views.short_text, name="desk-notice-text"),
    path("notices/<int:pk>/presence/", desk_views.presence, name="desk-presence"),
    path(
        "notices/<int:pk>/recipients/",
        desk_views.recipients,
        name="desk-recipients",
    ),
    path("notices/<int:pk>/<slug:name>/", desk_views.deed, name="desk-deed"),
]
