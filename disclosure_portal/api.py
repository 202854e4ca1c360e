"""The roof of the REST API: every resource in one list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter

from directories.api.catalogues import CatalogueViewSet
from directories.api.guides import GuideViewSet
from directories.api.service_viewsets import (
    ServicePointViewSet,
    ServicePromiseViewSet,
)
from directories.api.viewsets import AgencyViewSet
from disclosure_portal.foundation import lazy
from disclosure_portal.foundation.pages import public_page
from disclosure_portal.site_search.viewsets import SiteSearchViewSet
from feedback.api.letter_figures import LetterFiguresViewSet
from feedback.api.letters import LetterViewSet
from feedback.api.tracking import TrackViewSet
from feedback.api.work_orders import WorkOrderViewSet
from notices.api.followed import ElsewhereViewSet, MatterViewSet
from notices.api.health import ColumnHealthViewSet
from notices.api.held import ActivityViewSet, ReadingPointViewSet, VisitorCountViewSet
from notices.api.log import ChangeViewSet, LogViewSet
from notices.api.owed import CatalogueItemViewSet, SlotViewSet
from notices.api.service_items import GuidedItemViewSet
from notices.api.submissions.viewsets import SubmissionViewSet
from notices.api.viewsets import (
    BoardViewSet,
    NoticeViewSet,
    PostingViewSet,
    StatisticsViewSet,
)
from supervision.api.checklists import ChecklistViewSet
from supervision.api.orders import OrderViewSet
from supervision.api.ratings import InspectionRoundViewSet, RatingViewSet
from supervision.api.years import YearAssessmentViewSet, YearResultViewSet

router = SimpleRouter(use_regex_path=True)
router.register("activities", ActivityViewSet, basename="api-activity")
router.register("agencies", AgencyViewSet, basename="api-agency")
router.register("boards", BoardViewSet, basename="api-board")
router.register("catalogue-items", CatalogueItemViewSet, basename="api-catalogue-item")
router.register("catalogues", CatalogueViewSet, basename="api-catalogue")
router.register("changes", ChangeViewSet, basename="api-change")
router.register("checklists", ChecklistViewSet, basename="api-checklist")
router.register("guides", GuideViewSet, basename="api-guide")
router.register("inspections", InspectionRoundViewSet, basename="api-inspection")
router.register("letters/track", TrackViewSet, basename="api-letter-track")
router.register("letters", LetterViewSet, basename="api-letter")
router.register("letter-figures", LetterFiguresViewSet, basename="api-letter-figure")
router.register("log", LogViewSet, basename="api-log")
router.register("column-health", ColumnHealthViewSet, basename="api-column-health")
router.register("elsewhere", ElsewhereViewSet, basename="api-elsewhere")
router.register("matters", MatterViewSet, basename="api-matter")
router.register("notices", NoticeViewSet, basename="api-notice")
router.register("orders", OrderViewSet, basename="api-order")
router.register("postings", PostingViewSet, basename="api-posting")
router.register("ratings", RatingViewSet, basename="api-rating")
router.register("reading-points", ReadingPointViewSet, basename="api-reading-point")
router.register("search", SiteSearchViewSet, basename="api-search")
router.register("slots", SlotViewSet, basename="api-slot")
router.register("service-items", GuidedItemViewSet, basename="api-service-item")
router.register("service-points", ServicePointViewSet, basename="api-service-point")
router.register(
    "service-promises", ServicePromiseViewSet, basename="api-service-promise"
)
router.register("statistics", StatisticsViewSet, basename="api-statistics")
router.register("submissions", SubmissionViewSet, basename="api-submission")
router.register("work-orders", WorkOrderViewSet, basename="api-work-order")
router.register(
    "year-assessments", YearAssessmentViewSet, basename="api-year-assessment"
)
router.register("year-results", YearResultViewSet, basename="api-year-result")
router.register("visitor-counts", VisitorCountViewSet, basename="api-visitor-count")

schema = lazy.View("disclosure_portal.api_documents.schema")
documents = lazy.View("disclosure_portal.api_documents.documents")

urlpatterns: list[URLPattern | URLResolver] = [
    *router.urls,
    path("schema/", public_page(schema), name="api-schema"),
    path("docs/", public_page(documents), name="api-docs"),
]
