"""What the head of each public page says: national tags, one address, a card, data."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from io import BytesIO

import pytest
from PIL import Image

from disclosure_portal.foundation import linked_data
from disclosure_portal.foundation.models import SiteState
from notices.models import ColumnType, Tick
from notices.notice_head import description_of
from notices.publication import sign
from notices.review import submit
from tests.factories import (
    attachment,
    board,
    draft_notice,
    member,
    published_notice,
    withdrawn_notice,
)
from tests.factories.structures import guide_draft

pytestmark = pytest.mark.django_db

SITE = "https://www.qingyuan.gov.cn"
NASTY = "</script><script>alert(1)</script>\u2028\x01𠮷 & <!--"


class Head(HTMLParser):
    """Meta tags by name, links by relation, and the data of schema.org by type."""

    def __init__(self, html):
        super().__init__()
        self.meta, self.links, self.things = {}, {}, {}
        self._is_data = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "meta":
            for key in ("name", "property", "itemprop"):
                if key in said:
                    assert (key, said[key]) not in self.meta, said
                    self.meta[key, said[key]] = said["content"]
        if tag == "link":
            self.links[said["rel"]] = said["href"]
        self._is_data = said.get("type") == "application/ld+json"

    def handle_endtag(self, _tag):
        self._is_data = False

    def handle_data(self, data):
        if self._is_data:
            graph = json.loads(data)
            assert graph["@context"] == "https://schema.org"
            self.things = {each["@type"]: each for each in graph["@graph"]}


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE
    SiteState.objects.current()
    SiteState.objects.update(
        name="清源县人民政府", site_code="9999990001", host_unit="清源县人民政府办公室"
    )


def head_of(client, address):
    return Head(client.get(address).text)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "首页"),
        ("/notices/", "信息公开目录"),
        ("/boards/", "信息公开目录"),
        ("/agencies/", "机构职能"),
        ("/postings/", "信息公开目录"),
        ("/procedures/", "办事服务"),
        ("/subsidies/", "数据发布"),
        ("/subsidies/check/", "数据发布"),
        ("/index/", "信息公开目录"),
        ("/data/", "数据开放"),
        ("/data/notices/", "数据开放"),
        ("/site-map/", "概况信息"),
        ("/help/", "概况信息"),
        ("/privacy/", "概况信息"),
        ("/accessibility/", "概况信息"),
    ],
)
def test_every_page_bears_the_national_tags_of_site_and_column(client, address, kind):
    meta = head_of(client, address).meta

    assert meta["name", "SiteName"] == "清源县人民政府"
    assert meta["name", "SiteDomain"] == "www.qingyuan.gov.cn"
    assert meta["name", "SiteIDCode"] == "9999990001"
    assert meta["name", "ColumnType"] == kind in ColumnType.values
    assert all(
        meta["name", f"Column{part}"] for part in ("Name", "Description", "Keywords")
    )


def test_a_notice_bears_the_tags_of_its_board_and_of_its_content(client):
    where = board("政策文件", column_type=ColumnType.POLICY, keywords="政策")
    notice = published_notice(
        title="关于修路的通知",
        board=where,
        summary="修路",
        keywords="道路",
        source="县报",
    )

    meta = head_of(client, f"/notices/{notice.pk}/").meta

    said = {name: text for (kind, name), text in meta.items() if kind == "name"}
    assert said["ColumnName"] == said["ColumnDescription"] == "政策文件"
    assert (said["ColumnKeywords"], said["ColumnType"]) == ("政策", "政策文件")
    assert (said["ArticleTitle"], said["ContentSource"]) == ("关于修路的通知", "县报")
    assert (said["Keywords"], said["Description"]) == ("道路", "修路")
    assert said["Url"] == f"{SITE}/notices/{notice.pk}/"
    assert len(said["PubDate"]) == len("2026-11-25 09:30")


@pytest.mark.parametrize(
    "asked",
    ["/notices/?kind=news&order=oldest", "/notices/?q=路", "/notices/?cursor=x"],
)
def test_the_address_of_a_page_has_no_parameters_and_the_name_of_the_site(
    client, asked
):
    assert head_of(client, asked).links["canonical"] == f"{SITE}/notices/"


@pytest.mark.parametrize("address", ["/nowhere/", "/subsidies/check/", "/leaving/"])
def test_what_nobody_should_find_says_so_and_names_no_address(client, address):
    head = head_of(client, address)

    assert head.meta["name", "robots"].startswith("noindex")
    assert "canonical" not in head.links


def test_the_page_of_a_withdrawn_notice_is_not_to_be_found(client):
    head = head_of(client, f"/notices/{withdrawn_notice().pk}/")

    assert head.meta["name", "robots"] == "noindex"
    assert head.things == {}


def test_messengers_get_title_words_and_the_first_picture(client):
    notice = draft_notice(
        title="修路", body="<p>各乡镇人民政府：</p><p>" + "路" * 200 + "</p>"
    )
    attachment(notice, name="说明.txt")
    picture = attachment(notice, name="现场.png", content=drawn())
    published(notice)

    meta = head_of(client, f"/notices/{notice.pk}/").meta

    address = f"{SITE}/attachments/{picture.pk}/"
    assert meta["property", "og:title"] == meta["itemprop", "name"] == "修路"
    assert meta["property", "og:image"] == meta["itemprop", "image"] == address
    assert meta["itemprop", "description"] == "路" * 119 + "…"


def published(notice):
    submit(notice, by=notice.author)
    sign(notice, by=member("approver", notice.agency), ticks=Tick.values)
    return notice


def drawn():
    stream = BytesIO()
    Image.new("RGB", (400, 300), "white").save(stream, "PNG")
    return stream.getvalue()


def test_a_page_without_a_picture_shows_the_one_of_the_site(client):
    meta = head_of(client, "/").meta

    path = meta["property", "og:image"].removeprefix(SITE)
    assert path == "/static/img/card.png"


def test_a_notice_is_an_article_of_its_unit_on_the_way_from_the_home_page(client):
    notice = published_notice(title="修路")

    things = head_of(client, f"/notices/{notice.pk}/").things

    article, way = things["Article"], things["BreadcrumbList"]["itemListElement"]
    assert article["headline"] == "修路"
    assert article["author"]["@type"] == "GovernmentOrganization"
    assert article["author"]["url"] == f"{SITE}/agencies/{notice.agency.slug}/"
    assert article["datePublished"].endswith("+08:00")
    assert article["dateModified"] >= article["datePublished"]
    assert [step["position"] for step in way] == [1, 2, 3, 4]
    assert way[0]["item"] == f"{SITE}/"
    assert "item" not in way[-1]


def test_a_guide_is_a_service_of_the_government(client):
    guide = published(guide_draft())

    service = head_of(client, f"/notices/{guide.pk}/").things["GovernmentService"]

    assert service["name"] == guide.title
    assert service["serviceOperator"]["name"] == guide.agency.name
    assert service["availableChannel"]["@type"] == "ServiceChannel"


def test_a_guide_without_a_summary_is_described_by_where_and_how_long(client):
    guide = published(guide_draft())

    head = head_of(client, f"/notices/{guide.pk}/")

    said = head.meta["property", "og:description"]
    place = head.things["GovernmentService"]["availableChannel"]["serviceLocation"]
    assert guide.summary == guide.body == ""
    assert place["address"] in said
    assert head.things["GovernmentService"]["description"] == said


# What schema.org knows of each type that is used (version 29).
THING = {"@type", "@id", "name", "description", "url", "identifier", "image",
         "alternateName", "sameAs", "mainEntityOfPage", "potentialAction"}  # fmt: skip
WORK = {"headline", "datePublished", "dateModified", "author", "publisher", "creator",
        "keywords", "inLanguage", "isAccessibleForFree"}  # fmt: skip
KNOWN = {
    "Article": WORK | {"articleSection"},
    "Dataset": WORK | {"variableMeasured", "distribution"},
    "DataDownload": WORK | {"encodingFormat", "contentUrl"},
    "WebSite": WORK,
    "SearchAction": {"target", "query-input"},
    "GovernmentService": {
        *("serviceType", "serviceOperator", "provider", "availableChannel"),
    },
    "ServiceChannel": {"serviceLocation", "servicePhone", "availableLanguage"},
    "Place": {"address", "telephone", "openingHoursSpecification"},
    "ContactPoint": {"telephone", "hoursAvailable"},
    "OpeningHoursSpecification": set(),
    "GovernmentOrganization": {
        *("address", "telephone", "faxNumber", "email", "foundingDate"),
        *("dissolutionDate", "parentOrganization"),
    },
    "PostalAddress": {"streetAddress", "postalCode"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "item"},
}


def things_within(said):
    if isinstance(said, list):
        return [thing for each in said for thing in things_within(each)]
    if not isinstance(said, dict):
        return []
    return [said, *things_within(list(said.values()))]


def test_things_say_only_what_schema_org_knows_of_their_type(client):
    guide = published(
        guide_draft(facts={"telephone": "0000-5550000", "hours": "工作日"})
    )
    notice = published_notice()
    pages = ["/", f"/notices/{guide.pk}/", f"/notices/{notice.pk}/", "/data/notices/"]
    pages.append(f"/agencies/{notice.agency.slug}/")

    found = things_within([list(head_of(client, page).things.values())
                           for page in pages])  # fmt: skip

    wrong = [(each["@type"], set(each) - THING - KNOWN[each["@type"]])
             for each in found]  # fmt: skip
    assert [each for each in wrong if each[1]] == []
    addresses = [each["url"] for each in found if "url" in each]
    assert all(address.startswith(f"{SITE}/") for address in addresses)


def test_a_list_without_words_of_its_own_is_described_as_its_column(client):
    meta = head_of(client, "/notices/").meta

    column = meta["name", "ColumnDescription"]
    assert meta["property", "og:description"] == column
    assert meta["name", "Description"] == column


def test_an_attachment_is_passed_on_by_its_name_and_stands_in_the_column(client):
    notice = draft_notice(title="修路", board=board("政策文件", keywords="政策"))
    file = attachment(notice, name="路线图.txt")
    published(notice)

    meta = head_of(client, f"/notices/{notice.pk}/attachments/{file.pk}/").meta

    assert meta["property", "og:title"] == file.title
    assert "修路" in meta["property", "og:description"]
    assert meta["name", "ColumnName"] == "政策文件"


def test_the_short_text_of_a_notice_is_not_found_instead_of_it(client):
    head = head_of(client, f"/notices/{published_notice().pk}/text/")

    assert head.meta["name", "robots"] == "noindex"
    assert "canonical" not in head.links


def test_units_and_sets_of_data_say_what_they_are(client):
    unit = published_notice().agency

    told = head_of(client, f"/agencies/{unit.slug}/").things["GovernmentOrganization"]
    data = head_of(client, "/data/notices/").things["Dataset"]

    assert (told["name"], told["url"]) == (unit.name, f"{SITE}/agencies/{unit.slug}/")
    assert 50 <= len(data["description"]) <= 5000
    assert {each["encodingFormat"] for each in data["distribution"]} == {
        "text/csv",
        "application/x-ndjson",
    }


def test_no_text_breaks_out_of_the_data():
    element = linked_data.script([linked_data.thing("Article", headline=NASTY)])

    assert element.count("<") == 2
    head = Head(element)
    assert head.things["Article"]["headline"] == NASTY


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", ""),
        ("<p>各有关单位：</p><p>现通知如下。</p>", "现通知如下。"),
        ("<p>一 &amp; 二</p><ul><li>三</li></ul>", "一 & 二 三"),
        ("<p>" + "字" * 1600, "字" * 119 + "…"),
        ("<p>名单如下。</p><table><tr><td>李四</td></tr></table>", "名单如下。"),
        ("<p>名单。</p><table><tr><td>李四</td>" + "<td>x</td>" * 400, "名单。"),
        ('<p class="' + "x" * 1600, ""),
    ],
)
def test_a_notice_without_a_summary_is_described_by_its_first_words(body, words):
    assert description_of("", body) == words
