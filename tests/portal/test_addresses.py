"""Every address that has a name answers, whoever asks."""

from __future__ import annotations

from itertools import product

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from disclosure_portal.foundation.models import User
from tests.factories import published_notice

# Values to try where a parameter has none of its own in the records below.
GUESSES = ("1", "a", "a" * 64, "index/a", "00000000-0000-4000-8000-000000000000")


def named(resolver, prefix=""):
    """(full name, names of its parameters) of each address, once."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from named(pattern, space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{prefix}{pattern.name}", parameters(pattern)


def parameters(pattern):
    return (*pattern.pattern.converters, *pattern.pattern.regex.groupindex)


def address(name, names, values):
    for guess in GUESSES:
        chosen = {each: values.get(each, guess) for each in names}
        try:
            return reverse(name, kwargs=chosen)
        except NoReverseMatch:
            continue
    pytest.fail(f"no example is known for {name}: {names}")


@pytest.fixture
def values():
    notice = published_notice()
    return {
        "pk": notice.pk,
        "object_id": notice.pk,
        "notice_id": notice.pk,
        "slug": notice.board.slug,
        "code": notice.agency.code,
        "number": "2026000001",
        "app_label": "notices",
    }


@pytest.fixture
def addresses(values):
    """The path of each name; DRF gives some names twice, with other parameters."""
    return {
        address(name, names, values): name
        for name, names in sorted(set(named(get_resolver())))
    }


@pytest.fixture(params=["nobody", "superuser"])
def reader(request):
    client = Client(raise_request_exception=False)
    if request.param == "superuser":
        person = User.objects.create_superuser("root", "root@example.org", "x")
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.django_db
def test_every_named_address_answers(addresses, reader):
    failed = {
        path: name
        for path, name in addresses.items()
        if reader.get(path).status_code >= 500
    }

    assert failed == {}


@pytest.mark.django_db
def test_no_address_takes_a_method_it_does_not_know_for_an_error(addresses):
    client = Client(raise_request_exception=False)
    methods = ("put", "delete", "patch")

    failed = [
        (method, path)
        for method, path in product(methods, addresses)
        if getattr(client, method)(path).status_code >= 500
    ]

    assert failed == []
