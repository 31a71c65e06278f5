"""Which measure takes up which shortcoming, on points as reports of many bodies put them."""

from __future__ import annotations

import pytest

from lawlint.answers import answers
from lawlint.testing import check_text

# shortcomings, measures, and for each shortcoming the number of the measure that takes it up (None: no one does)
SETS: list[tuple[list[str], list[str], list[int | None]]] = [
    (
        [
            "法治宣传教育的针对性和实效性有待增强，普法方式较为单一",
            "行政执法人员法律素养参差不齐，业务能力有待提高",
            "执法力量不足与监管任务繁重的矛盾突出",
            "部分干部运用法治思维和法治方式解决问题的能力不强",
        ],
        [
            "创新普法形式，落实“谁执法谁普法”责任制，增强普法实效",
            "抓好领导干部学法用法，提高依法办事能力",
            "加强执法人员培训，每季度组织一次业务考试",
            "推进政务公开，主动接受社会监督",
        ],
        [0, 2, None, 1],
    ),
    (
        [
            "规范性文件制定和管理不够规范，个别文件未及时备案",
            "行政复议和应诉工作能力不足，败诉案件仍有发生",
            "信息化建设滞后，执法数据尚未互联互通",
            "法治政府建设考核机制不够健全",
        ],
        [
            "严格规范性文件合法性审核，做到应审尽审",
            "提升行政应诉水平，落实负责人出庭应诉制度",
            "推进智慧执法平台建设",
            "强化督查考核，压实法治建设责任",
        ],
        [0, 1, 2, 3],
    ),
    (
        [
            "行政执法规范化水平需要提高，执法文书制作质量不高",
            "基层执法力量薄弱，乡镇承接赋权事项能力不足",
            "部门之间协同配合不够紧密",
        ],
        [
            "全面落实行政执法三项制度，开展案卷评查",
            "加强对乡镇赋权事项的业务指导和培训",
            "优化营商环境，推行告知承诺制",
        ],
        [0, 1, None],
    ),
    (
        [
            "重大行政决策公众参与度不高，专家论证流于形式",
            "法律顾问作用发挥不充分",
            "企业守法意识淡薄，违法行为时有发生",
        ],
        [
            "健全重大行政决策机制，落实公众参与、专家论证、风险评估程序",
            "发挥法律顾问和公职律师在决策、执法中的作用",
            "加强对企业的普法宣传和帮扶，提升企业守法意识",
        ],
        [0, 1, 2],
    ),
    (
        [
            "矛盾纠纷多元化解机制不够健全，信访积案较多",
            "涉企检查频次高，存在多头检查现象",
            "法治队伍建设有待加强，专业人才缺乏",
        ],
        [
            "坚持和发展新时代“枫桥经验”，加强行政调解，做好信访工作",
            "推行“综合查一次”，规范涉企行政检查",
            "引进法律专业人才，加强法治工作队伍建设",
        ],
        [0, 1, 2],
    ),
    (
        [
            "个别部门对法治政府建设重视程度不够，存在重业务轻法治现象",
            "学法用法不够深入，学习形式单一",
            "行政处罚裁量尺度不统一",
        ],
        ["加强组织领导，将法治建设纳入年度考核", "修订行政处罚裁量基准，统一执法尺度", "做好依申请公开工作"],
        [0, None, 1],
    ),
    (
        [
            "个别执法人员存在执法不严格、程序不规范的问题",
            "校园法治教育资源不足，法治副校长作用发挥不够",
            "权责清单调整不及时",
        ],
        ["加大执法监督力度，严格规范公正文明执法", "配齐配强法治副校长，开展青少年法治教育", "动态调整权责清单"],
        [0, 1, 2],
    ),
    (
        ["水资源执法手段落后，装备不足", "对新修订的法律法规学习掌握不够", "跨区域联合执法机制尚未健全"],
        ["加强执法装备配备，提高非现场监管能力", "组织学习新修订的水法等法律法规", "与邻县建立联合执法和信息共享机制"],
        [0, 1, 2],
    ),
    (
        ["制度落实不到位，内部管理有漏洞", "法治建设创新亮点不多", "对法治工作的经费投入不足"],
        ["开展法治政府建设示范创建，打造法治品牌", "加强普法宣传", "规范执法行为"],
        [None, 0, None],
    ),
]

HEAD = """云岭县水务局2024年法治政府建设情况报告
一、主要举措和成效
全年开展取水执法检查36次。立案查处2件。修订行政处罚裁量基准。
二、存在的不足
"""


def _numbered(points: list[str]) -> str:
    return "".join(f"{n}是{point}。" for n, point in zip("一二三四五", points, strict=False))


@pytest.mark.parametrize(("lacking", "measures", "wanted"), SETS, ids=[s[0][0][:12] for s in SETS])
def test_pairs(lacking: list[str], measures: list[str], wanted: list[int | None]) -> None:
    report = check_text(f"{HEAD}{_numbered(lacking)}\n三、2025年工作安排\n{_numbered(measures)}\n")
    assert report.document is not None
    assert report.profile is not None
    text = report.document.source.slice
    found = {
        text(a.shortcoming)[2:].rstrip("。"): a.measure and text(a.measure)[2:].rstrip("。")
        for a in answers(report.document, report.judgements, report.profile)
    }
    assert {s: found.get(s) for s in lacking} == {
        s: None if w is None else measures[w] for s, w in zip(lacking, wanted, strict=True)
    }


def test_nothing_is_written_or_read_in_a_shared_folder() -> None:
    import tempfile
    from pathlib import Path

    before = set(Path(tempfile.gettempdir()).glob("jieba*"))
    check_text(f"{HEAD}一是普法形式单一。\n三、2025年工作安排\n一是加强普法。二是规范执法。\n")
    assert set(Path(tempfile.gettempdir()).glob("jieba*")) == before
