from __future__ import annotations

from django.urls import path

from . import (
    desk_alert_views,
    desk_directory_views,
    desk_file_views,
    desk_guide_views,
    desk_health_views,
    desk_ledger_views,
    desk_line_views,
    desk_matter_views,
    desk_posting_views,
    desk_record_views,
    desk_sheet_views,
    desk_views,
)

urlpatterns = [
    path("", desk_views.desk_home, name="desk-home"),
    path("internal/", desk_views.internal_list, name="desk-internal"),
    path("alerts/", desk_alert_views.alerts, name="desk-alerts"),
    path("directory/", desk_directory_views.directory, name="desk-directory"),
    path(
        "directory/missing/",
        desk_directory_views.missing_list,
        name="desk-directory-missing",
    ),
    path(
        "directory/items/<int:pk>/",
        desk_directory_views.duty,
        name="desk-directory-duty",
    ),
    path(
        "directory/<slug:slug>/", desk_directory_views.unit, name="desk-directory-unit"
    ),
    path("health/", desk_health_views.health, name="desk-health"),
    path("ledger/", desk_ledger_views.ledger, name="desk-ledger"),
    path("ledger/events/", desk_ledger_views.events, name="desk-ledger-events"),
    path(
        "ledger/events/<int:pk>/strike/",
        desk_ledger_views.strike_happened,
        name="desk-ledger-event-strike",
    ),
    path("ledger/<int:pk>/", desk_ledger_views.slot, name="desk-slot"),
    path("ledger/<int:pk>/post/", desk_ledger_views.post_now, name="desk-slot-post"),
    path(
        "ledger/<int:pk>/explain/",
        desk_ledger_views.explain_slot,
        name="desk-slot-explain",
    ),
    path("ledger/<int:pk>/link/", desk_ledger_views.link_notice, name="desk-slot-link"),
    path(
        "ledger/<int:pk>/strike/<int:made>/",
        desk_ledger_views.strike_made,
        name="desk-slot-strike",
    ),
    path("mail/", desk_sheet_views.desk_mail, name="desk-mail"),
    path(
        "sheets/<int:pk>/photograph/",
        desk_sheet_views.sheet_photo,
        name="desk-sheet-photo",
    ),
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
    path("notices/<int:pk>/presence/", desk_views.presence, name="desk-presence"),
    path(
        "notices/<int:pk>/recipients/",
        desk_views.recipients,
        name="desk-recipients",
    ),
    path("notices/<int:pk>/sheet.pdf", desk_sheet_views.sheet, name="desk-sheet"),
    path(
        "notices/<int:pk>/signed-sheet/",
        desk_sheet_views.signed_sheet,
        name="desk-signed-sheet",
    ),
    path("notices/<int:pk>/item/", desk_guide_views.item, name="desk-guide-item"),
    path(
        "notices/<int:pk>/elsewhere/",
        desk_posting_views.elsewhere,
        name="desk-elsewhere",
    ),
    path(
        "notices/<int:pk>/elsewhere/<int:posting>/strike/",
        desk_posting_views.strike,
        name="desk-elsewhere-strike",
    ),
    path(
        "notices/<int:pk>/elsewhere/<int:posting>/confirm/",
        desk_posting_views.confirm,
        name="desk-elsewhere-confirm",
    ),
    path(
        "notices/<int:pk>/elsewhere/<int:posting>/photo/",
        desk_posting_views.photo,
        name="desk-elsewhere-photo",
    ),
    path(
        "activities/<int:pk>/files/",
        desk_record_views.add_activity_file,
        name="desk-activity-add-file",
    ),
    path(
        "activities/<int:pk>/files/<int:file>/",
        desk_record_views.activity_file,
        name="desk-activity-file",
    ),
    path(
        "activities/<int:pk>/files/<int:file>/out/",
        desk_record_views.take_out,
        name="desk-activity-file-out",
    ),
    path(
        "reading-points/<int:pk>/visitors/",
        desk_record_views.visitors,
        name="desk-reading-point-visitors",
    ),
    path(
        "reading-points/<int:pk>/visitors/<int:count>/out/",
        desk_record_views.strike_visitors,
        name="desk-reading-point-visitors-out",
    ),
    *(
        path(f"{sort}/{end}", view, {"sort": sort}, name=f"desk-{name}")
        for sort in ("activities", "reading-points")
        for end, view, name in (
            ("", desk_record_views.records, sort),
            ("new/", desk_record_views.write_new, f"{sort}-new"),
            ("<int:pk>/", desk_record_views.record, f"{sort}-one"),
            ("<int:pk>/edit/", desk_record_views.edit, f"{sort}-edit"),
            ("<int:pk>/sign/", desk_record_views.sign_record, f"{sort}-sign"),
            ("<int:pk>/hide/", desk_record_views.hide_words, f"{sort}-hide"),
        )
    ),
    path("matters/", desk_matter_views.matters, name="desk-matters"),
    path("matters/<int:pk>/", desk_matter_views.matter, name="desk-matter"),
    path(
        "matters/<int:pk>/meetings/<int:meeting>/out/",
        desk_matter_views.strike,
        name="desk-meeting-out",
    ),
    path(
        "matters/<int:pk>/<slug:name>/", desk_matter_views.deed, name="desk-matter-deed"
    ),
    path("notices/<int:pk>/<slug:name>/", desk_views.deed, name="desk-deed"),
]
