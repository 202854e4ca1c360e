"""Standard catalogues as they circulate, made anew for each test."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook

LIMIT = "自信息形成或者变更之日起20个工作日内"
TEN_DAYS = "制定或获取信息之日起10个工作日内，公示7个工作日"
BOXES = (
    "■政府网站 □政府公报 □两微一端 □发布会/听证会 □广播电视 □纸质媒体 ■公开查阅点"
    " □政务服务中心 □便民服务站 □入户/现场 ■社区/企事业单位/村公示栏（电子屏）"
    " □精准推送 □其他________"
)
RELIEF_HEADER = (
    (
        *("序号", "公开事项", None, "公开内容（要素）", "公开依据", "公开时限"),
        *("公开主体", "公开渠道和载体", "公开对象", None, "公开方式", None),
        *("公开层级", None),
    ),
    (
        *(None, "一级事项", "二级事项", None, None, None, None, None),
        *(
            "全社会",
            "特定群体（请写明）",
            "主动",
            "依申请公开",
            "县级",
            "乡级（乡、村级）",
        ),
    ),
)
RELIEF_ROWS = (
    (
        *(1, "综合业务", "政策法规文件", "《社会救助暂行办法》\n各地配套政策法规文件"),
        *("《中华人民共和国政府信息公开条例》", LIMIT, "民政局、乡镇"),
        *(BOXES, "√", None, "√", None, "√", "√"),
    ),
    (
        *(2, None, "监督检查", "社会救助信访通讯地址、投诉举报电话", "同上", None),
        *(
            "同上",
            "☑政府网站 ☐政府公报 ☑其他（村广播）",
            "✓",
            None,
            "✓",
            None,
            "✓",
            "✓",
        ),
    ),
    (
        *(3, "最低生活保障", "审核信息", "初审对象名单及相关信息"),
        *(
            "《国务院关于进一步加强和改进最低生活保障工作的意见》（国发〔2012〕45号）",
            TEN_DAYS,
        ),
        *(
            "乡镇",
            "√社区/企事业单位/村公示栏（电子屏）",
            None,
            "本村村民",
            "√",
            None,
            None,
            "√",
        ),
    ),
    (
        *(4, None, "审批信息", "低保对象名单及相关信息", "同上", "按规定时限公开"),
        *("民政局", "□√政府网站", "■", None, None, "■", "■", "□"),
    ),
)


def relief_catalogue(
    *more: Sequence[Any], rows: Iterable[Sequence[Any]] = RELIEF_ROWS
) -> bytes:
    """社会救助, an xlsx: titles, a header of two rows, merged cells, two levels."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "社会救助"
    sheet.append(["附件16"])
    sheet.append(["霁川县社会救助领域基层政务公开标准目录"])
    for row in (*RELIEF_HEADER, *rows, *more):
        sheet.append(list(row))
    merged = ["A2:N2", "B3:C3", "I3:J3", "K3:L3", "M3:N3", "B5:B6", "F5:F6", "B7:B8"]
    for area in merged:
        sheet.merge_cells(area)
    for column in "ADEFGH":
        sheet.merge_cells(f"{column}3:{column}4")
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


HOUSEHOLD_HEADER = (
    (
        *("事项编码", "一级事项", "二级事项", "三级事项", "公开内容", "公开时限"),
        *("公开责任主体", "公开渠道和载体", "五公开", "公开形式", "公开对象"),
        *("公开层级", "", "", "", "备注"),
    ),
    (*("",) * 11, "市级", "县（区）级", "镇级", "村级", ""),
)
HOUSEHOLD_ROWS = (
    (
        *("0501", "户籍管理", "出生登记", "出生登记", "受理部门、条件、流程", LIMIT),
        *("公安局", "政府网站、入户/现场", "□决策 □执行 ■管理 ■服务 □结果"),
        *("文本、图片", "全社会", "", "1", "1", "0", "长期"),
    ),
    (
        *("0502", "", "", "收养登记", "受理部门、条件、流程", "每年3月底前"),
        *("公安局", "■政府网站 ■征地信息公开平台", "√服务", "视频"),
        *("特定群体（收养家庭）", "√", "√", "也许", "", ""),
    ),
    (
        *("0503", "", "注销登记", "死亡注销", "受理部门、条件、流程", ""),
        *("公安局", "", "", "", "", "", "", "", "", ""),
    ),
)


def household_catalogue(
    *more: Sequence[Any],
    header: Sequence[Sequence[str]] = HOUSEHOLD_HEADER,
    rows: Sequence[Sequence[str]] = HOUSEHOLD_ROWS,
    encoding: str = "gb18030",
) -> bytes:
    """户籍管理, a csv: codes, three item levels, four levels, 五公开, no basis."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["户籍管理领域基层政务公开标准目录"])
    writer.writerows([*header, *rows, *more])
    return text.getvalue().encode(encoding)
