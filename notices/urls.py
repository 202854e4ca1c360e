from __future__ import annotations

from django.urls import path

from .views import (
    attachments,
    boards,
    feeds,
    lines,
    lists,
    notices,
    page_tools,
    postings,
    procedures,
    subsidies,
)

urlpatterns = [
    path("notices/", lists.notice_list, name="notice-list"),
    path("notices/<int:pk>/", notices.notice_detail, name="notice-detail"),
    path(
        "notices/<int:pk>/correction/",
        page_tools.correction,
        name="notice-correction",
    ),
    path("notices/<int:pk>/qr.svg", page_tools.qr_code, name="notice-qr"),
    path("notices/<int:pk>/<slug:code>.<str:ending>", lines.lines, name="notice-lines"),
    path(
        "notices/<int:pk>/attachments/<int:file>/",
        attachments.opened,
        name="notice-attachment",
    ),
    path(
        "notices/<int:pk>/attachments/<int:file>/pages/<int:number>/",
        attachments.picture,
        name="notice-attachment-picture",
    ),
    path(
        "notices/<int:pk>/recipients/",
        subsidies.posted_list,
        name="notice-recipients",
    ),
    path("subsidies/", subsidies.programmes, name="subsidy-list"),
    path("subsidies/<int:pk>/", subsidies.programme, name="programme-detail"),
    path("subsidies/check/", subsidies.own_line, name="own-line"),
    path("boards/", boards.board_list, name="board-list"),
    path("boards/<slug:slug>/", boards.board_detail, name="board-detail"),
    path("postings/", postings.posting_list, name="posting-list"),
    path("procedures/", procedures.procedure_list, name="procedure-list"),
    path("index/", notices.index_lookup, name="index-lookup"),
    path("feeds/", feeds.feed_list, name="feed-list"),
    path("feeds/all.xml", feeds.all_notices, name="feed-all"),
    path("feeds/boards/<slug:slug>.xml", feeds.board, name="feed-board"),
    path("feeds/units/<slug:slug>.xml", feeds.unit, name="feed-unit"),
    path("feeds/kinds/<slug:code>.xml", feeds.kind, name="feed-kind"),
    path("attachments/<int:pk>/", attachments.attachment, name="attachment"),
]
