"""From a reader's lines to a document: joins broken lines, finds headings, the elements around the text, the outline."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lawlint.document.directives import Directive, is_directive
from lawlint.document.model import Block, Document, Gap, Header, Kind, Section, Table
from lawlint.document.numbering import heading_number, loose_chapters, nested_levels
from lawlint.document.text import Source, Span, Text, fold


@dataclass(frozen=True)
class Line:
    """What a reader hands over: one line of the draft, or one paragraph where the format knows paragraphs.

    ``pieces``: the source spans to read, markup left out. ``indent``: leading white space, in characters.
    ``gap``: whether an empty line stands before it. ``heading``: the level the format gives (``##`` is 2), else 0.
    ``whole``: the format says the paragraph is complete: joined only where the break is in mid-sentence for certain.
    ``kind``: set where the format knows what it is (footnote, code). ``remark``: a comment of the format that speaks to
    lawlint, and is no text. ``code``: it stands in code, where nothing speaks to lawlint. ``margin``: it stands in a header or footer of the pages, or is a watermark.
    """

    pieces: tuple[Span, ...]
    indent: int = 0
    gap: bool = False
    heading: int = 0
    whole: bool = False
    table: Table | None = None
    kind: Kind | None = None
    remark: bool = False
    code: bool = False
    margin: bool = False


_CLOSED = "。!?;:…”"
_WEB = re.compile(
    r"^[\[【(]?\s*(?:(?:信息|文章|稿件)?来源|(?:发布|发文|成文|生成|更新|公开)(?:时间|日期)|(?:时间|日期)(?=\s*:\s*\d{4}[-/.年])|(?:浏览|点击|访问|阅读|累计)(?:次数|量|数)?|"
    r"字体|字号|责任编辑|编辑|审核人?|责编|作者|索引号|分类|主题词|发布机构|公开方式|信息公开|文章正文|正文内容|(?:您)?当前(?:的)?位置|"
    r"打印(?:本页|此页|页面)?|关闭(?:窗口|本页)?|扫一扫|上一篇|下一篇|分享到?|附件下载|版权所有|主办单位|网站地图|"
    r"首页|评论|Top|返回顶部|收藏|【?字体)\s*(?:[\]】)]|[::\s]|$)"
)
_COUNTS = re.compile(r"\d\s*[件起人个条宗例]")  # 来源: 来电142件 tells figures, and is no line of a web page
_RESIDUE = re.compile(r"^[\s。、,,.|;:·\-_]*[|。、,;][\s。、,,.|;:·\-_]*$")
_DATE = re.compile(
    r"^(?:(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|二[〇○零O0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)$"
)
_NUMBER_LINE = re.compile(r"^[一-鿿]{2,14}(?:白头)?[〔\[【(﹝]\s*\d{2,4}\s*[〕\]】)﹞]\s*第?\s*\d{1,5}\s*号(?=\s|$)")
_SIGNER = re.compile(r"签发人?\s*:\s*(\S{2,4}(?:\s*[,、]?\s*\S{2,4})*)\s*$")
_ORGAN = "局厅府部委办院会处所站队组室区县市乡镇司署行社团校"
_TITLE_END = re.compile(
    r"(?:报告|年报|方案|意见|通知|办法|计划|规划|要点|总结|决定|公报|通报|请示|批复|情况|安排)(?:\([^()]{1,12}\))?$"
)
# the upper lines of a title in several lines: the issuer's name, or words that go on
_TITLE_PART = re.compile(r"(?!.*(?:\d月|星期|无障碍|繁体|网站))[^\s|>:]{2,40}$")
_CLOCK = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d{2}|^今天是")
_HEADING_END = re.compile(r"[。:;!?]|(?<=[一-鿿”)])\.(?=[一-鿿“])")
_PUBLISHED = re.compile(r"(?:发布|发文|生成|公开|更新)(?:时间|日期)\s*:?\s*(\d{4}[-年./]\d{1,2}[-月./]\d{1,2})")
_HEADER_LINE = re.compile(r"(?:\d{6}|(?:绝密|机密|秘密)(?:★.{0,6})?|特急|加急|\S{2,24}文件)$")
LONGEST_HEADING = 50  # characters; a longer first sentence is text, not a heading
_LETTER = re.compile(r"\w")
_BULLET = re.compile(r"^[-*+•·●▪◆■□○◇➢√]\s*")
_ITEM = re.compile(r"[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[,、]")


@dataclass
class _Item:
    """A paragraph in the making: the lines joined so far, their folded text, and what they are to the report."""

    line: Line
    pieces: list[Span]
    folded: str
    kind: Kind = Kind.PARAGRAPH
    last: int = 0  # how long the last line joined is

    @property
    def undecided(self) -> bool:
        return self.kind is Kind.PARAGRAPH

    @property
    def is_sentence(self) -> bool:
        return bool(re.search("[。;]", self.folded)) or len(self.folded) > 60

    def takes_mark(self, text: str, width: int) -> bool:
        """Whether a mark on a line of its own closes this paragraph: its last line was full, and had no room for it.

        ``width``: the width the draft was wrapped at, 0 where it was not.
        """
        wrapped = self.last * 10 >= width * 9 > 0
        return wrapped and text in "。,;、:!?)》”" and self.folded[-1:] not in tuple("。,;、:!?|")

    def take(self, others: Sequence[_Item]) -> None:
        """Join further items to this one."""
        for other in others:
            self.pieces.extend(other.pieces)
            self.folded += other.folded


def build(
    source: Source,
    lines: Sequence[Line],
    format: str = "text",
    notices: tuple[tuple[str, Span], ...] = (),
    gaps: Iterable[Gap] = (),
    unseen: Iterable[Span] = (),
    directives: Iterable[Directive] = (),
) -> Document:
    """The document that ``lines`` make: blocks in reading order, the outline, the official document's elements.

    :param gaps: what the reader could not read although a reader of the draft sees it.
    :param unseen: spans of the source that no reader of the draft sees: comments, markup. Letters that are neither in a
        line nor unseen are a gap of their own, so that nothing is lost between reader and document.
    :param directives: those that the reader found in comments; lines of their own are found here.
    """
    found = list(directives)
    margins = tuple(Text(source, line.pieces).stripped() for line in lines if line.margin)
    items = _join(source, [line for line in lines if (line.pieces or line.table) and not line.margin], found)
    around = [*(d.span for d in found), *(p for text in margins for p in text.pieces)]
    lost = _lost(source, items, [*unseen, *around])
    _mark_front(items)
    _mark_tail(items)
    _mark_inner_title(items)
    _mark_plain_headings(items)
    blocks = [block for item in items for block in _blocks(source, item)]
    _rank_headings(blocks)
    return Document(
        source,
        blocks,
        _outline(blocks),
        _header(source, items, blocks),
        format,
        notices,
        tuple(sorted((*gaps, *lost))),
        tuple(sorted(found)),
        margins,
    )


def _lost(source: Source, items: Sequence[_Item], unseen: Iterable[Span]) -> Iterator[Gap]:
    """The stretches with letters that are in no item, nor known as unseen."""
    read = [p for item in items for p in item.pieces if not item.line.table]
    read += [
        p for item in items if item.line.table for row in item.line.table.rows for cell in row for p in cell.text.pieces
    ]
    at = 0
    for span in (*sorted((*read, *unseen)), Span(len(source.text), len(source.text))):
        if span.start > at and (letter := _LETTER.search(source.text, at, span.start)):
            rest = source.text[letter.start() : span.start].rstrip()
            words = " ".join(rest.split())
            yield Gap(Span(letter.start(), letter.start() + len(rest)), f"读入时漏下的文字“{words[:20]}”")
        at = max(at, span.end)


def _join(source: Source, lines: Sequence[Line], directives: list[Directive]) -> list[_Item]:
    """Paragraphs from lines: what a converter broke in mid-sentence is joined, page residue in between passed over.

    Lines that speak to lawlint are put into ``directives``.
    """
    texts = [fold(source.words(line.pieces)).strip() for line in lines]
    # every line short: the draft was wrapped at a width, that of its longest lines
    longest = max((len(t) for t, line in zip(texts, lines, strict=True) if not line.table), default=0)
    width = longest if longest <= 70 else 0
    loose = loose_chapters(
        [t if not line.table and line.kind is None else "" for t, line in zip(texts, lines, strict=True)]
    )
    lines = [replace(line, heading=line.heading or loose.get(n, 0)) for n, line in enumerate(lines)]
    items: list[_Item] = []
    open_: _Item | None = None
    for line, text in zip(lines, texts, strict=True):
        free = line.kind is None and not line.table and not line.heading
        if line.remark or (free and not line.code and is_directive(text)):
            span = Span(line.pieces[0].start, line.pieces[-1].end)
            directives.append(Directive(span, shown=not line.remark))
            open_ = None
            continue
        if open_ and free and len(text) == 1 and open_.takes_mark(text, width):
            open_.take([_Item(line, list(line.pieces), text)])
            continue
        if free and (_RESIDUE.match(text) or (len(text) <= 60 and _WEB.match(text) and not _COUNTS.search(text))):
            items.append(_Item(line, list(line.pieces), text, Kind.WEB))
            continue
        if open_ and free and _continues(open_, line, text, width):
            open_.pieces.extend(line.pieces)
            open_.folded += text
            open_.last = len(text)
            continue
        kind = line.kind or (Kind.TABLE if line.table else Kind.HEADING if line.heading else Kind.PARAGRAPH)
        items.append(_Item(line, list(line.pieces), text, kind, len(text)))
        open_ = items[-1] if free else None
    return items


def _continues(item: _Item, line: Line, text: str, width: int) -> bool:
    """Whether a line goes on with the sentence that the paragraph so far has left open.

    ``width``: the width the draft was wrapped at, 0 where it was not. A line broken there is about as long.
    """
    before = item.folded
    if not before or not text:
        return False
    full = item.last * 4 >= width * 3 > 0
    if before[-1] in _CLOSED or _BULLET.match(text) or _DATE.match(text):
        return False
    if heading_number(text):  # 统⏎一、法律…: half a word is no number
        return full and text[0] == "一" and before[-1] in "统唯之第专万单划归逐"
    if text[0] in ",。、;:)》”!?%" or before[-1] in ",、(《“":
        return True
    if before[-1] in ")】〕" and _ITEM.match(text):
        return False
    if text[0] in "年月日号" and before[-1].isdigit():
        return True
    if line.whole or item.line.whole:
        return False
    if heading_number(before) and not re.search("[。;]", before):
        return item.last * 10 >= width * 9 > 0 and not line.gap and not _ITEM.match(text)
    running = bool(re.search("[,。;]", before)) and not _NUMBER_LINE.match(before)
    indented = line.indent >= 2 and line.indent > item.line.indent
    return running and not indented and (full or not width) and not (line.gap and not width)


def _mark_front(items: list[_Item]) -> None:  # noqa: C901
    """Mark header lines, title and addressee among the paragraphs before the text begins."""
    title: list[_Item] = []
    for item in items[:30]:
        text = item.folded
        if item.kind in (Kind.WEB, Kind.NOTE):
            continue
        first = item.kind is Kind.HEADING and item.line.heading == 1 and not heading_number(text)
        if first and (not title or title[-1].undecided):
            for above in title:
                above.kind = Kind.HEADER  # the issuer's name above the title
            item.kind = Kind.TITLE
            title = [item]
        elif not item.undecided:
            break
        elif _HEADER_LINE.match(text) or _NUMBER_LINE.match(text) or _SIGNER.search(text[:60]):
            item.kind = Kind.HEADER
        elif _is_addressee(text):
            item.kind = Kind.ADDRESSEE
            break
        elif "|" in text or _CLOCK.search(text):
            item.kind = Kind.WEB  # a page's menu, or the line with its time
        elif heading_number(text) or item.is_sentence or text.endswith(":"):
            break
        elif not title or title[-1].undecided:
            title.append(item)
    if not title or not title[0].undecided:
        return
    if not any(i.undecided for i in items[items.index(title[-1]) + 1 :]) and not any(i.line.heading for i in items):
        return
    run = _title_run(items, title)
    for item in title:
        if item not in run and (item.folded == run[-1].folded or items.index(item) < items.index(run[0])):
            item.kind = Kind.WEB  # the page's own lines above the title, or the title once more
    run[0].take(run[1:])
    run[0].kind = Kind.TITLE
    for item in run[1:]:
        items.remove(item)


def _title_run(items: list[_Item], candidates: list[_Item]) -> list[_Item]:
    """The lines, one below the other, that make the title: up to one that ends like a title, with its issuer above."""
    last = next((i for i in candidates if _TITLE_END.search(i.folded)), None)
    if last is None:
        at = items.index(candidates[0])
        run = [i for i in items[at : at + 4] if i in candidates]
        return run if items[at : at + len(run)] == run else run[:1]
    run = [last]
    while len(run) < 4:
        above = items[items.index(run[0]) - 1] if items.index(run[0]) else None
        if above not in candidates or not _TITLE_PART.match(above.folded) or above.folded == last.folded:
            break
        run.insert(0, above)
    return run


def _is_addressee(text: str) -> bool:
    organs = re.sub(r"\([^()]*\)", "", text.rstrip(":"))
    return text.endswith(":") and len(text) <= 80 and organs[-1:] in tuple(_ORGAN) and not re.search("[。;]|如下", text)


def _mark_tail(items: list[_Item]) -> None:
    """Mark signature, date and page tools below the text."""
    for item in items[:-15:-1]:
        text = item.folded
        if item.kind in (Kind.WEB, Kind.NOTE):
            continue
        if not item.undecided:
            break
        if _is_signature(text):
            item.kind = Kind.SIGNATURE
        elif _COLOPHON.match(text):
            item.kind = Kind.HEADER
        elif re.fullmatch(r"\(.{2,30}\)", text):
            item.kind = Kind.NOTE
        else:
            break


# what stands below the signature: copies, and who printed it when
_COLOPHON = re.compile(r"抄\s*送(?:机关|单位)?\s*:|[^,。;:]{2,24}\d{4}年\d{1,2}月\d{1,2}日印发$")


def _is_signature(text: str) -> bool:
    if _DATE.match(text):
        return True
    return 3 < len(text) <= 30 and text[-1] in _ORGAN and not re.search("[,。;:、]", text) and not heading_number(text)


def _mark_inner_title(items: list[_Item]) -> None:
    """A notice that carries a document: the title stands below the notice's signature."""
    if any(i.kind is Kind.TITLE and _TITLE_END.search(i.folded) for i in items):
        return
    for start, item in enumerate(items[:40]):
        for count in (1, 2, 3):
            run = items[start : start + count]
            last = run[-1]
            if len(run) < count or not last.undecided or last.is_sentence or last.folded.endswith(":"):
                break
            joined = "".join(i.folded for i in run)
            if heading_number(joined) or _DATE.match(item.folded):
                break
            if len(joined) >= 8 and _TITLE_END.search(joined):
                for before in items[:start]:
                    if before.kind is Kind.TITLE:
                        before.kind = Kind.HEADER
                    elif before.undecided and _is_signature(before.folded):
                        before.kind = Kind.SIGNATURE
                item.take(run[1:])
                item.kind = Kind.TITLE
                del items[start + 1 : start + count]
                return


def _mark_plain_headings(items: list[_Item]) -> None:
    """A short line of its own without number or closing mark, with text below it, is a heading."""
    for after, item in itertools.pairwise(items[::-1]):  # from the end: a heading may stand over an empty one
        if (
            item.undecided
            and 2 <= len(item.folded) <= 25
            and not re.search(r"[,。;:!?|\t]", item.folded)
            and not heading_number(item.folded)
            and not _BULLET.match(item.folded)
            and (after.is_sentence or heading_number(after.folded) or after.folded.endswith(":") or _is_plain(after))
            and re.search("[一-鿿]{2}", item.folded)
            and not _DATE.match(item.folded)
        ):
            item.kind = Kind.HEADING


def _is_plain(item: _Item) -> bool:
    """Whether an item has been taken for a heading although it has neither number nor mark."""
    return item.kind is Kind.HEADING and not item.line.heading


def _blocks(source: Source, item: _Item) -> Iterator[Block]:
    """The block an item makes; a heading that runs on into its paragraph makes two."""
    text = Text(source, item.pieces).stripped()
    numbered = item.kind in (Kind.PARAGRAPH, Kind.HEADING)
    number = heading_number(text.value, loose=bool(item.line.heading)) if numbered else None
    if not number:
        yield Block(item.kind, text, level=item.line.heading if item.kind is Kind.HEADING else 0, table=item.line.table)
        return
    folded = text.folded
    match = _HEADING_END.search(folded, number.end)
    end = match.start() if match else len(folded)
    body = end + 1
    if end - number.end > LONGEST_HEADING:  # the paragraph is numbered, but has no heading's words
        end = body = number.end
    yield Block(Kind.HEADING, text.part(number.end, end), item.line.heading, number.label, number.value)
    if folded[body:].strip():
        yield Block(Kind.PARAGRAPH, text.part(body).stripped())


def _rank_headings(blocks: list[Block]) -> None:
    """Give every heading one level, whether it has a number, the format's level (##), both or neither."""
    labelled = [i for i, block in enumerate(blocks) if block.kind is Kind.HEADING and block.label]
    numbered = dict(zip(labelled, nested_levels([blocks[i].label for i in labelled]), strict=True))
    shifts = [blocks[i].level - level for i, level in numbered.items() if blocks[i].level]
    titled = any(b.kind is Kind.TITLE for b in blocks)
    plain = [b.level for b in blocks if b.kind is Kind.HEADING and not b.label and b.level]
    shift = sorted(shifts)[len(shifts) // 2] if shifts else min(plain, default=2) - 1 if plain else int(titled)
    has_first = 1 in numbered.values()
    for i, block in enumerate(blocks):
        if block.kind is Kind.HEADING:
            level = numbered.get(i)
            if level is None:
                level = max(1, block.level - shift) if block.level else 6 if has_first else 1
            blocks[i] = replace(block, level=level)


def _outline(blocks: Sequence[Block]) -> Section:
    """The tree of sections that the headings' levels make."""
    root = here = Section(None, -1)
    for block in blocks:
        if block.kind is Kind.HEADING:
            while here.parent and here.level >= block.level:
                here = here.parent
            section = Section(block, block.level, parent=here)
            here.children.append(section)
            here = section
        elif block.kind in (Kind.PARAGRAPH, Kind.TABLE, Kind.NOTE):
            here.blocks.append(block)
    return root


def _header(source: Source, items: Sequence[_Item], blocks: Sequence[Block]) -> Header:
    """The elements of the official document, from the blocks marked so far."""
    found: dict[str, Text] = {}
    for block in blocks:
        text, folded = block.text, block.text.folded
        if block.kind is Kind.TITLE:
            found.setdefault("title", text)
        elif block.kind is Kind.ADDRESSEE:
            found.setdefault("addressee", text)
        elif block.kind is Kind.HEADER:
            if match := _NUMBER_LINE.match(folded):
                found.setdefault("document_number", text.part(0, match.end()).stripped())
            if match := _SIGNER.search(folded):
                found.setdefault("signer", text.part(match.start(1), match.end(1)))
            elif folded.endswith("文件"):
                found.setdefault("issuer", text)
        elif block.kind is Kind.SIGNATURE:
            found["date" if _DATE.match(folded) else "signature"] = text
        elif block.kind is Kind.WEB and (match := _PUBLISHED.search(folded)):
            found.setdefault("published", text.part(match.start(1), match.end(1)))
    return Header(**found)
