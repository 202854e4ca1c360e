"""Activity days and reading points, as anybody reads them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure_portal.foundation.downloads import answer_with_file
from disclosure_portal.foundation.pages import public_page, state_of

from ..activity_pages import activity_list_page, activity_page
from ..models import Activity, ActivityFile
from ..reading_point_pages import reading_point_page


@public_page
def activity_list(request: HttpRequest) -> HttpResponse:
    page = activity_list_page(request.GET.dict(), state_of(request))
    return render(request, "notices/activity_list.html", page)


@public_page
def activity_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Two queries; an activity that was never signed is not there."""
    public = Activity.objects.public().select_related("agency")
    activity = get_object_or_404(public, pk=pk)
    return render(request, "notices/activity_detail.html", activity_page(activity))


@require_safe
def activity_file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """For as long as it is public: asked for anew each time (one query)."""
    public = ActivityFile.objects.filter(
        signed_at__isnull=False, activity__signed_at__isnull=False
    )
    row = get_object_or_404(public, pk=file, activity=pk)
    return answer_with_file(
        request,
        digest=row.public_digest,
        media_type=row.media_type,
        file_name=row.file_name,
    )


@public_page
def reading_point_list(request: HttpRequest) -> HttpResponse:
    page = reading_point_page(request.GET.dict(), state_of(request))
    return render(request, "notices/reading_point_list.html", page)
