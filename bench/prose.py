"""Official prose of the bench's own, recombined from sentences. Pure, and the same for
the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

TOPICS = (
    "春耕备耕", "防汛抗旱", "森林防火", "安全生产", "食品安全", "农村饮水", "公路养护",
    "义务教育招生", "公共卫生服务", "惠农补贴发放", "高标准农田建设", "危房改造",
    "人居环境整治", "政务服务便民化", "中小微企业帮扶", "城乡低保核查", "耕地保护",
    "水库除险加固", "农民工工资支付", "基层医疗设备采购", "校园周边整治", "电动车管理",
    "老旧小区改造", "农产品质量检测", "就业技能培训", "养老服务设施建设", "河湖长制",
    "秸秆综合利用", "动物疫病防控", "预算绩效管理", "招标投标监管", "档案规范化建设",
)  # fmt: skip
DEEDS = ("做好", "加强", "规范", "推进", "开展", "进一步做好", "组织实施", "全面推进")
GENRES = ("通知", "公告", "意见", "方案", "通报", "情况说明", "公示", "实施细则")
PLACES = ("全县", "各乡镇", "沿河各村", "城区", "山区各村", "重点区域", "试点村")
LEADS = (
    "为{deed}{topic}工作，根据国家和省、市有关规定，结合我县实际，现将有关事项告知如下。",
    "{year}年以来，{unit}围绕{topic}认真履行职责，现将有关情况向社会公开，欢迎监督。",
    "按照县委、县政府关于{topic}的部署，经研究，现就{place}有关安排明确如下。",
    "{topic}事关群众切身利益。为把各项要求落到实处，{unit}提出以下意见。",
    "根据《中华人民共和国政府信息公开条例》的规定，现将{year}年{topic}有关内容予以公开。",
)
HEADINGS = (
    "总体要求", "工作目标", "实施范围", "主要任务", "办理程序", "资金来源与使用",
    "时间安排", "责任分工", "监督检查", "保障措施", "咨询方式", "其他事项",
)  # fmt: skip
SENTENCES = (
    "各单位要高度重视{topic}工作，明确一名负责同志具体抓，做到任务到岗、责任到人。",
    "要坚持问题导向，对{place}逐户逐项排查，建立台账，发现一处、整改一处、销号一处。",
    "本项工作自{month}月1日起组织实施，{month}月底前完成自查，逾期未完成的予以通报。",
    "所需经费由县财政统筹安排{number}万元，专款专用，任何单位和个人不得截留、挪用。",
    "涉及群众切身利益的事项，应当通过公开栏、广播和网站同步公布，公布时间不少于五个工作日。",
    "申请人可以到所在地便民服务中心提交材料，材料齐全的当场受理，不齐全的一次告知。",
    "受理后，{unit}应当在{days}个工作日内完成核查，并把结果书面告知申请人。",
    "对弄虚作假、虚报冒领的，依照有关规定追回资金，并取消其{days}年内的申报资格。",
    "村民小组会议讨论通过后，由村民委员会张榜公示，公示期间可以向乡镇纪检监察机构反映。",
    "要加强与气象、水利、自然资源等部门的会商，及时发布预警信息，确保不漏一户、不落一人。",
    "对列入计划的{number}处点位，实行挂图作战，每周调度一次，进度滞后的约谈主要负责人。",
    "县级主管部门每季度组织一次抽查，抽查比例不低于百分之{days}，抽查结果纳入年度考核。",
    "各乡镇应当于每月{days}日前报送进展情况，由{unit}汇总后向县政府报告。",
    "工程建设严格执行招标投标、工程监理和竣工验收制度，验收不合格的不得支付尾款。",
    "工作人员应当使用文明用语，耐心解答疑问，不得以任何理由推诿、拖延或者额外收费。",
    "截至目前，{place}已完成{number}户，占计划的百分之{days}，其余部分正在按期推进。",
    "对生活确有困难的家庭，由驻村干部上门服务，帮助填写表格、准备材料、跟踪办理。",
    "宣传工作要贴近群众，多用短视频、明白纸和院坝会，讲清政策、讲清标准、讲清途径。",
    "发现安全隐患应当立即停止作业，疏散人员，设立警示标志，并在一小时内报告。",
    "鼓励社会力量参与{topic}，对成效明显的集体和个人，按照有关规定给予表扬。",
    "本办法施行前已经受理的事项，按照原规定办理；与本办法不一致的，以本办法为准。",
    "数据以{unit}统计为准，统计口径与上年一致，四舍五入造成的误差不作调整。",
    "档案材料按照一户一档的要求整理，保存期限不少于{days}年，查阅应当登记。",
    "有关标准如遇国家和省政策调整，自调整之日起执行新的标准，并另行公布。",
)
ENDINGS = (
    "本通知自发布之日起施行，有效期五年。由{unit}负责解释。",
    "对上述内容有疑问的，可以在工作日向{unit}咨询。",
    "特此公告，欢迎社会各界监督。",
    "请各单位结合实际，认真贯彻执行。",
)
SECTIONS = 4
# Sections grow until the text is about as long as that of real notices.
LENGTH = 750


class Writer:
    """Titles and bodies, one after another; the same seed gives the same."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def title(self, unit: str, year: int, serial: int) -> str:
        """Different for each serial, at most 200 characters."""
        deed, topic = self._one(DEEDS), self._one(TOPICS)
        genre = self._one(GENRES)
        return f"{unit}关于{deed}{year}年{topic}工作的{genre}（第{serial}号）"

    def body(self, unit: str, year: int) -> str:
        """Paragraphs of HTML, about LENGTH characters of text."""
        parts = [self._one(LEADS)]
        room = LENGTH - len(parts[0])
        for number, heading in enumerate(self._random.sample(HEADINGS, SECTIONS)):
            section = self._section(room // (SECTIONS - number))
            room -= len(section)
            parts += [f"{'一二三四'[number]}、{heading}", section]
        parts.append(self._one(ENDINGS))
        words = {
            "unit": unit,
            "year": year,
            "topic": self._one(TOPICS),
            "deed": self._one(DEEDS),
            "place": self._one(PLACES),
            "month": self._random.randint(1, 12),
            "number": self._random.randint(20, 980),
            "days": self._random.randint(3, 20),
        }
        return "".join(f"<p>{part}</p>" for part in parts).format(**words)

    def _section(self, room: int) -> str:
        text = self._one(SENTENCES)
        while len(text) < room - len(SENTENCES[0]) // 2:
            text += self._one(SENTENCES)
        return text

    def _one(self, choices: Sequence[str]) -> str:
        # A quarter of the time of Random.choice, a million times over.
        return choices[int(self._random.random() * len(choices))]
