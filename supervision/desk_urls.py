from __future__ import annotations

from django.urls import path

from . import desk_checklist_views as views, desk_sheet_views

urlpatterns = [
    path("checklists/", views.checklists, name="desk-checklists"),
    path("checklists/new/", views.begin, name="desk-checklist-new"),
    path("checklists/import/", views.upload, name="desk-checklist-import"),
    path("checklists/import/<str:token>/", views.look, name="desk-checklist-look"),
    path("checklists/<int:pk>/", views.checklist, name="desk-checklist"),
    path("checklists/<int:pk>.json", views.download, name="desk-checklist-json"),
    path("checklists/<int:pk>/deed/", views.deed, name="desk-checklist-deed"),
    path("checklists/<int:pk>/row-deed/", views.row_deed, name="desk-checklist-row"),
    path(
        "checklists/<int:pk>/particulars/",
        views.particulars,
        name="desk-checklist-particulars",
    ),
    path("checklists/<int:pk>/choices/", views.choices, name="desk-checklist-choices"),
    path("checklists/<int:pk>/compare/", views.comparison, name="desk-checklist-diff"),
    path("checklists/<int:pk>/rows/new/", views.new_row, name="desk-indicator-new"),
    path(
        "checklists/<int:pk>/rows/new/<int:under>/",
        views.new_row,
        name="desk-indicator-under",
    ),
    path("checklists/<int:pk>/rows/<int:row>/", views.row, name="desk-indicator"),
    path("sheets/", desk_sheet_views.sheets, name="desk-sheets"),
    path("sheets/<int:pk>/", desk_sheet_views.sheet, name="desk-sheet"),
    path("sheets/<int:pk>/mark/", desk_sheet_views.mark, name="desk-sheet-mark"),
    path(
        "sheets/<int:pk>/hand-in/", desk_sheet_views.hand_over, name="desk-sheet-close"
    ),
    path(
        "sheets/<int:pk>/files/<int:file>/",
        desk_sheet_views.file,
        name="desk-sheet-file",
    ),
    path(
        "sheets/<int:pk>/files/<int:file>/remove/",
        desk_sheet_views.remove_file,
        name="desk-sheet-file-remove",
    ),
]
