from __future__ import annotations

from django.urls import path

from .views import (
    attachments,
    boards,
    displays,
    feeds,
    kiosks,
    lines,
    lists,
    notices,
    page_tools,
    paper,
    postings,
    procedures,
    subsidies,
)

urlpatterns = [
    path("notices/", lists.notice_list, name="notice-list"),
    path("notices/<int:pk>/", notices.notice_detail, name="notice-detail"),
    path("notices/<int:pk>/print/", paper.sheet, name="notice-sheet"),
    path("notices/<int:pk>/text/", paper.short_text, name="notice-text"),
    path("notices/<int:pk>/text.txt", paper.plain_text, name="notice-text-plain"),
    path(
        "notices/<int:pk>/copy.docx",
        paper.copy,
        {"form": "docx"},
        name="notice-copy-docx",
    ),
    path(
        "notices/<int:pk>/copy.pdf", paper.copy, {"form": "pdf"}, name="notice-copy-pdf"
    ),
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
    path("agencies/<slug:slug>/handbook.pdf", paper.handbook, name="handbook"),
    path("screen/worker.js", displays.worker, name="screen-worker"),
    path("screen/<slug:slug>/", displays.screen, name="screen"),
    path("screen/<slug:slug>/<int:number>/", displays.single_page, name="screen-page"),
    path("kiosk/worker.js", displays.worker, name="kiosk-worker"),
    path("kiosk/<slug:slug>/", kiosks.start, name="kiosk"),
    path(
        "kiosk/<slug:slug>/guides/",
        kiosks.entries,
        {"code": "guides"},
        name="kiosk-guides",
    ),
    path(
        "kiosk/<slug:slug>/notices/",
        kiosks.entries,
        {"code": "notices"},
        name="kiosk-notices",
    ),
    path(
        "kiosk/<slug:slug>/units/",
        kiosks.entries,
        {"code": "units"},
        name="kiosk-units",
    ),
    path("kiosk/<slug:slug>/units/<slug:shown>/", kiosks.unit, name="kiosk-unit"),
    path("kiosk/<slug:slug>/notices/<int:pk>/", kiosks.notice, name="kiosk-notice"),
    path("kiosk/<slug:slug>/floors/", kiosks.floors, name="kiosk-floors"),
    path("index/", notices.index_lookup, name="index-lookup"),
    path("feeds/", feeds.feed_list, name="feed-list"),
    path("feeds/all.xml", feeds.all_notices, name="feed-all"),
    path("feeds/boards/<slug:slug>.xml", feeds.board, name="feed-board"),
    path("feeds/units/<slug:slug>.xml", feeds.unit, name="feed-unit"),
    path("feeds/kinds/<slug:code>.xml", feeds.kind, name="feed-kind"),
    path("attachments/<int:pk>/", attachments.attachment, name="attachment"),
]
