from __future__ import annotations

from django.urls import path

from .views import attachments, boards, lists, notices, procedures

urlpatterns = [
    path("notices/", lists.notice_list, name="notice-list"),
    path("notices/<int:pk>/", notices.notice_detail, name="notice-detail"),
    path("boards/", boards.board_list, name="board-list"),
    path("boards/<slug:slug>/", boards.board_detail, name="board-detail"),
    path("procedures/", procedures.procedure_list, name="procedure-list"),
    path("index/", notices.index_lookup, name="index-lookup"),
    path("attachments/<int:pk>/", attachments.attachment, name="attachment"),
]
