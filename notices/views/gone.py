"""What was public and is no more answers 410, under each of its addresses."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Notice
from ..tombstones import tombstone


def gone_page(request: HttpRequest, notice: Notice) -> HttpResponse:
    context = {"section": "notices", "tombstone": tombstone(notice)}
    return render(request, "410.html", context, status=HTTPStatus.GONE)
