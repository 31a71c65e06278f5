"""What a drafter starts from: the template as a list, the skeleton of a draft, and the laws a draft cites."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lawlint.cli import main
from lawlint.reporters.drafting import describe, skeleton
from lawlint.testing import check_text, registry

NAMES = registry().profiles.names
ASKED = str(Path(__file__).parent / "profiles" / "asked.yaml")


@pytest.mark.parametrize("name", [*NAMES, ASKED])
def test_the_list_has_every_requirement(name: str) -> None:
    profile = registry().profiles.get(name)
    told = describe(profile)
    assert [r.title for r in profile.requirements if f"**{r.title}**" not in told] == []
    assert [d.title for d in profile.deadlines if d.title not in told] == []


def test_the_list_tells_what_else_is_asked() -> None:
    told = describe(registry().profiles.get(ASKED))
    for words in (
        "主送“县人大常委会”（县政府）　依据：县委依法治县办通知第二条",
        "抄送“县委依法治县办”",
        "附件“行政执法数据表”",
        "标题写明“法治政府建设年度报告”",
        "全文不超过 400 字",
        "专题研究法治工作不少于 2次",
        "每一项不足都写明原因",
        "**村居法律顾问**（缺失为提醒）（乡镇、街道）",
        "十二月报送：报告年度当年12月20日以前",
    ):
        assert words in told


@pytest.mark.parametrize("name", [n for n in NAMES if registry().profiles.get(n).requirements])
def test_a_skeleton_has_every_chapter_and_is_never_clean(name: str) -> None:
    report = check_text(skeleton(registry().profiles.get(name)), "md", profile=name)
    rules = {f.rule for f in report.findings}
    assert "placeholder" in rules
    assert [f.message for f in report.findings if f.rule in ("missing-section", "empty-section")] == []


def test_a_skeleton_is_written_and_never_over_a_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "draft.md"
    assert main(["new", "--profile", "fazhi-annual-report", "--output", str(target)]) == 0
    assert target.read_text("utf-8").startswith("# 【请填写发文机关】")
    target.write_text("mine", "utf-8")
    assert main(["new", "--profile", "fazhi-annual-report", "--output", str(target)]) == 2
    assert target.read_text("utf-8") == "mine"
    assert "已经存在" in capsys.readouterr().err


def test_the_laws_a_draft_cites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "a.md"
    draft.write_text(
        "# 云岭县卫生健康局2024年法治政府建设情况报告\n\n依据《中华人民共和国基本医疗卫生与健康法》《行政处罚法》《云岭县控烟办法》执法，"
        "修订《云岭县控烟办法》。废止《执业医师法》配套文件。\n",
        "utf-8",
    )
    assert main(["laws", str(draft), "--format", "json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["云岭县控烟办法"] == {
        "name": "云岭县控烟办法",
        "count": 2,
        "lines": [3, 3],
        "known": False,
        "says": "名录里没有，不核对名称和时效",
    }
    assert "应为《基本医疗卫生与健康促进法》" in rows["中华人民共和国基本医疗卫生与健康法"]["says"]
    assert "现为《医师法》" in rows["执业医师法"]["says"]
    assert rows["行政处罚法"]["says"].startswith("已登记：现行")
    assert main(["laws", str(draft)]) == 0
    assert "引用 4 种文件，其中 1 种名录里没有" in capsys.readouterr().out
