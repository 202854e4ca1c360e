"""Every table is guarded, or nobody outside reads it: a new one is placed here."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from disclosure_portal.foundation.imprints import columns_of, registers

OURS = {"foundation", "directories", "notices", "feedback", "supervision", "portal"}

# Compared by `verify_log` otherwise than by digests in the trail.
OTHERWISE = {
    "lines and heads of the log, which hang together": (
        "foundation.Receipt foundation.ReceiptHead foundation.SignedHead"
        " foundation.ReceiptKey"
    ),
    "the trail, which is anchored in the log": "foundation.AuditEntry",
    "rows of a notice, which its revision was signed with": (
        "notices.Notice notices.Revision notices.NoticeAttachment notices.CoPublisher"
        " notices.DecisionRecord notices.FeeLine notices.FinanceFacts"
        " notices.BudgetLine notices.ProcedureGuide notices.GuideEvent"
        " notices.GuideMaterial notices.GuideStep notices.GuideFee notices.LandFacts"
        " notices.LandLine notices.PersonnelFacts notices.PersonnelLine"
        " notices.PostingPeriod notices.ProjectFacts notices.ProjectStage"
        " notices.LineSet notices.SubsidyFacts notices.SubsidyLine"
        " notices.WarningFacts notices.Posting"
    ),
    "records that two hands sign": (
        "notices.Activity notices.ActivityFile notices.Matter notices.MatterEntry"
        " notices.MatterMeeting notices.ReadingPoint notices.VisitorCount"
    ),
    "rows written with another, whose digest they are part of": (
        "directories.AgencyAlias directories.AgencyChange directories.GroupMember"
        " directories.StandardLimit directories.FormerPromise"
    ),
    "slots, which are computed anew and compared": "directories.Slot",
}
# What no citizen reads.
UNSEEN = {
    "work of the clerks before anything is public": (
        "notices.ReviewChain notices.ReviewChainStep notices.RoundStep"
        " notices.SubmittedContent notices.ReviewDecision notices.SheetPhoto"
        " notices.Correction notices.LeakOverride notices.EditingPresence"
        " notices.NoticeOrigin notices.WithdrawalRequest notices.LineSheet"
        " notices.ProposedResult notices.HeadingMatch notices.DeskMail"
        " directories.StandardUpload"
        " directories.AdoptionRun directories.ServiceUpload"
        " supervision.ChecklistUpload"
    ),
    "who may do what, and the keys of systems": (
        "foundation.User directories.Membership directories.Employment"
        " directories.SourceSystem directories.ApiToken"
    ),
    "mail, and who asked for it": (
        "foundation.OutgoingMail notices.SearchAlert notices.AlertMail"
        " notices.SentReminder feedback.LetterNotification"
    ),
    "counters, jobs and what a process keeps": (
        "foundation.Counter foundation.LimitCounter foundation.ScheduledRun"
        " foundation.SealedRecord foundation.UnneededFile"
    ),
    "how the site fares and is visited; told in sums": (
        "foundation.VisitDay foundation.PageVisits foundation.LostPage"
        " foundation.VisitorMark foundation.AskedWords notices.HealthFinding"
        " notices.DeadLink notices.LinkWalk notices.AvailabilityDay"
    ),
    "letters, which their writers and the clerks read: what is public of them is"
    " feedback.LetterPublication": (
        "feedback.Letter feedback.LetterToken feedback.LetterOpening"
        " feedback.Accusation feedback.AccusedPerson feedback.LetterHandler"
        " feedback.LetterContact"
        " feedback.Reply feedback.Rating feedback.LetterFile feedback.LetterStep"
        " feedback.WorkOrder feedback.WorkOrderStep feedback.LetterWarning"
        " feedback.LetterResult"
    ),
    "what inspectors and units put before a rating: what is public of it is"
    " supervision.UnitRating and supervision.FrozenProof": (
        "supervision.ScoreSheet supervision.Mark supervision.MarkEvidence"
        " supervision.DimensionAbsence supervision.Objection"
        " supervision.ObjectionEvidence"
    ),
    "what is entered for a year, by two: what is public of it is"
    " supervision.YearResult": "supervision.RegisterLine",
    "orders to put something right: what is public of them is"
    " supervision.OrderPublication": (
        "supervision.RectificationOrder supervision.OrderStep supervision.OrderFile"
        " supervision.OrderReminder supervision.CardRule"
    ),
    "where letters go and what clerks begin with": (
        "feedback.RoutingRule feedback.AccusationDesk feedback.ReplyTemplate"
        " feedback.CategoryModel"
    ),
}
# Made of guarded rows, and made anew by the portal's own jobs.
DERIVED = {
    "what is searched": (
        "foundation.SearchEntry foundation.SearchText foundation.SearchTerm"
        " foundation.SearchState foundation.SearchWord foundation.Extraction"
        " foundation.ExtractedPart"
    ),
    "sums and counts": (
        "directories.BranchSize notices.LedgerFigure notices.Tally notices.SubsidySum"
    ),
    "files drawn from what was signed": "notices.RevisionCopy notices.Handbook",
    "its number stands in the line of the erasure": "notices.Erasure",
}


def placed() -> list[str]:
    tables = (OTHERWISE, UNSEEN, DERIVED)
    return [
        name for table in tables for names in table.values() for name in names.split()
    ]


def test_every_table_is_guarded_or_nobody_outside_reads_it():
    ours = [m for m in apps.get_models() if m._meta.app_label in OURS]
    guarded = {model._meta.label for model in registers()}

    assert sorted(m._meta.label for m in ours) == sorted([*guarded, *placed()])


def test_what_is_left_out_of_a_digest_follows_from_other_rows():
    left_out: dict[str, tuple[Any, ...]] = {
        model._meta.label: model.DERIVED
        for model in registers()
        if getattr(model, "DERIVED", ())
    }

    assert left_out == {
        # Counted, and made of warnings in force.
        "foundation.SiteState": ("version", "next_change_at", "warnings"),
        "directories.Agency": ("path",),
        # A bookmark of the job that opens slots.
        "directories.CatalogueItem": ("opened_until",),
        # Counts the changes.
        "supervision.YearAssessment": ("content_version",),
    }
    for model in registers():
        assert {*getattr(model, "DERIVED", ())} <= columns_of(model)
