"""The HTML report: one file that needs nothing else, to read on a screen, to print and to sign.

The draft stands beside its findings; numbers in the text lead to the findings and back. All text of the draft is
escaped; the page's own policy forbids every connection, and every script but the one it carries.
"""

from __future__ import annotations

from base64 import b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import pairwise
from pathlib import PurePath

from lawlint import __version__
from lawlint.document import Cell, Kind, Span
from lawlint.report import FileReport, Run
from lawlint.reporters import Style
from lawlint.reporters.figures import KINDS, VERDICTS
from lawlint.reporters.galley import Unit, by_unit, units
from lawlint.reporters.sheet import SHOWN, SIGNATURES, Row, identity, now, rows, verdict
from lawlint.reporters.terminal import SEVERITY
from lawlint.rules import Finding, Severity

_Numbered = tuple[int, Finding]  # a finding with its number in the report, from 1
_SHORT = 40  # characters; a shorter unit stands in one row with what follows it
_MOST = 8  # units in one row
_BLANK = "<td class='blank'></td>"


def render(run: Run, style: Style) -> str:
    """The report on all drafts of a run as one page."""
    failed = [(path, message) for path, message in run.errors] + [(f.path, f.error) for f in run.files if f.error]
    read = [f for f in run.files if f.document]
    body = [_failures(failed)] if failed else []
    if len(read) > 1:
        body.append(_index(read))
    body += [_Draft(file, f"d{number}", several=len(read) > 1).article() for number, file in enumerate(read, 1)]
    title = read[0].document.title if len(read) == 1 and read[0].document else f"{len(run.files)} 份文稿"
    return page(f"审核报告：{title or PurePath(read[0].path).name}", "\n".join(body), script="report.js")


def checklist_page(file: FileReport) -> str:
    """The sign-off checklist of one draft as a page."""
    draft = _Draft(file, "d1", linked=False)
    body = f"<article>{draft.head('合规核对表')}{draft.checklist()}{_signatures()}</article>"
    return page(f"合规核对表：{identity(file)[0][1]}", body)


def page(title: str, body: str, script: str | None = None) -> str:
    """A whole page around a body of trusted markup; ``script`` names one of the package's scripts."""
    style = asset("page.css")
    code = asset(script) if script else ""
    policy = f"default-src 'none'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
    policy += f"; script-src '{_hash(code)}'" if script else ""
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#main">跳到正文</a>
<main id="main" tabindex="-1">
{body}
</main>
<footer><p>由 lawlint {__version__} 于 {now():%Y-%m-%d %H:%M} 生成，结论供审核人参考，不代替审核。</p></footer>
{f"<script>{code}</script>" if script else ""}
</body>
</html>
"""


def asset(name: str) -> str:
    """A style sheet or script that comes with the package."""
    return files("lawlint.reporters").joinpath("assets", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _failures(failed: Sequence[tuple[str, str | None]]) -> str:
    items = "".join(f"<li>{f'<b>{escape(path)}</b>：' if path else ''}{escape(why or '')}</li>" for path, why in failed)
    return f"<section class='failed' role='alert'><h2>没有完成的检查</h2><ul>{items}</ul></section>"


def _index(read: Sequence[FileReport]) -> str:
    items = "".join(
        f"<tr><td><a href='#d{n}'>{escape(f.path)}</a></td><td>{escape(f.profile.title if f.profile else '')}</td>"
        f"<td class='{_worst(f)}'>{escape(verdict(f))}</td></tr>"
        for n, f in enumerate(read, 1)
    )
    return (
        f"<nav aria-label='全部文稿'><h2>{len(read)} 份文稿</h2><div class='scroll'><table><thead><tr><th scope='col'>文稿</th>"
        f"<th scope='col'>模板</th><th scope='col'>结果</th></tr></thead><tbody>{items}</tbody></table></div></nav>"
    )


def _worst(file: FileReport) -> str:
    """The class of the verdict: the gravest severity, or ``ok`` where nothing is above an info."""
    worst = max((f.severity for f in file.findings), key=lambda s: s.rank, default=Severity.INFO)
    return "ok" if worst is Severity.INFO else worst.value


def _signatures() -> str:
    lines = "".join(f"<tr><th scope='row'>{who}</th>{_BLANK * 3}</tr>" for who in SIGNATURES)
    return (
        "<section class='sign'><h2>签字</h2><table><thead><tr><th scope='col'>身份</th><th scope='col'>意见</th>"
        f"<th scope='col'>签名</th><th scope='col'>日期</th></tr></thead><tbody>{lines}</tbody></table></section>"
    )


class _Draft:
    """One draft's part of the page; ``key`` begins all its anchors.

    ``linked``: the draft itself is on the page. ``several``: other drafts are too, so parts are named with the draft.
    """

    def __init__(self, file: FileReport, key: str, linked: bool = True, several: bool = False) -> None:
        self.file = file
        self.key = key
        self.linked = linked
        self.which = f" {key}h" if several else ""
        self.rows = rows(file)
        # where links lead: the first number of each relation, the first character of each sentence of evidence
        relations = file.figures.relations if file.figures else []
        self.relations = sorted(relations, key=lambda r: ({"fails": 0, "open": 1, "holds": 2}[r.verdict], r.span))
        self.numbers = sorted(
            (span, f"{key}n{i}" if j == 0 else "", relation.verdict)
            for i, relation in enumerate(self.relations)
            for j, span in enumerate(sorted(relation.numbers))
        )
        self.proofs = sorted(
            ((e.span, f"{key}e{i}-{j}", row) for i, row in enumerate(self.rows) for j, e in enumerate(row.evidence)),
            key=lambda proof: proof[:2],
        )
        self.proof_starts = [proof[0].start for proof in self.proofs]
        self.number_starts = [number[0].start for number in self.numbers]

    def article(self) -> str:
        """Everything about the draft."""
        key = self.key
        parts = [
            ("要件核对", "q", self.checklist(), bool(self.rows)),
            ("发现一览", "o", self.overview(), bool(self.file.findings)),
            ("文稿与发现", "t", self.text(), True),
            ("数字勾稽", "g", self.figures(), bool(self.file.figures and self.file.figures.quantities)),
            ("停用的发现", "s", self.suppressed(), bool(self.file.suppressed)),
        ]
        links = "".join(f"<li><a href='#{key}{mark}'>{name}</a></li>" for name, mark, _, there in parts if there)
        body = "".join(content for _, _, content, there in parts if there)
        return (
            f"<article id='{key}' aria-labelledby='{key}h'>{self.head('审核报告')}"
            f"<nav class='toc' id='{key}c' aria-label='报告各部分' aria-labelledby='{key}c{self.which}'><ul>{links}<li><a href='#{key}z'>签字</a></li></ul></nav>"
            f"{body}<div id='{key}z'>{_signatures()}</div></article>"
        )

    def head(self, what: str) -> str:
        """Title, verdict and identity."""
        (_, title), *rest = identity(self.file)
        lines = "".join(
            f"<div><dt>{label}</dt><dd>{f'<code>{escape(value)}</code>' if label == 'SHA-256' else escape(value)}</dd></div>"
            for label, value in rest
        )
        worst = _worst(self.file)
        sign = {"error": "✗", "warning": "△", "ok": "✓"}[worst]
        met = sum(r.status == "met" for r in self.rows)
        counted = [r for r in self.rows if r.status not in ("absent", "not-applicable")]
        needs = f"，要件 {met}/{len(counted)} 齐备" if counted else ""
        return (
            f"<header><p class='kind'>{what}</p><h1 id='{self.key}h'>{escape(title)}</h1>"
            f"<p class='verdict {worst}'><span aria-hidden='true'>{sign}</span> {escape(verdict(self.file))}{needs}</p>"
            f"<dl>{lines}</dl></header>"
        )

    # ---- checklist

    def checklist(self) -> str:
        """The table of requirements with evidence and room for the reviewer."""
        body = "".join(self._requirement(i, row) for i, row in enumerate(self.rows))
        if not body:
            return "<p>这个模板没有逐项要件可核对。</p>"
        return (
            f"<section id='{self.key}q' aria-labelledby='{self.key}qh{self.which}'><h2 id='{self.key}qh'>要件核对</h2><div class='scroll'>"
            "<table class='needs'><thead><tr><th scope='col'>要件</th><th scope='col'>结论</th><th scope='col'>证据</th>"
            f"<th scope='col'>审核意见</th></tr></thead><tbody>{body}</tbody></table></div></section>"
        )

    def _requirement(self, number: int, row: Row) -> str:
        proofs = [self._proof(number, j, e.place, e.quote) for j, e in enumerate(row.evidence)]
        shown = f"<ul>{''.join(proofs[:SHOWN])}</ul>" if proofs else ""
        if row.more:
            shown += f"<details><summary>另有 {row.more} 处</summary><ul>{''.join(proofs[SHOWN:])}</ul></details>"
        note = f"<p>{escape(row.note)}</p>" if row.note else ""
        shown += "".join(f"<p>{escape(pair)}</p>" for pair in row.pairs)
        basis = f"<p class='basis'>依据：{escape(row.basis)}</p>" if row.basis else ""
        return (
            f"<tr id='{self.key}q{number}'><th scope='row'>{escape(row.label)}{basis}</th>"
            f"<td class='status {row.status}'>{row.verdict}</td><td>{note}{shown}</td>{_BLANK}</tr>"
        )

    def _proof(self, number: int, index: int, place: str, quote: str) -> str:
        where = f"<a href='#{self.key}e{number}-{index}'>{place}</a>" if self.linked else place
        return f"<li>{where}：{escape(quote)}</li>"

    # ---- findings

    def overview(self) -> str:
        """One line for each finding, the gravest first."""
        numbered = sorted(enumerate(self.file.findings, 1), key=lambda nf: (-nf[1].severity.rank, nf[0]))
        lines = "".join(
            f"<tr class='finding' data-severity='{f.severity.value}'><td><a href='#{self.key}f{n}'>{n}</a></td>"
            f"<td class='{f.severity.value}'>{SEVERITY[f.severity]}</td><td class='place'>{self.file.place(f.span)}</td>"
            f"<td>{escape(f.message)}</td></tr>"
            for n, f in numbered
        )
        return (
            f"<section id='{self.key}o' aria-labelledby='{self.key}oh{self.which}'><h2 id='{self.key}oh'>发现一览</h2>{self._filters()}"
            "<div class='scroll'><table class='overview'><thead><tr><th scope='col'>编号</th><th scope='col'>级别</th>"
            f"<th scope='col'>位置</th><th scope='col'>发现</th></tr></thead><tbody>{lines}</tbody></table></div></section>"
        )

    def _filters(self) -> str:
        """Boxes for the severities there are; without the script they stay hidden and everything is shown."""
        boxes = "".join(
            f"<label><input type='checkbox' checked value='{s.value}'> {word}（{self.file.count(s)}）</label>"
            for s, word in SEVERITY.items()
            if self.file.count(s)
        )
        return (
            f"<fieldset class='filters' hidden><legend>只显示</legend>{boxes}"
            "<label><input type='checkbox' value='marked'> 只看有发现的段落</label>"
            f"<output aria-live='polite'></output></fieldset>"
        )

    def text(self) -> str:
        """The draft, each paragraph with its findings beside it."""
        laid = units(self.file)
        begun: set[int] = set()
        body = words = ""
        passage: list[Unit] = []
        cards: list[_Numbered] = []
        for unit, touching in zip(laid, by_unit(laid, self.file.findings), strict=True):
            new = [(n, f) for n, f in touching if n not in begun]
            begun.update(n for n, _ in new)
            words += self._unit(unit, touching, new)
            cards += new
            passage.append(unit)
            full = unit.rows or unit.span.end - unit.span.start >= _SHORT or len(passage) == _MOST
            if full or unit is laid[-1]:
                body += self._passage(passage, words, cards)
                words, passage, cards = "", [], []
        return (
            f"<section id='{self.key}t' class='draft' aria-labelledby='{self.key}th{self.which}'>"
            f"<h2 id='{self.key}th'>文稿与发现</h2>{body}</section>"
        )

    def _unit(self, unit: Unit, touching: Sequence[_Numbered], begun: Sequence[_Numbered]) -> str:
        line = self.file.start(unit.span).line
        words = _Words(self, unit, touching, begun).html()
        return f"<div class='unit'><span class='line' aria-hidden='true'>{line}</span><div class='words'>{words}</div></div>"

    def _passage(self, passage: Sequence[Unit], words: str, cards: Sequence[_Numbered]) -> str:
        """A paragraph with the headings and short lines above it, and beside them their findings."""
        span = Span(passage[0].span.start, passage[-1].span.end)
        rows = dict.fromkeys(self.rows.index(row) for _, _, row in self._within(self.proofs, self.proof_starts, span))
        chips = "".join(f"<li><a href='#{self.key}q{i}'>{escape(self.rows[i].title)}</a></li>" for i in rows)
        beside = f"<ol class='cards'>{''.join(self._card(n, f) for n, f in cards)}</ol>" if cards else ""
        beside += f"<ul class='chips' aria-label='这里有下列要件的证据'>{chips}</ul>" if chips else ""
        return f"<div class='row'><div>{words}</div><div class='beside'>{beside}</div></div>\n"

    def _within(self, layer: list[tuple[Span, str, Row]], starts: list[int], span: Span) -> list[tuple[Span, str, Row]]:
        return layer[bisect_left(starts, span.start) : bisect_left(starts, span.end)]

    def _card(self, number: int, finding: Finding) -> str:
        section = self.file.section(finding.span)
        lines = "".join(
            f"<p><b>{label}</b>　{escape(value)}</p>"
            for label, value in (("建议", finding.hint), ("依据", finding.basis))
            if value
        )
        where = self.file.place(finding.span) + (f"，{section}" if section else "")
        severity = finding.severity.value
        return (
            f"<li class='finding {severity}' data-severity='{severity}' id='{self.key}f{number}' value='{number}'>"
            f"<p class='what'><a class='number' href='#{self.key}m{number}' aria-label='发现 {number}，回到原文'>{number}</a> "
            f"<span class='severity'>{SEVERITY[finding.severity]}</span> {escape(finding.message)}</p>"
            f"{lines}<p class='where'>{escape(where)}　<code>{escape(finding.rule)}</code></p></li>"
        )

    # ---- figures and the rest

    def figures(self) -> str:
        """Every relation between numbers, the failing ones first."""
        analysis = self.file.figures
        assert analysis is not None
        body = "".join(
            f"<tr class='{r.verdict}'><td class='verdict {r.verdict}'>{VERDICTS[r.verdict][0]}</td><td>{KINDS.get(r.kind, r.kind)}</td>"
            f"<td>{escape(r.arithmetic)}{f'<p>{escape(r.explanation)}</p>' if r.explanation else ''}"
            f"{f'<p>存疑：{escape(r.doubt)}</p>' if r.doubt else ''}</td>"
            f"<td class='place'><a href='#{self.key}n{i}'>{self.file.place(r.span)}</a></td></tr>"
            for i, r in enumerate(self.relations)
        )
        table = (
            "<div class='scroll'><table class='figures'><thead><tr><th scope='col'>结论</th><th scope='col'>类别</th>"
            f"<th scope='col'>核算</th><th scope='col'>位置</th></tr></thead><tbody>{body}</tbody></table></div>"
        )
        count = f"<p>数字 {len(analysis.quantities)} 个：{analysis.tied} 个已互相核算，{len(analysis.lone)} 个没有可核算的关系。</p>"
        return (
            f"<section id='{self.key}g' aria-labelledby='{self.key}gh{self.which}'><h2 id='{self.key}gh'>数字勾稽</h2>{count}"
            f"{table if body else ''}</section>"
        )

    def suppressed(self) -> str:
        """What directives in the draft silenced, with the reasons given."""
        body = "".join(
            f"<tr><td class='place'>{self.file.place(s.finding.span)}</td><td>{escape(s.finding.message)} "
            f"<code>{escape(s.finding.rule)}</code></td><td>{escape(s.reason or '没有写理由')}</td></tr>"
            for s in self.file.suppressed
        )
        return (
            f"<section id='{self.key}s' aria-labelledby='{self.key}sh{self.which}'><h2 id='{self.key}sh'>停用的发现</h2><div class='scroll'><table>"
            "<thead><tr><th scope='col'>位置</th><th scope='col'>发现</th><th scope='col'>理由</th></tr></thead>"
            f"<tbody>{body}</tbody></table></div></section>"
        )


_TAGS = {Kind.TITLE: "h3", Kind.CODE: "pre"}


class _Words:
    """One unit's text as markup: cut wherever a finding, a number or a sentence of evidence begins or ends."""

    def __init__(self, draft: _Draft, unit: Unit, touching: Sequence[_Numbered], begun: Sequence[_Numbered]) -> None:
        self.draft = draft
        self.unit = unit
        self.text = draft.file.shown
        self.findings = [(n, f) for n, f in touching if f.span.overlaps(unit.span)]
        self.owed = dict(begun)  # findings whose number still has to be printed
        first = bisect_left(draft.number_starts, unit.span.start)
        last = bisect_right(draft.number_starts, unit.span.end)
        self.numbers = draft.numbers[first:last]
        self.proofs = draft._within(draft.proofs, draft.proof_starts, unit.span)
        self.named: set[str] = set()

    def html(self) -> str:
        """The unit as heading, paragraph or table."""
        unit = self.unit
        if unit.rows:
            body = "".join(self._table_row(row, unit.headed and i == 0) for i, row in enumerate(unit.rows))
            return f"<div class='scroll'><table>{body}</table></div>{self._references(self.owed)}"
        inner = "".join(self._run(piece) for piece in unit.pieces) + self._references(self.owed)
        tag = _TAGS.get(unit.kind, "p") if unit.kind else "p"
        if unit.kind is Kind.HEADING:
            tag = f"h{min(6, 3 + max(1, unit.level))}"
        return f"<{tag} class='{unit.kind.value if unit.kind else 'loose'}'>{inner}</{tag}>"

    def _table_row(self, row: Iterable[Cell], headed: bool) -> str:
        cells = []
        for cell in row:
            spans = f" colspan='{cell.columns}'" if cell.columns > 1 else ""
            spans += f" rowspan='{cell.rows}'" if cell.rows > 1 else ""
            tag = "th scope='col'" if headed else "td"
            inner = "".join(self._run(piece) for piece in cell.text.pieces)
            cells.append(f"<{tag}{spans}>{inner}</{tag[:2]}>")
        return f"<tr>{''.join(cells)}</tr>"

    def _run(self, piece: Span) -> str:
        """A stretch of text with its marks."""
        spans = [f.span for _, f in self.findings] + [n[0] for n in self.numbers] + [p[0] for p in self.proofs]
        cuts = {piece.start, piece.end} | {at for span in spans for at in span if piece.start < at < piece.end}
        edges = sorted(cuts)
        return "".join(self._segment(Span(a, b)) for a, b in pairwise(edges))

    def _segment(self, part: Span) -> str:
        html = escape(self.text[part.start : part.end].replace("\n", " "))
        styled = False
        for span, name, kind in self.numbers:  # a number of several relations is the target of each
            if span.covers(part) and (not styled or (name and name not in self.named)):
                look = "" if styled else f" class='figure {kind}'"
                html = f"<span{look}{self._id(name)}>{html}</span>"
                styled = True
        names = [name for span, name, _ in self.proofs if span.start <= part.start < span.end]
        for name in names:
            if name not in self.named:
                html = f"<span{self._id(name)}>{html}</span>"
        here = [(n, f) for n, f in self.findings if f.span.overlaps(part)]
        if here:
            worst = max((f.severity for _, f in here), key=lambda s: s.rank).value
            html = f"<mark class='{worst}'>{html}</mark>"
        done = {n: f for n, f in self.owed.items() if f.span.end <= part.end and f.span.overlaps(part)}
        return html + self._references(done)

    def _id(self, name: str) -> str:
        """An ``id``, once."""
        if not name or name in self.named:
            return ""
        self.named.add(name)
        return f" id='{name}'"

    def _references(self, findings: dict[int, Finding]) -> str:
        """The numbers that lead from the text to its findings."""
        return "".join(self._reference(n, f) for n, f in sorted(findings.items()))

    def _reference(self, number: int, finding: Finding) -> str:
        self.owed.pop(number, None)
        key, severity = self.draft.key, finding.severity.value
        label = escape(f"发现 {number}，{SEVERITY[finding.severity]}：{finding.message}", quote=True)
        return (
            f"<a class='reference finding {severity}' data-severity='{severity}' id='{key}m{number}' "
            f"href='#{key}f{number}' aria-label='{label}'>{number}</a>"
        )
