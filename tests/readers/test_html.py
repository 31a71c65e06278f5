"""The web page reader: the main text of saved government pages, in the ways such pages are built."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawlint.document import Document, Kind
from lawlint.errors import ReadError
from lawlint.readers import html

TITLE = "云岭县水务局2024年度法治政府建设情况报告"
PARAGRAPHS = (
    "2024年，县水务局认真落实法治政府建设部署，现将有关情况报告如下。",
    "一、主要举措",
    "全年受理投诉318件，包括来电142件、网络96件、来信41件、来访39件。",
    "修订《云岭县河道采砂管理实施细则》，印发行政检查事项清单1份；开展联合检查6次，检查取水单位52家次，发现问题17个，已全部整改到位；"
    "组织执法人员培训4次，公开政务信息126条，办理人大建议3件、政协提案5件。",
    "二、存在的不足",
    "基层执法力量薄弱，原因在于编制不足。",
)
NAV = "".join(f'<li><a href="/{n}">{n}</a></li>' for n in ("首页", "政务公开", "办事服务", "互动交流", "县情概况"))
LINKS = "".join(f'<li><a href="/n{n}">县领导调研第{n}次水利工作，强调抓好落实</a></li>' for n in range(1, 8))
INFO = "发布时间：2025-01-20　来源：云岭县水务局　浏览次数：128次"
FOOT = "主办：云岭县人民政府办公室，承办：县大数据中心。网站标识码：5301230001，备案号：云ICP备05000001号。"


def body(tag: str = "p") -> str:
    return "".join(f"<{tag}>　　{text}</{tag}>" for text in PARAGRAPHS)


MODERN = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_云岭县人民政府</title>
<meta name="ArticleTitle" content="{TITLE}"><script>var a = "统计，脚本。";</script><style>p {{ color: red }}</style></head>
<body><header><h1>云岭县人民政府</h1><nav><ul>{NAV}</ul></nav></header>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/f">法治政府</a></div>
<div class="main"><div class="article-title">{TITLE}</div><div class="info">{INFO}</div>
<div class="share">分享到：<a>微信</a><a>微博</a></div>
<div class="TRS_Editor">{body()}</div><div class="pager">上一篇：<a href="/1">通知，关于报送材料</a></div></div>
<div class="sidebar"><h3>相关文章</h3><ul>{LINKS}</ul></div><footer><p>{FOOT}</p></footer></body></html>"""

TABLES = f"""<html><head><title>{TITLE}</title></head><body>
<table width="1000"><tr><td><a>首页</a> <a>公开</a> <a>服务</a> <a>互动</a></td></tr></table>
<table width="1000"><tr><td width="200"><table>{"".join(f"<tr><td><a>{n}</a></td></tr>" for n in ("领导", "机构", "规划"))}</table></td>
<td><table><tr><td align="center">{TITLE}</td></tr><tr><td>{INFO}</td></tr>
<tr><td><div id="zoom">{body()}</div></td></tr></table></td></tr></table>
<table><tr><td class="footer">{FOOT}</td></tr></table></body></html>"""

BREAKS = f"""<html><body><div id="top"><a>首页</a><a>公开</a><a>服务</a></div><h2>{TITLE}</h2><p>{INFO}</p>
<div class="content">{"<br/>".join("&nbsp;&nbsp;&nbsp;&nbsp;" + text for text in PARAGRAPHS)}</div></body></html>"""

UNCLOSED = (
    f"<html><body><div class=nav><ul>{NAV.replace('</li>', '').replace('</a>', '')}</ul></div><h1>{TITLE}<p>{INFO}"
    + "".join(f"<div><p>{text}" for text in PARAGRAPHS)
)

PAGES = {"modern": MODERN, "tables": TABLES, "breaks": BREAKS, "unclosed": UNCLOSED}


def read(page: str | bytes, revisions: str = "final") -> Document:
    return html.read(page.encode() if isinstance(page, str) else page, "saved.html", revisions)


def lines(page: str | bytes, revisions: str = "final") -> list[str]:
    return read(page, revisions).source.text.splitlines()


@pytest.mark.parametrize("name", PAGES)
def test_the_main_text_and_nothing_else(name: str) -> None:
    document = read(PAGES[name])
    assert document.title == TITLE
    assert [s.title for s in document.sections] == ["主要举措", "存在的不足"]
    words = "".join(b.text.value for b in document.blocks if b.kind is not Kind.WEB)
    assert words == TITLE + "".join(t.removeprefix("一、").removeprefix("二、") for t in PARAGRAPHS)


@pytest.mark.parametrize("name", PAGES)
def test_the_date_of_publication_is_kept(name: str) -> None:
    published = read(PAGES[name]).header.published
    assert published is not None
    assert published.value == "2025-01-20"


def test_the_pages_own_title_serves_where_the_text_has_none() -> None:
    page = f"<html><head><title>{TITLE}_云岭县</title></head><body><div class=c>{body()}</div></body></html>"
    assert read(page).title == TITLE
    site = f"<html><head><title>云岭县人民政府门户网站</title></head><body><div class=c>{body()}</div></body></html>"
    assert read(site).source.text.splitlines()[0].strip() == PARAGRAPHS[0]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("﻿<p>受理三百件。</p>".encode(), "受理三百件。"),
        ("<p>受理三百件。</p>".encode("gb18030"), "受理三百件。"),
        ('<meta charset="gb2312"><p>受理三百件，镕。</p>'.encode("gbk"), "受理三百件，镕。"),
        ('<meta charset="gbk"><p>受理三百件。</p>'.encode(), "受理三百件。"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=big5"><p>受理三百件。</p>'.encode("big5"),
            "受理三百件。",
        ),
        ("<p>受理三百件。</p>".encode("utf-16"), "受理三百件。"),
        ('<?xml version="1.0" encoding="gb2312"?><html><p>受理三百件。</p></html>'.encode("gb18030"), "受理三百件。"),
    ],
)
def test_encodings(data: bytes, expected: str) -> None:
    assert lines(data) == [expected]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<p>&ldquo;三项制度&rdquo;&mdash;&#8212;受理&#x33;18&nbsp;件&lt;</p>", ["“三项制度”——受理318\xa0件<"]),
        ("<p>全年受理\n    投诉318件，\n办结 300 件</p>", ["全年受理投诉318件，办结 300 件"]),
        ("<p>受理<b>318</b><span>件</span></p>", ["受理318件"]),
        ("<p>甲<script>乙</script><!-- 丙 --><p>丁", ["甲", "丁"]),
        ("<pre>甲\n乙</pre>", ["甲", "乙"]),
        ("<ol><li>甲<li>乙</ol><ul><li>丙</ul>", ["1. 甲", "2. 乙", "• 丙"]),
        ('<ol start="4"><li>甲</ol>', ["4. 甲"]),
        ("<p>甲</p><p style='display:none'>乙</p><p hidden>丙</p>", ["甲"]),
        ("<h2>第一行<br>第二行</h2><p>文。</p>", ["第一行 第二行", "文。"]),
    ],
)
def test_text(inner: str, expected: list[str]) -> None:
    assert lines(f"<html><body>{inner}</body></html>") == expected


def test_changes_and_marks() -> None:
    page = "<p>受理<del>318</del><ins>304</ins>件，<mark>核实</mark>。</p>"
    document = read(page)
    assert document.source.text == "受理304件，核实。\n"
    assert [(k, document.source.slice(s)) for k, s in document.notices] == [
        ("deletion", ""),
        ("insertion", "304"),
        ("highlight", "核实"),
    ]
    assert lines(page, "original") == ["受理318件，核实。"]


def test_tables_keep_their_merged_cells() -> None:
    page = """<p>情况如下。<table><tr><th rowspan=2>处室<th colspan=2>件数<tr><th>来电<th>来信
    <tr><td>法规科<td><p>3</p><td>4</table>"""
    found = read(page).tables[0].table
    assert found is not None
    assert [[(c.value, c.row, c.column, c.rows, c.columns) for c in row] for row in found.rows] == [
        [("处室", 0, 0, 2, 1), ("件数", 0, 1, 1, 2)],
        [("来电", 1, 1, 1, 1), ("来信", 1, 2, 1, 1)],
        [("法规科", 2, 0, 1, 1), ("3", 2, 1, 1, 1), ("4", 2, 2, 1, 1)],
    ]
    assert found.headed


def test_a_table_drawn_in_text() -> None:
    page = "<p>情况如下。</p><pre>| 单位 | 立案 | 结案 |\n| 大队 | 18 | 16 |\n| 合计 | 18 | 16 |</pre>"
    found = read(page).tables[0].table
    assert found is not None
    assert [[c.value for c in row] for row in found.rows] == [
        ["单位", "立案", "结案"],
        ["大队", "18", "16"],
        ["合计", "18", "16"],
    ]


def test_a_page_that_is_mostly_a_table_keeps_text_and_table() -> None:
    rows = "".join(f"<tr><td>第{n}科</td><td>{n}</td><td>{n * 2}</td></tr>" for n in range(1, 60))
    page = f"<div class=nav>{NAV}</div><div class=c><div>{body()}</div><div><table>{rows}</table></div></div>"
    document = read(page)
    assert len(document.tables[0].table.rows) == 59  # type: ignore[union-attr]
    assert "基层执法力量薄弱" in document.source.text


def test_directives_in_comments() -> None:
    page = f"<html><body><!-- lawlint: disable=usage -- 已核 --><div>{body()}</div></body></html>"
    assert lines(page)[0] == "lawlint: disable=usage -- 已核"
    assert all("lawlint" not in b.text.value for b in read(page).blocks)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<html></html>",
        "<html><body><div id=app></div><script>load('正文。')</script></body></html>",
        "<img src=a.png>",
    ],
)
def test_a_page_without_text_is_an_error(page: str) -> None:
    with pytest.raises(ReadError):
        read(page)


def test_comments_that_word_saved() -> None:
    page = (
        "<p>受理304件<a class=msocomanchor href='#_msocom_1'>[甲1]</a>。</p>"
        "<div style='mso-element:comment-list'><div style='mso-element:comment'><p>请核实。</p></div></div>"
    )
    document = read(page)
    assert document.source.text == "受理304件。\n"
    assert [key for key, _ in document.notices] == ["comment"]


def test_headers_and_footers_of_pages() -> None:
    page = f"<div title=header><p>云岭县水务局</p></div><p>{TITLE}</p>{body()}<div style='mso-element:footer'><p>— 1 —</p></div>"
    assert [line.strip() for line in lines(page)] == [TITLE, *PARAGRAPHS, "云岭县水务局", "— 1 —"]


def test_footnotes() -> None:
    document = read(
        '<p>受理304件<a href="#n1"><sup>1</sup></a>。<div id="sdfootnote1"><a href="#a1">1</a>不含上年结转。</div>'
    )
    assert [(b.kind, b.text.value) for b in document.blocks] == [
        (Kind.PARAGRAPH, "受理304件。"),
        (Kind.NOTE, "不含上年结转。"),
    ]


@pytest.mark.parametrize("tag", ["header", "nav", "aside", "div hidden", "div class=nav", "select", "form", "center"])
def test_a_tag_never_closed_hides_no_text(tag: str) -> None:
    assert lines(f"<html><body><{tag}><p>{TITLE}</p>{body()}")[-1].strip() == PARAGRAPHS[-1]


@pytest.mark.parametrize("tag", ["div", "span", "font", "table><tr><td", "ul><li", "b", "del"])
def test_thousands_of_tags_never_closed(tag: str) -> None:
    page = "<html><body>" + "".join(f"<{tag}>第{n}段文字。" for n in range(5000))
    document = read(page, "original")
    assert document.source.text.count("段文字") == 5000


def test_absurd_spans_cost_nothing() -> None:
    page = (
        "<table><tr><td colspan=999999999 rowspan=999999999>甲<td>乙<tr><td>丙<td rowspan=65534 colspan=1000>丁</table>"
    )
    assert [c.value for row in read(page).tables[0].table.rows for c in row] == ["甲", "乙", "丙", "丁"]  # type: ignore[union-attr]


@given(st.lists(st.sampled_from(["<p>", "</p>", "<div>", "</div>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<br>", "<h2>", "<li>",
                                 "<ol>", "</ol>", "<ins>", "</ins>", "<del>", "</del>", "<pre>", "<a>", "</a>", "受理318件。", "一、举措", " ", "\n", "&nbsp;"])))  # fmt: skip
def test_any_heap_of_tags_is_read_or_refused(parts: list[str]) -> None:
    try:
        document = read("<body>" + "".join(parts))
    except ReadError:
        return
    text = document.source.text
    for block in document.blocks:
        assert 0 <= block.span.start <= block.span.end <= len(text)
        for row in block.table.rows if block.table else ():
            for cell in row:
                assert cell.text.value in text or "\n" in text
