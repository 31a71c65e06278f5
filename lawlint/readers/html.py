"""The web page reader: the main text of a saved page, a line for each block of it.

How the main text is found, so that it can be explained:

1. Scripts are removed, and so are, where they hold little of the page's text, forms' fields, ``nav``, ``header``,
   ``footer``, ``aside``, what is hidden and blocks whose class or id names a page tool; blocks that are nothing but three
   or more links; and the numbers of footnotes.
2. From the body downward, the element is followed that holds nine tenths of the page's running text (text outside links
   that has a punctuation mark, or stands in a table of data). The innermost such element is the main text.
3. Before it, the lines from the title on are kept (a heading, an element called title, the page's own title); without a
   title, those from the first sentence on; and dates of publication wherever they stand. Behind it, the lines up to the
   last sentence. Links and the lines every site has at its foot are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lawlint.document import Cell, Document, Gap, Kind, Source, Span, Table, Text, Weight
from lawlint.document.build import Line, build
from lawlint.document.directives import is_directive
from lawlint.errors import ReadError
from lawlint.readers.drawn import drawn_tables


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NEVER = _set("script style noscript template head datalist input rt rp")
# What shows something of its own, which nobody reads.
_FRAMES = {
    "iframe": "嵌入的网页", "frame": "嵌入的网页", "object": "嵌入的对象", "embed": "嵌入的对象", "canvas": "脚本画出的图",
    "audio": "音频", "video": "视频",
}  # fmt: skip
_AROUND = _set("nav aside select button textarea")
_BLOCKS = _set(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
_CLUTTER = re.compile(
    r"(?:^|[-_])(?:nav|navbar|menu|crumbs?|breadcrumbs?|header|footer|foot|copyright|share|bd-?share\w*|bshare|toolbar|tools?|"
    r"sidebar|related|recommend|pager|pagination|qr-?code|ewm|search|login|banner|friend-?links?|fontsize|print|close|gotop|"
    r"weizhi|dqwz|fenxiang|daohang)(?:$|[-_\d])"
)
_TITLE = re.compile(r"(?:^|[-_])(?:article)?(?:title|biaoti|tit|bt)(?:$|[-_\d])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_MARKED = re.compile(
    r"background(?:-color)?\s*:[^;]*(?:yellow|#ff0\b|#ffff00|rgb\(\s*255\s*,\s*255\s*,\s*0\s*\))", re.I
)
_DATED = re.compile(r"(?:发布|发文|公开|更新|成文)(?:时间|日期)|来源")
# The lines every government site has at its foot.
_FOOT = re.compile("主办|承办|版权|备案|ICP|标识码|公网安备|技术支持|建议使用|浏览器|邮编|您是第")
_RUNNING = re.compile("[，。；、：,;]")
_CJK = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’—…]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_NOTES = re.compile(r"(?:sd)?(?:foot|end)note-?\d+$|(?:ftn|edn)\d+$")  # as LibreOffice and Word name them
_INDENT = re.compile(r"(?:padding-left|margin-left|text-indent)\s*:\s*(\d{1,3}(?:\.\d+)?)(em|px|pt)")
_LETTER = {"em": 1.0, "px": 14.0, "pt": 10.5}  # a letter of the size that tables are set in
_MOST_COLUMNS, _MOST_ROWS = 1000, 65_534  # what browsers allow for colspan and rowspan
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.I)


class _Node:
    """An element: tag, attributes, children (elements and text) and, once measured, what it holds."""

    __slots__ = ("attributes", "children", "gone", "letters", "link_letters", "links", "parent", "tag", "weight")

    def __init__(self, tag: str, attributes: dict[str, str], parent: _Node | None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[_Node | str] = []
        self.gone = False
        self.letters = self.link_letters = self.links = self.weight = 0

    def names(self) -> str:
        """Class and id, lower case, camel case divided."""
        value = f"{self.attributes.get('class', '')} {self.attributes.get('id', '')}"
        return re.sub("([a-z])([A-Z])", r"\1-\2", value).lower()

    def named(self, pattern: re.Pattern[str]) -> bool:
        return any(pattern.search(word) for word in self.names().split())


class _Builder:
    """The parser's target: a tree of nodes. It has no depth limit, so a page that never closes its tags is read whole."""

    def __init__(self) -> None:
        self.root = self._here = _Node("", {}, None)
        self.title = ""
        self.meta: dict[str, str] = {}

    def start(self, tag: str, attributes: Any) -> None:
        node = _Node(tag, {str(k): str(v) for k, v in attributes.items()}, self._here)
        if tag == "meta":
            self.meta.setdefault(node.attributes.get("name", "").lower(), node.attributes.get("content", ""))
        self._here.children.append(node)
        self._here = node

    def end(self, tag: str) -> None:
        if self._here.parent is not None:
            self._here = self._here.parent

    def data(self, value: str) -> None:
        self._here.children.append(value)
        if self._here.tag == "title":
            self.title += value

    def comment(self, value: str) -> None:
        for line in value.splitlines():
            if is_directive(line):
                self._here.children.append(_Node("!", {"text": " ".join(line.split())}, self._here))

    def close(self) -> _Builder:
        return self


def decode(data: bytes) -> str:
    """Text from a page's bytes: byte order mark, UTF-8, then the encoding the page names, then GB18030.

    :raises ReadError: none of them fits, or the bytes are no text.
    """
    from lawlint import readers

    declared = _CHARSET.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    if (
        name
        and name not in ("utf-8", "utf8", "gb2312", "gbk", "gb18030")
        and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    ):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return data.decode(name)
            except (UnicodeDecodeError, LookupError):
                pass
    return readers.decode(data)


def read(data: bytes, path: str, revisions: str = "final") -> Document:
    """The document in a saved web page.

    :param revisions: ``final`` leaves out what ``<del>`` marks, ``original`` what ``<ins>`` marks.
    :raises ReadError: it cannot be decoded or holds no text.
    """
    from lxml import etree

    target = _Builder()
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True, target=target)
    try:
        etree.fromstring(decode(data).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"网页解析不了：{error.msg}") from error
    body = target.root
    removed, edges = _clean(body)
    main = _main(body)
    page = _Page(revisions)
    front, tail, left = _around(body, main, target)
    for line in front:
        page.put(*line)
    page.take(main)
    for line in tail:
        page.put(*line)
    for words in edges:
        page.put_margin(words)
    page.note_removed([*removed, *left])
    source = Source(page.text, path)
    if not source.text.strip():
        raise ReadError("网页里没有正文：可能是脚本生成的网页，或者只有图片；请在浏览器里复制正文，存为文本")
    return build(source, page.lines(source), "html", tuple(page.notices), page.gaps)


# -- finding the main text


def _events(node: _Node) -> Iterator[tuple[str, Any]]:
    """``enter``, ``text`` and ``leave`` in document order, without recursion, elements that are gone left out."""
    stack: list[tuple[_Node, Iterator[_Node | str]]] = []
    here: _Node | None = node
    while here is not None or stack:
        if here is not None:
            yield "enter", here
            stack.append((here, iter(here.children)))
            here = None
        top, rest = stack[-1]
        for child in rest:
            if isinstance(child, str):
                yield "text", child
            elif not child.gone:
                here = child
                break
        else:
            yield "leave", top
            stack.pop()


def _clean(root: _Node) -> tuple[list[str], list[str]]:
    """Mark what is no text as gone. What holds much of the page's text stays: a tag that was never closed holds the rest.

    What a reader of the page sees nevertheless comes back: sentences in what was taken for the page's own tools, and the
    headers and footers of printed pages.
    """
    removed: list[str] = []
    edges: list[str] = []
    for event, node in _events(root):
        if event == "enter":
            nothing = node.tag in _FRAMES and "0" in (node.attributes.get("width"), node.attributes.get("height"))
            node.gone = node.tag in _NEVER or nothing or (node.tag == "a" and _is_note_mark(node))
            if node.gone or node.tag in _FRAMES:
                node.children = []
    _measure(root)
    articles = 0
    for event, node in _events(root):
        if event == "text":
            continue
        if node.tag in ("article", "main"):
            articles += 1 if event == "enter" else -1
        if event == "enter":
            hidden = "hidden" in node.attributes or _HIDDEN.search(node.attributes.get("style", ""))
            around = node.tag in _AROUND or (node.tag in ("header", "footer") and not articles)
            tool = node.tag in _BLOCKS and node.tag not in ("html", "body") and node.named(_CLUTTER)
            only_links = node.tag in _BLOCKS and node.links >= 3 and node.link_letters * 5 >= node.letters * 4
            edge = _is_page_edge(node)
            node.gone = bool(
                edge
                or ((hidden or around) and node.weight * 2 <= root.weight)
                or (tool and node.weight * 10 <= root.weight * 3)
                or (only_links and not _mentions(node, "附件"))
            )
            if node.gone and not hidden:
                words = " ".join("".join(_words(node)).split())
                if edge == "margin":
                    edges.append(words)
                elif not edge:
                    removed += _sentences(words)
            if node.gone:
                node.children = []
    _measure(root)
    return removed, [words for words in dict.fromkeys(edges) if words]


def _sentences(words: str) -> list[str]:
    """The sentences in a stretch of text that are no line of a page's foot."""
    return [s for s in re.findall("[^。]{10,}。", words) if len(_CJK.findall(s)) >= 10 and not _FOOT.search(s)]


def _is_page_edge(node: _Node) -> str:
    """``margin`` for a header or footer of pages, ``comments`` for Word's list of comments, as office programs save them."""
    if node.tag == "div" and node.attributes.get("title") in ("header", "footer"):
        return "margin"
    found = re.search(r"mso-element\s*:\s*(header|footer\b(?!-)|comment-list)", node.attributes.get("style", ""))
    return "" if not found else "comments" if found[1] == "comment-list" else "margin"


def _is_note_mark(node: _Node) -> bool:
    """Whether a link is the number of a footnote: it would be read as part of the figure before it."""
    words = "".join(c for c in _words(node)).strip()
    return node.attributes.get("href", "").startswith("#") and bool(re.fullmatch(r"[\[［]?\d{1,3}[\]］]?|[①-⑳]", words))


def _words(node: _Node) -> Iterator[str]:
    """The texts below an element."""
    return (value for event, value in _events(node) if event == "text")


def _mentions(node: _Node, words: str) -> bool:
    return any(words in value for value in _words(node))


def _measure(root: _Node) -> None:
    """Count for every element its letters, those in links, its links, and its running text."""
    linked = 0
    data: list[bool] = []
    path: list[_Node] = []
    for event, value in _events(root):
        if event == "text":
            letters = len("".join(value.split()))
            here = path[-1]
            here.letters += letters
            if linked:
                here.link_letters += letters
            elif (data and data[-1]) or _RUNNING.search(value):
                here.weight += letters
        elif event == "enter":
            value.letters = value.link_letters = value.links = value.weight = 0
            path.append(value)
            linked += value.tag == "a"
            if value.tag == "table":
                data.append(_is_data(value))
        else:
            path.pop()
            linked -= value.tag == "a"
            if value.tag == "table":
                data.pop()
            if path:
                above = path[-1]
                above.letters += value.letters
                above.link_letters += value.link_letters
                above.links += value.links + (value.tag == "a")
                above.weight += value.weight


def _main(root: _Node) -> _Node:
    """The innermost element that holds nine tenths of the running text."""
    here = root
    while True:
        inner = [c for c in here.children if isinstance(c, _Node) and not c.gone]
        best = max(inner, key=lambda c: c.weight, default=None)
        if best is None or not root.weight or best.weight * 10 < root.weight * 9 or not _holds_blocks(best):
            return here
        here = best


def _holds_blocks(node: _Node) -> bool:
    """Whether an element divides its text into several lines."""
    lines = 0
    for event, value in _events(node):
        if event == "enter" and value is not node and (value.tag in _BLOCKS or value.tag == "br"):
            lines += 1
            if lines > 1:
                return True
    return node.tag == "pre"


_Kept = list[tuple[str, int]]  # lines with their heading levels
_REMARK = -1  # in the place of a level: a comment that speaks to lawlint


def _around(root: _Node, main: _Node, page: _Builder) -> tuple[_Kept, _Kept, list[str]]:
    """The lines to keep from before the main text and from behind it, and the sentences that are not kept."""
    before, behind = _outer_lines(root, main)
    inner = _outer_lines(main, None)[0][:8]
    named = [page.meta.get("articletitle", ""), re.split(r"[_|]|\s[-—]+\s", page.title)[0]]
    wanted = {_squeezed(name) for name in named} - {""}
    start, titled = len(before), True
    if not any(_squeezed(line) in wanted or tag in ("h1", "h2") for line, _, tag in inner):
        for choice in (
            [i for i, (line, _, _) in enumerate(before) if _squeezed(line) in wanted],
            [i for i, (_, _, tag) in enumerate(before) if tag in ("h1", "h2", "h3")],
            [i for i, (_, node, _) in enumerate(before) if _is_title(node)],
        ):
            if choice:
                start = choice[-1]
                break
        else:
            titled = False
            start = next((i for i, (line, _, _) in enumerate(before) if "。" in line), start)
    kept = [
        (line, _REMARK if node.tag == "!" else 0)
        for line, node, _ in before[:start]
        if node.tag == "!" or (_DATED.search(line) and len(line) < 120)
    ]
    kept += [
        (line, _REMARK if node.tag == "!" else int(titled and i == 0))
        for i, (line, node, _) in enumerate(before[start:])
    ]
    if not titled and (name := next((n for n in named if _looks_titled(n)), "")):
        kept.insert(0, (" ".join(name.split()), 1))
    last = max((i for i, (line, _, _) in enumerate(behind) if "。" in line and not _FOOT.search(line)), default=-1)
    tail = [
        (line, _REMARK if node.tag == "!" else 0)
        for i, (line, node, _) in enumerate(behind)
        if node.tag == "!" or (i <= last and not _FOOT.search(line))
    ]
    taken = {line for line, _ in (*kept, *tail)}
    left = [
        s for line, node, _ in (*before, *behind) if node.tag != "!" and line not in taken for s in _sentences(line)
    ]
    return kept, tail, left


def _looks_titled(value: str) -> bool:
    """Whether a page's title names a document rather than the site."""
    return len(value.strip()) >= 8 and bool(
        re.search(r"报告|方案|意见|通知|办法|计划|规划|总结|决定|公报|情况|安排", value)
    )


def _is_title(node: _Node) -> bool:
    above = node.parent
    return node.named(_TITLE) or (above is not None and above.named(_TITLE))


def _squeezed(value: str) -> str:
    return "".join(value.split())


_Outer = list[tuple[str, _Node, str]]


def _outer_lines(root: _Node, main: _Node | None) -> tuple[_Outer, _Outer]:
    """The lines of ``root`` that are no links, before ``main`` and behind it: words, block, and the heading's tag."""
    found: _Outer = []
    before = found
    words: list[str] = []
    linked = 0
    blocks = [root]
    heading = ""
    inside: _Node | None = None

    def close() -> None:
        value = " ".join("".join(words).split())
        words.clear()
        if value:
            found.append((value, blocks[-1], heading))

    for event, value in _events(root):
        if inside is not None:
            if value is inside:
                inside, found = None, []
            continue
        if event == "text":
            if not linked:
                words.append(value)
            continue
        if value is main:
            close()
            inside = main
            continue
        if value.tag == "!" and event == "enter":
            close()
            found.append((value.attributes["text"], value, ""))
        elif value.tag in _BLOCKS or (value.tag == "br" and not heading):
            close()
        linked += (value.tag == "a") * (1 if event == "enter" else -1)
        if re.fullmatch("h[1-6]", value.tag):
            heading = value.tag if event == "enter" else ""
        if value.tag in _BLOCKS and value is not root:
            if event == "enter":
                blocks.append(value)
            else:
                blocks.pop()
    close()
    return before, found if found is not before else []


# -- reading it


@dataclass
class _Raw:
    """A line of the text: where, its heading level, and whether a line break (no end of a block) bounds it."""

    start: int
    end: int
    heading: int = 0
    soft: bool = False
    gap: bool = True
    note: bool = False
    remark: bool = False
    margin: bool = False


@dataclass
class _Grid:
    start: int
    end: int = 0
    headed: bool = False
    cells: list[tuple[list[Span], int, int, int, int, int]] = field(default_factory=list)
    free: dict[int, int] = field(default_factory=dict)  # column -> the first row that no cell from above reaches
    row: int = -1
    column: int = 0
    heads: list[bool] = field(default_factory=list)  # of the first row: which cells are <th>


class _Page:
    """Takes elements and gives the text, its lines and the notices."""

    def __init__(self, revisions: str) -> None:
        self._gone = "del" if revisions == "final" else "ins"
        self._out: list[str] = []
        self._at = 0
        self._line: list[str] = []
        self._here = 0
        self._space = ""
        self._last = ""
        self._soft = False
        self._gap = True
        self._notes = self._pre = self._heading = 0
        self._lists: list[int] = []  # the next number of each list that is open; 0 for bullets
        self._tables: list[_Grid | None] = []
        self._marks: list[tuple[_Node, int]] = []
        self._pictures: list[tuple[int, list[Span] | None]] = []  # place in the gaps, the cell with no text before it
        self._items: list[_Raw | _Grid] = []
        self._cell: list[Span] | None = None
        self.notices: list[tuple[str, Span]] = []
        self.gaps: list[Gap] = []

    @property
    def text(self) -> str:
        return "".join(self._out)

    def put(self, value: str, level: int) -> None:
        """A line of its own."""
        if level == _REMARK:
            self.put_remark(value)
            return
        self._text(value.strip())
        self._close(level)

    def put_margin(self, value: str) -> None:
        """A line that a header or footer of the printed pages holds."""
        self.put(value, 0)
        last = self._items[-1]
        if isinstance(last, _Raw):
            last.margin = True

    def put_remark(self, value: str) -> None:
        """A line of a comment that speaks to lawlint."""
        self._close()
        cell, self._cell = self._cell, None
        self.put(value, 0)
        last = self._items[-1]
        if isinstance(last, _Raw):
            last.remark = True
        self._cell = cell

    def note_removed(self, sentences: list[str]) -> None:
        """Name the sentences of the page that are in none of its lines."""
        text = _squeezed(self.text)
        for words in dict.fromkeys(sentences):
            if _squeezed(words) not in text:
                at = max(0, self._at - 1)
                self.gaps.append(Gap(Span(at, at), f"网页上正文之外的文字“{words[:30]}”"))

    def _show(self, node: _Node) -> None:
        """Name what an element shows that is no text."""
        if node.tag == "img":
            empty = self._cell == [] and not "".join(self._line).strip()
            self._pictures.append((len(self.gaps), self._cell if empty else None))
            self.gaps.append(Gap(Span(self._here, self._here), "图片", Weight.BESIDE))
        elif node.tag in _FRAMES:
            self.gaps.append(Gap(Span(self._here, self._here), _FRAMES[node.tag]))

    def take(self, root: _Node) -> None:
        """Read an element and all below it."""
        skipping: _Node | None = None
        for event, value in _events(root):
            if skipping is not None:
                if event == "leave" and value is skipping:
                    self._notice(_marked(value), self._here, self._here)
                    skipping = None
            elif event == "text":
                self._words(value)
            elif event == "enter" and self._is_skipped(value):
                skipping = value
            else:
                self._element(value, event == "enter")
        self._close()
        for at, cell in self._pictures:
            if cell == []:  # nothing came after it either
                what = "表格里的图片（这一格别无文字）"
                self.gaps[at] = self.gaps[at]._replace(what=what, weight=Weight.LOST)

    def _words(self, value: str) -> None:
        """Text; inside ``pre`` its line breaks are line breaks."""
        if not self._pre:
            self._text(value)
            return
        for at, part in enumerate(value.replace("\r\n", "\n").split("\n")):
            if at:
                self._break()
            self._text(part, exact=True)

    def _is_skipped(self, node: _Node) -> bool:
        """Whether an element is the side of a tracked change that is not read, or a comment of Word's."""
        key = _marked(node)
        return bool(key) and (node.tag == self._gone or key == "comment")

    def _element(self, node: _Node, enter: bool) -> None:
        """The beginning or end of an element."""
        tag = node.tag
        if tag == "!":
            if enter:
                self.put_remark(node.attributes["text"])
            return
        if enter and (tag == "img" or tag in _FRAMES):
            self._show(node)
        if key := _marked(node):
            if enter:
                self._marks.append((node, self._here))
            elif self._marks and self._marks[-1][0] is node:
                self._notice(key, self._marks.pop()[1], self._here)
        if tag == "br":
            if enter and self._heading:
                self._text(" ")
            elif enter:
                self._break()
        elif tag in _BLOCKS:
            self._block(node, enter)

    def _block(self, node: _Node, enter: bool) -> None:
        """The beginning or end of a block: a line ends here."""
        tag, step = node.tag, 1 if enter else -1
        if self._heading and not re.fullmatch("h[1-6]", tag):
            self._text(" ")  # blocks in a heading are one heading
            return
        level = self._heading
        if re.fullmatch("h[1-6]", tag):
            self._heading = int(tag[1]) if enter else 0
        self._close(level)
        self._pre += (tag == "pre") * step
        self._notes += bool(_NOTES.match(node.attributes.get("id", ""))) * step
        if tag in ("ol", "ul", "menu", "li"):
            self._list(node, enter)
        elif tag == "table":
            self._table(node, enter)
        elif tag in ("tr", "td", "th") and self._tables and (grid := self._tables[-1]) is not None:
            self._in_table(grid, node, enter)

    def _list(self, node: _Node, enter: bool) -> None:
        """A list, or an item of one: its number or bullet is written out."""
        if node.tag != "li":
            if enter:
                self._lists.append(_whole(node.attributes.get("start"), 1) if node.tag == "ol" else 0)
            elif self._lists:
                self._lists.pop()
        elif enter and self._lists:
            count = self._lists[-1]
            self._text(f"{count}. " if count else "• ")
            self._lists[-1] += 1 if count else 0

    def _table(self, node: _Node, enter: bool) -> None:
        """A table of data is read as one; any other only places text."""
        if enter:
            inside = any(grid is not None for grid in self._tables)
            grid = None if inside or not _is_data(node) else _Grid(self._at)
            self._tables.append(grid)
            self._items += [] if grid is None else [grid]
        elif self._tables and (grid := self._tables.pop()) is not None:
            grid.end = max(grid.start, self._at - 1)

    def _in_table(self, grid: _Grid, node: _Node, enter: bool) -> None:
        if node.tag == "tr":
            if enter:
                grid.row, grid.column = grid.row + 1, 0
            return
        if not enter:
            self._cell = None
            return
        if grid.row < 0:  # a cell outside any row
            grid.row = 0
        while grid.free.get(grid.column, 0) > grid.row:
            grid.column += 1
        columns = min(_whole(node.attributes.get("colspan"), 1), _MOST_COLUMNS)
        rows = min(_whole(node.attributes.get("rowspan"), 1), _MOST_ROWS)
        if rows > 1:
            grid.free |= dict.fromkeys(range(grid.column, grid.column + columns), grid.row + rows)
        if grid.row == 0:
            grid.heads.append(node.tag == "th")
        self._cell = []
        grid.cells.append((self._cell, grid.row, grid.column, columns, rows, _indent(node)))
        grid.column += columns

    def _notice(self, key: str, start: int, end: int) -> None:
        self.notices.append((key, Span(start, max(start, end))))

    def _text(self, value: str, exact: bool = False) -> None:
        """Add text to the line, white space made one space; a line break of the file between Chinese letters is none."""
        if exact:
            value = value.replace("\t", "    ")
            self._add(value)
            return
        at = 0
        for match in _SPACE.finditer(value):
            self._word(value[at : match.start()])
            self._space += match[0]
            at = match.end()
        self._word(value[at:])

    def _word(self, value: str) -> None:
        value = value.translate({0x0B: " ", 0x85: " ", 0x2028: " ", 0x2029: " "})
        if not value:
            return
        if self._space and self._line:
            broken = "\n" in self._space and _CJK.match(self._last) and _CJK.match(value)
            self._add("" if broken else " ")
        self._space = ""
        self._add(value)

    def _add(self, value: str) -> None:
        self._line.append(value)
        self._here += len(value)
        self._last = value[-1:] or self._last

    def _break(self) -> None:
        """A line break inside a block."""
        if not "".join(self._line).strip():
            self._gap = True
        self._close(0, soft=True)
        self._soft = True

    def _close(self, level: int = 0, soft: bool = False) -> None:
        """End the line; an empty one is none."""
        value = "".join(self._line).rstrip()
        self._line, self._space, self._last = [], "", ""
        if value.strip():
            raw = _Raw(self._at, self._at + len(value), level, soft or self._soft, self._gap, self._notes > 0)
            if self._cell is not None:
                self._cell.append(Span(raw.start, raw.end))
            else:
                self._items.append(raw)
            self._out.append(value + "\n")
            self._at += len(value) + 1
            self._gap = not soft
        if not soft:
            self._soft, self._gap = False, True
        self._here = self._at

    def lines(self, source: Source) -> list[Line]:
        """The lines for :func:`lawlint.document.build.build`."""
        found: list[Line] = []
        plain: list[Line] = []
        titled = any(isinstance(i, _Raw) and i.heading == 1 for i in self._items)
        for item in self._items:
            if isinstance(item, _Grid):
                if item.cells and item.end > item.start:
                    found += drawn_tables(source, plain)
                    plain = []
                    found.append(Line((Span(item.start, item.end),), gap=True, table=_table(source, item)))
                continue
            value = source.text[item.start : item.end]
            indent = len(value) - len(value.lstrip())
            level = item.heading
            if level and not titled and level == 2 and not any(line.heading for line in found):
                level, titled = 1, True  # pages whose own name is h1 have the report's title in h2
            span = Span(item.start + indent, item.end)
            kind = Kind.NOTE if item.note and not level else None
            whole = not item.soft
            line = Line((span,), indent, item.gap, level, whole, kind=kind, remark=item.remark, margin=item.margin)
            if level or kind or item.remark or item.margin:
                found += [*drawn_tables(source, plain), line]
                plain = []
            else:
                plain.append(line)
        return found + drawn_tables(source, plain)


def _marked(node: _Node) -> str:
    """The notice that an element is worth; empty for most."""
    if node.tag in ("ins", "del"):
        return "insertion" if node.tag == "ins" else "deletion"
    if node.tag == "a" and "msocomanchor" in node.names():
        return "comment"
    return "highlight" if node.tag == "mark" or _MARKED.search(node.attributes.get("style", "")) else ""


def _is_data(table: _Node) -> bool:
    """Whether a table holds data; one of a single column, or with another table inside, only places text."""
    cells = rows = 0
    for event, value in _events(table):
        if event == "enter" and value is not table:
            if value.tag == "table":
                return False
            cells += value.tag in ("td", "th")
            rows += value.tag == "tr"
    return cells > max(1, rows)


def _whole(value: str | None, otherwise: int) -> int:
    """A whole number from 1 in an attribute."""
    value = (value or "").strip()
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 9 else otherwise


def _indent(cell: _Node) -> int:
    """How many letters the style of a cell, or of its first paragraph, sets its text in."""
    first = next((c for c in cell.children if isinstance(c, _Node)), None)
    styles = ";".join(n.attributes.get("style", "") for n in (cell, first) if n is not None)
    letters = sum(float(size) / _LETTER[unit] for size, unit in _INDENT.findall(styles))
    return min(40, round(letters))


def _table(source: Source, grid: _Grid) -> Table:
    rows: dict[int, list[Cell]] = {}
    for spans, row, column, columns, height, indent in grid.cells:
        text = Text(source, spans or [Span(grid.start, grid.start)]).stripped()
        rows.setdefault(row, []).append(Cell(text, row, column, columns, height, indent))
    return Table(tuple(tuple(cells) for cells in rows.values()), headed=bool(grid.heads) and all(grid.heads))
