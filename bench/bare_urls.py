"""The two addresses of bench.bare: rows through the ORM, as a page and as JSON."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

PAGE = "<ul>{% for row in rows %}<li>{{ row.model }}</li>{% endfor %}</ul>"


def page(request: HttpRequest) -> HttpResponse:
    template = engines.all()[0].from_string(PAGE)
    rows = ContentType.objects.all()[:20]
    return HttpResponse(template.render({"rows": rows}, request))


class RowSerializer(serializers.ModelSerializer):
    class Meta:
        model = ContentType
        fields = ("id", "app_label", "model")


class Rows(ReadOnlyModelViewSet):
    queryset = ContentType.objects.order_by("id")
    serializer_class = RowSerializer


urlpatterns = [path("page/", page), path("answer/", Rows.as_view({"get": "list"}))]
