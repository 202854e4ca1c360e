"""What the Regulation itself names: the catalogue that every portal starts with.

政府信息公开条例 (State Council Order 711 of 2019), articles 20, 21 and 26, in its own
words; added where missing, never changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from disclosure_portal.foundation.models import AuditEntry

from .models import IssueLevel, LimitState, StandardCatalogue, StandardItem
from .standard_import import limit_of, link_bases
from .time_limits import read_limit

CODE = "regulation"
REGULATION = "《中华人民共和国政府信息公开条例》"
ARTICLE_20 = "各级行政机关（第二十条）"
ARTICLE_21 = {
    "county": "设区的市级、县级人民政府及其部门（第二十一条）",
    "township": "乡（镇）人民政府（第二十一条）",
}
EVERYWHERE = (
    "行政法规、规章和规范性文件",
    "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名",
    "国民经济和社会发展规划、专项规划、区域规划及相关政策",
    "国民经济和社会发展统计信息",
    "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果",
    "实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定",
    "财政预算、决算信息",
    "行政事业性收费项目及其依据、标准",
    "政府集中采购项目的目录、标准及实施情况",
    "重大建设项目的批准和实施情况",
    "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况",
    "突发公共事件的应急预案、预警信息及应对情况",
    "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况",
    "公务员招考的职位、名额、报考条件等事项以及录用结果",
    "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息",
)
OF_COUNTIES = (
    *("市政建设", "公共服务", "公益事业", "土地征收", "房屋征收"),
    *("治安管理", "社会救助"),
)
OF_TOWNSHIPS = (
    *("贯彻落实农业农村政策", "农田水利工程建设运营", "农村土地承包经营权流转"),
    *("宅基地使用情况审核", "土地征收", "房屋征收", "筹资筹劳", "社会救助"),
)
# Article 26.
LIMIT = (
    "自该政府信息形成或者变更之日起20个工作日内及时公开。"
    "法律、法规对政府信息公开的期限另有规定的，从其规定。"
)
NUMERALS = "一二三四五六七八九十"


@transaction.atomic
def load() -> int:
    """Add what is missing; gives how many rows were added. May run at any time."""
    catalogue, is_new = StandardCatalogue.objects.get_or_create(
        code=CODE,
        defaults={
            "name": "政府信息公开条例规定的主动公开内容",
            "domain": "通用",
            "issue_level": IssueLevel.NATIONAL,
            "number": "国务院令第711号",
            "issued_by": "国务院",
        },
    )
    known = set(catalogue.items.values_list("key", flat=True))
    items = [
        StandardItem(catalogue=catalogue, position=position, **values)
        for position, values in enumerate(_items(), start=1)
        if values["key"] not in known
    ]
    reading = read_limit(LIMIT)
    for item in items:
        item.limit_remark = "；".join(reading.remarks)
        item.save()
        for position, rule in enumerate(reading.rules, start=1):
            limit_of(item, position, rule).save()
    link_bases(items)
    written = {StandardCatalogue: [catalogue.pk] if is_new else []}
    written |= {StandardItem: [item.pk for item in items]}
    for model, keys in written.items():
        AuditEntry.objects.record_rows(model, keys, by=None)
    return int(is_new) + len(items)


def _items() -> Iterator[dict[str, Any]]:
    for number, name in enumerate(EVERYWHERE, start=1):
        words = _in_words(number)
        levels = {"at_city": True, "at_county": True, "at_township": True}
        basis = f"{REGULATION}第二十条第（{words}）项"
        yield _item(f"20-{number}", ARTICLE_20, name, basis) | levels
    basis = f"{REGULATION}第二十一条"
    for number, name in enumerate(OF_COUNTIES, start=1):
        levels = {"at_city": True, "at_county": True}
        yield _item(f"21-1-{number}", ARTICLE_21["county"], name, basis) | levels
    for number, name in enumerate(OF_TOWNSHIPS, start=1):
        levels = {"at_township": True}
        yield _item(f"21-2-{number}", ARTICLE_21["township"], name, basis) | levels


def _item(code: str, group: str, name: str, basis: str) -> dict[str, Any]:
    return {
        "code": code,
        "key": f"code:{code}",
        "level_1": group,
        "level_2": name,
        "content": name,
        "basis_text": basis,
        "limit_text": LIMIT,
        "limit_state": LimitState.UNDERSTOOD,
        "channels": ["website"],
        "for_all": True,
        "is_proactive": True,
    }


def _in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    return f"{'十' * tens}{NUMERALS[ones - 1] if ones else ''}"
