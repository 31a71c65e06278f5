"""The register of laws, and how names are compared with it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawlint.errors import ProfileError
from lawlint.laws import _law, key, register
from lawlint.testing import check_text
from lawlint.yamlfile import load

LAWS = sorted({law.name: law for law in register().names.values()}.values(), key=lambda law: law.name)
NAMES = [law.name for law in LAWS]


def _findings(draft: str, rule: str) -> list[str]:
    return [f.message for f in check_text(draft, select=(rule,)).findings]


@pytest.mark.parametrize("name", NAMES)
def test_a_right_name_is_never_called_wrong(name: str) -> None:
    draft = f"云岭县司法局2019年度法治政府建设情况报告\n学习《{name}》。\n"
    assert _findings(draft, "citation-name") == []


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_no_name_is_also_a_wrong_form(law: object) -> None:
    assert not set(register().names) & set(register().wrong)


@pytest.mark.parametrize("law", [law for law in LAWS if law.by], ids=lambda law: law.name)
def test_a_successor_is_known_and_comes_no_later(law: object) -> None:
    after = register().find(law.by)  # type: ignore[attr-defined]
    assert after is not None
    assert law.until is not None  # type: ignore[attr-defined]
    assert after.until is None or after.until > law.until  # type: ignore[attr-defined]


@given(st.text(alphabet="云岭县水务农药渔政市容管理办法条例规定暂行", min_size=2, max_size=16))
def test_a_name_the_register_does_not_know_is_never_called_wrong(name: str) -> None:
    place = f"云岭{name}"
    assert register().find(place) is None
    assert register().meant(place, None) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("法治政府建设实施纲要（2021-2025年）", "法治政府建设实施纲要(2021—2025年)"),
        ("中华人民共和国水法", "水法"),
        ("国务院办公厅关于严格规范涉企行政检查的意见", "关于严格规范涉企行政检查的意见"),
        ("中共中央、国务院关于深入打好污染防治攻坚战的意见", "中共中央 国务院关于深入打好污染防治攻坚战的意见"),
    ],
)
def test_names_are_compared_apart_from_width_dash_and_organ(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("day", "name"), [(date(2020, 6, 1), "环境行政处罚办法"), (date(2024, 6, 1), "生态环境行政处罚办法")]
)
def test_a_wrong_form_means_what_was_in_force(day: date, name: str) -> None:
    meant = register().meant("环境处罚办法", day)
    assert meant is not None
    assert meant[0].name == name


@pytest.mark.parametrize("year", range(2016, 2026))
def test_no_law_the_code_replaces_is_outdated_in_a_report_before_it(year: int) -> None:
    names = [law.name for law in LAWS if law.by == "生态环境法典"]
    assert len(names) == 10
    cited = "".join(f"《{name}》" for name in names)
    draft = f"云岭县生态环境局{year}年度法治政府建设情况报告\n一、举措\n严格执行{cited}。\n二、{year + 1}年打算\n落实{cited}。\n"
    assert _findings(draft, "citation-outdated") == []


def test_all_ten_are_outdated_in_a_plan_after_the_code() -> None:
    names = [law.name for law in LAWS if law.by == "生态环境法典"]
    draft = "云岭县生态环境局2027年执法实施方案\n根据" + "".join(f"《{n}》" for n in names) + "，制定本方案。\n"
    assert len(_findings(draft, "citation-outdated")) == 10


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("since: 2026-13-01", "应当是 年-月-日"),
        ("certain: verified", "不认识的键"),
        ("prefix: maybe", "不是可用的值"),
    ],
)
def test_a_slip_in_the_register_names_file_and_line(line: str, words: str) -> None:
    node = load("laws.yaml", f"- name: 云岭法\n  certainty: verified\n  {line}\n").items()[0]
    with pytest.raises(ProfileError, match=rf"laws\.yaml:3: .*{words}"):
        _law(node)
