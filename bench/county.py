"""The county of the corpus: its units in a tree, its boards, its people."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, product

from directories import tree
from directories.models import Agency, AgencyKind, Membership, Role
from disclosure_portal.foundation.models import SiteState, User
from notices.models import Board, BoardNature, ColumnType

UNITS = 200
DEPARTMENTS = (
    "人民政府办公室", "发展和改革局", "教育局", "科学技术局", "工业和信息化局",
    "公安局", "民政局", "司法局", "财政局", "人力资源和社会保障局", "自然资源局",
    "生态环境局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局",
    "商务局", "文化和旅游局",
    "卫生健康局", "退役军人事务局", "应急管理局", "审计局", "市场监督管理局", "统计局",
    "医疗保障局", "行政审批局", "城市管理局", "乡村振兴局", "林业局", "信访局",
    "税务局", "气象局", "供销合作社", "残疾人联合会", "档案馆", "地震局",
    "粮食和物资储备局", "机关事务管理局", "数据局", "公路管理站",
)  # fmt: skip
TOWNS = (
    "青石", "白水", "柳河", "安乐", "双桥", "太平", "新丰", "永宁", "高坪", "龙泉",
    "石门", "云台", "长岭", "金沙", "福兴", "东坝", "西岭", "南湖", "北关", "城关",
)  # fmt: skip
STREETS = 2  # the last towns are street offices
VILLAGE_HEADS = ("上", "下", "前", "后", "大", "小", "东", "西")
VILLAGE_TAILS = ("庄村", "湾村", "坪村", "沟村", "桥村", "岗村", "店村", "塘村")
BOARDS = (
    ("通知公告", ColumnType.POLICY, 30), ("政策文件", ColumnType.POLICY, 18),
    ("工作动态", ColumnType.NEWS, 25), ("政策解读", ColumnType.INTERPRETATION, 6),
    ("财政信息", ColumnType.FIGURES, 8), ("人事信息", ColumnType.NEWS, 6),
    ("双公示", ColumnType.FIGURES, 10), ("收费公示", ColumnType.FIGURES, 5),
    ("重大项目", ColumnType.NEWS, 7), ("征地补偿", ColumnType.FIGURES, 4),
    ("概况信息", ColumnType.OVERVIEW, 1), ("村务公开", ColumnType.NEWS, 10),
)  # fmt: skip
ON_HOME = 8
SITE = {
    "name": "清源县政务公开",
    "slogan": "公开为常态，不公开为例外",
    "site_code": "9900000001",
    "host_unit": "清源县人民政府",
    "operator_unit": "清源县人民政府办公室",
    "telephone": "0990-1234567",
}


@dataclass(frozen=True)
class County:
    """What the rows of notices name. Weights are running sums: how much each of the
    units and boards publishes."""

    units: list[Agency]
    unit_weights: list[float]
    boards: list[Board]
    board_weights: list[float]
    editor: User
    approver: User


def make_county() -> County:
    """The same county on every database, with the same keys."""
    units = Agency.objects.bulk_create(_units())
    boards = Board.objects.bulk_create(_boards())
    people = [_person(1, "editor", units[1]), _person(2, "approver", units[0])]
    SiteState.objects.update_or_create(pk=SiteState.ONLY, defaults=SITE)
    return County(
        units=units,
        unit_weights=list(accumulate(_weight(unit) for unit in units)),
        boards=boards,
        board_weights=list(accumulate(float(share) for _n, _t, share in BOARDS)),
        editor=people[0],
        approver=people[1],
    )


def _units() -> list[Agency]:
    """The county, its departments and towns, and villages until there are UNITS."""
    root = _unit(1, "清源县", AgencyKind.COUNTY, None, 1)
    made = [root]
    for name in DEPARTMENTS:
        made.append(_unit(len(made) + 1, name, AgencyKind.DEPARTMENT, root, len(made)))
    towns = []
    for place, name in enumerate(TOWNS):
        is_street = place >= len(TOWNS) - STREETS
        kind = AgencyKind.STREET if is_street else AgencyKind.TOWNSHIP
        ending = "街道办事处" if is_street else "镇"
        towns.append(_unit(len(made) + 1, name + ending, kind, root, len(made)))
        made.append(towns[-1])
    villages = ("".join(pair) for pair in product(VILLAGE_HEADS, VILLAGE_TAILS))
    for place, name in enumerate(villages, start=1):
        for town in towns:
            if len(made) == UNITS:
                return made
            made.append(_unit(len(made) + 1, name, AgencyKind.VILLAGE, town, place))
    return made


def _unit(
    pk: int, name: str, kind: str, parent: Agency | None, position: int
) -> Agency:
    code = f"99{pk:06d}"
    full = name if parent is None or parent.parent is None else parent.name + name
    return Agency(
        pk=pk,
        code=code,
        slug=code,
        name=f"清源县{full}" if parent else name,
        short_name="" if parent is None else full,
        kind=kind,
        credit_code=f"1199{pk:013d}X",
        parent=parent,
        path=tree.child_path(parent.path if parent else "", position),
        position=position,
        telephone="0990-1234567",
    )


def _weight(unit: Agency) -> float:
    """Departments publish much, the first of them most; villages little, and the
    county itself nothing: it is no office."""
    fixed = {AgencyKind.COUNTY: 0.0, AgencyKind.VILLAGE: 0.15}
    return fixed.get(AgencyKind(unit.kind), 12 / (unit.pk + 3))


def _boards() -> list[Board]:
    return [
        Board(
            pk=pk,
            name=name,
            slug=f"board-{pk}",
            column_type=column_type,
            nature=BoardNature.CURRENT,
            description=f"{name}栏目",
            is_on_home=pk <= ON_HOME,
            position=pk,
        )
        for pk, (name, column_type, _share) in enumerate(BOARDS, start=1)
    ]


def _person(pk: int, role: str, unit: Agency) -> User:
    person = User.objects.create(pk=pk, username=f"bench-{role}", name=role)
    Membership.objects.create(user=person, agency=unit, role=Role(role))
    return person
