"""Pages about the site, the type size, the way out, and what is said of errors."""

from __future__ import annotations

import pytest
from django.core.signing import Signer
from django.test import Client

from disclosure_portal.foundation import leaving
from disclosure_portal.foundation.models import SiteState
from tests.factories import agency, board, published_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def calm_client():
    """A client that shows the page of a failure instead of raising it."""
    return Client(raise_request_exception=False)


# --- Texts ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "field"), [("/help/", "help_text"), ("/privacy/", "privacy_text")]
)
def test_a_text_of_the_settings_is_shown_by_paragraphs(client, path, field):
    SiteState.objects.create(pk=1, **{field: "一、甲\n\n二、<b>乙</b>"})

    response = client.get(path)

    assert response.context["paragraphs"] == ["一、甲", "二、<b>乙</b>"]
    assert "二、&lt;b&gt;乙" in response.content.decode()


def test_the_site_map_leads_to_boards_and_units(client):
    board("政策文件", slug="laws")
    board("内部", is_internal=True)
    agency("县教育局", code="jyj")

    sections = client.get("/site-map/").context["sections"]

    links = {each["title"]: each["url"] for part in sections for each in part["links"]}
    assert links["政策文件"] == "/boards/laws/"
    assert links["县教育局"] == "/agencies/jyj/"
    assert "内部" not in links


def test_every_link_of_the_site_map_leads_somewhere(client):
    published_notice()
    sections = client.get("/site-map/").context["sections"]

    for part in sections:
        for link in part["links"]:
            assert client.get(link["url"]).status_code == 200, link


# --- Type size --------------------------------------------------------------------


def test_the_large_type_is_kept_for_a_year_and_leads_back(client):
    response = client.get("/view/?size=large&next=/notices/%3Fkind=news")

    cookie = response.cookies["view"]
    assert response.url == "/notices/?kind=news"
    assert (cookie.value, cookie["samesite"]) == ("large", "Lax")
    assert cookie["max-age"] == 365 * 24 * 60 * 60


def test_the_normal_type_leaves_no_cookie(client):
    client.cookies["view"] = "large"

    response = client.get("/view/?size=normal&next=/")

    assert response.cookies["view"]["max-age"] == 0


@pytest.mark.parametrize(
    "target",
    [
        "https://example.com/",
        "//example.com/",
        "/\\example.com/",
        "\\\\example.com",
        "///example.com",
        "http:///example.com",
        "javascript:alert(1)",
        "notices/",
        "",
        "\x00/",
    ],
)
def test_the_way_back_never_leads_away(client, target):
    response = client.get("/view/", {"size": "large", "next": target})

    assert response.status_code == 302
    assert response.url == "/"


# --- Leaving ----------------------------------------------------------------------


def test_the_warning_names_where_a_link_leads_and_stays(client):
    address = leaving.outward("https://www.qq.com/a?b=1&c=<2>")

    response = client.get(address)

    assert response.status_code == 200
    assert response.context["target_host"] == "www.qq.com"
    html = response.content.decode()
    assert 'href="https://www.qq.com/a?b=1&amp;c=&lt;2&gt;"' in html
    assert "http-equiv" not in html


@pytest.mark.parametrize(
    "signed",
    [
        "",
        "https://www.qq.com/",
        "https://www.qq.com/:forged",
        Signer(salt="other").sign("https://www.qq.com/"),
        Signer(salt="leaving").sign("javascript:alert(1)"),
        Signer(salt="leaving").sign("data:text/html,1"),
        "\x00",
    ],
    ids=["none", "bare", "forged", "other salt", "script", "data", "nul"],
)
def test_a_forged_target_is_refused_and_not_shown(client, signed):
    response = client.get("/leaving/", {"to": signed})

    assert response.status_code == 400
    html = response.content.decode()
    assert 'href="http' not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html


@pytest.mark.parametrize(
    ("address", "is_near"),
    [
        ("https://www.gov.cn/", True),
        ("https://gov.cn", True),
        ("http://WWW.HEBEI.GOV.CN/a", True),
        ("http://www.gov.cn./", True),
        ("http://127.0.0.1:8000/notices/", True),
        ("https://gov.cn.example.com/", False),
        ("https://xgov.cn/", False),
        ("https://example.com/?.gov.cn", False),
        ("https://example.com#.gov.cn", False),
        ("https://example.com\\@www.gov.cn/", False),
        ("https://www.gov.cn@example.com/", False),
        ("https://user@www.gov.cn/", False),
        ("https://[::1/", False),
        ("https:///gov.cn", False),
    ],
)
def test_only_government_sites_and_our_own_are_near(address, is_near):
    assert leaving.is_near(address) is is_near


# --- Errors -----------------------------------------------------------------------


def test_an_unknown_address_has_a_page_that_leads_on(client):
    response = client.get("/nowhere/")

    html = response.content.decode()
    assert response.status_code == 404
    assert 'href="/notices/"' in html


@pytest.mark.parametrize("path", ["/", "/api/v1/notices/"])
def test_a_failure_is_told_without_the_database(calm_client, monkeypatch, path):
    def fail(_self):
        raise RuntimeError("database is gone")

    monkeypatch.setattr("disclosure_portal.foundation.middleware.page_etag", fail)
    monkeypatch.setattr("disclosure_portal.foundation.models.SiteState.pk", None)

    response = calm_client.get(path)

    assert response.status_code == 500
    assert "database is gone" not in response.content.decode()
    is_json = response.headers["Content-Type"] == "application/json"
    assert is_json is path.startswith("/api/")


def test_a_forged_host_is_refused_with_a_page(calm_client):
    response = calm_client.get("/", headers={"host": "evil.example.com"})

    assert response.status_code == 400
    assert "evil.example.com" not in response.content.decode()


def test_a_forged_host_of_the_api_is_refused_in_json(calm_client):
    response = calm_client.get("/api/v1/x/", headers={"host": "evil.example.com"})

    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] == "bad_request"


@pytest.mark.parametrize("path", ["/api/v1/nowhere/", "/api/nowhere", "/api/v2/"])
def test_an_unknown_address_of_the_api_answers_in_json(client, path):
    response = client.get(path)

    assert response.status_code == 404
    assert response.json()["errors"][0]["code"] == "not_found"


# --- Every page -------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/notices/", "/boards/", "/agencies/", "/help/", "/nowhere/"]
)
def test_no_page_holds_inline_style_script_or_a_foreign_host(client, path):
    html = client.get(path).content.decode()

    assert "style=" not in html
    assert "<style" not in html
    assert "<script>" not in html
    assert " onclick=" not in html
    assert 'src="http' not in html
