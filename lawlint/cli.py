"""The command line: commands and exit status, nothing else. What a command needs is imported when it runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from lawlint import __version__
from lawlint.errors import LawlintError, ReadError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from lawlint.baseline import Baseline
    from lawlint.config import Config, Setting
    from lawlint.engine import Settings
    from lawlint.outputs import Target
    from lawlint.plugins import Registry
    from lawlint.report import FileReport, Run

DONE, INCOMPLETE = 0, 2  # 1, something found, is the run's to say: Run.exit_status


class _Parser(argparse.ArgumentParser):
    """argparse with messages in Chinese; a wrong option exits with 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage(sys.stderr)
        self.exit(INCOMPLETE, f"lawlint: {_chinese(message)}\n")


def _chinese(message: str) -> str:
    for english, chinese in (
        ("unrecognized arguments:", "不认识的参数："),
        ("the following arguments are required:", "缺少参数："),
        ("expected one argument", "后面要有一个值"),
        ("invalid choice:", "没有这个值："),
        ("invalid int value:", "应当是整数："),
        ("choose from", "可用："),
        ("argument ", "参数 "),
    ):
        message = message.replace(english, chinese)
    return message


def main(argv: Sequence[str] | None = None) -> int:
    """Run lawlint with the given arguments (default: the process's), and return the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if arguments[:1] == ["--version"]:
        return _version()
    options = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        _block(options.plugins)
        return command(options)
    except LawlintError as error:
        _tell_failures()
        print(f"lawlint: {error}", file=sys.stderr)
        return INCOMPLETE
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        print("lawlint: 已中断", file=sys.stderr)
        return INCOMPLETE


def parser() -> argparse.ArgumentParser:
    """The command line; programs that write completions for shells take it from here."""
    parser = _Parser(prog="lawlint", description="检查公文报告草稿：该有的内容、数字勾稽、引用与用语。", add_help=False)
    _help(parser, [])
    parser.add_argument("--version", action="store_true", help="显示版本和安装的插件")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        sub: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text, add_help=False)
        _help(sub)
        sub.set_defaults(command=run)
        return sub

    check = add("check", _check, "检查文稿（文件、文件夹，或 - 表示标准输入）")
    check.add_argument("paths", nargs="*", metavar="路径", default=["."], help="默认当前文件夹")
    check.add_argument(
        "--format",
        action="append",
        default=[],
        metavar="格式[=文件]",
        help="输出格式，可以写几次：text、line、json、html、word、markdown、sarif、github、gitlab、junit，以及插件提供的",
    )
    check.add_argument("--output", metavar="文件", help="写到文件，不写到屏幕")
    check.add_argument("--quiet", action="store_true", help="屏幕上只列错误")
    check.add_argument("--statistics", action="store_true", help="屏幕上不列各处发现，只列每条规则的处数")
    check.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="颜色（默认看是不是终端）")
    check.add_argument(
        "--fail-on", choices=("error", "warning", "info", "never"), help="达到哪一级时退出码为 1（默认 error）"
    )
    check.add_argument("--select", action="append", default=[], metavar="规则", help="只运行这些规则（逗号分隔）")
    check.add_argument("--ignore", action="append", default=[], metavar="规则", help="不运行这些规则（逗号分隔）")
    check.add_argument("--severity", action="append", default=[], metavar="规则=级别", help="改变一条规则的级别")
    check.add_argument("--fix", action="store_true", help="改正可以安全改正的差错，写回文稿（.md、.txt）")
    check.add_argument("--unsafe-fixes", action="store_true", help="与 --fix 或 --diff 同用：也改正需要人核对的差错")
    check.add_argument("--diff", action="store_true", help="只显示会改正什么，不写文稿")
    check.add_argument("--baseline", metavar="文件", help="基线：列在其中的发现不再报告")
    check.add_argument(
        "--write-baseline",
        nargs="?",
        const="",
        metavar="文件",
        help="把现有的发现写成基线（不写文件名时更新 --baseline）",
    )
    check.add_argument("--jobs", type=int, default=1, metavar="N", help="同时检查几份文稿")
    check.add_argument("--no-inline", action="store_true", help="不认可文稿内的停用指令（发布关口用）")
    _reading(check)

    files = add("files", _files, "列出 check 会检查哪些文件，不检查")
    files.add_argument("paths", nargs="*", metavar="路径", default=["."], help="默认当前文件夹")
    config = add("config", _config, "一份文稿适用哪些设置，各写在哪个文件的第几行")
    config.add_argument("--show", metavar="文稿", required=True, help="文稿的路径")
    for sub in (files, config):
        _reading(sub, stdin=False)

    suppress = add("suppress", _suppress, "把停用指令连同理由写进文稿（.md、.txt）")
    suppress.add_argument("path", metavar="文稿")
    suppress.add_argument("--reason", required=True, metavar="理由", help="为什么停用，一句话，写进指令")
    suppress.add_argument("--rule", action="append", default=[], metavar="规则", help="停用这条规则的发现")
    suppress.add_argument("--line", action="append", type=int, default=[], metavar="行", help="停用这一行的发现")
    suppress.add_argument(
        "--fingerprint", action="append", default=[], metavar="指纹", help="停用这一处（指纹见 JSON）"
    )
    _reading(suppress, stdin=False)

    checklist = add("checklist", _checklist, "按模板逐项核对一份文稿：齐备、部分、缺失，附证据")
    figures = add("figures", _figures, "列出一份文稿里的数字关系和核算结果")
    figures.add_argument("--all", action="store_true", help="也列出没有可核算关系的数字，以及不作数量的数字和原因")
    checklist.add_argument("--output", metavar="文件", help="写到文件，不写到屏幕")
    for sub, formats in ((checklist, ("text", "markdown", "html", "word", "json")), (figures, ("text", "json"))):
        sub.add_argument("path", metavar="路径", help="文稿，或 - 表示标准输入")
        sub.add_argument("--format", choices=formats, default="text", help="输出格式")
        _reading(sub)

    review = add("review", _review, "在本机的浏览器里审阅：看报告、下载审阅稿，文稿改动后自动重查")
    review.add_argument("path", nargs="?", metavar="文稿", help="可以不写，到页面上再拖入")
    review.add_argument("--no-browser", action="store_true", help="只显示网址，不打开浏览器")
    _reading(review, stdin=False)

    lsp = add("lsp", _lsp, "语言服务器：在编辑器里边写边查（Markdown、纯文本），由编辑器启动")
    _reading(lsp, stdin=False)

    explain = add("explain", _explain, "说明一条规则：查什么、为什么、依据、示例、选项")
    explain.add_argument("rule", metavar="规则")
    rules = add("rules", _rules, "列出全部规则")
    profiles = add("profiles", _profiles, "列出全部模板，或用 --show 显示一个模板的全文")
    shown = profiles.add_mutually_exclusive_group()
    shown.add_argument("--show", metavar="模板", help="显示一个模板的要件和依据")
    shown.add_argument("--describe", metavar="模板", help="把一个模板写成起草时逐项勾对的清单")
    for sub in (rules, profiles):
        sub.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    laws = add("laws", _laws, "列出一份文稿引用的法律、法规、文件，名录里有没有、是否现行")
    laws.add_argument("path", metavar="路径", help="文稿，或 - 表示标准输入")
    laws.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    _reading(laws)
    new = add("new", _new, "按模板写一份报告的骨架（Markdown），待填之处用【】标出")
    new.add_argument("--profile", metavar="模板", required=True, help="模板名，或模板文件的路径")
    new.add_argument("--output", metavar="文件", help="写到文件，不写到屏幕；已有的文件不覆盖")
    init = add("init", _init, "写一份带说明的 .lawlint.yaml")
    init.add_argument("--force", action="store_true", help="已有配置时覆盖")
    new_plugin = add("new-plugin", _new_plugin, "写一个插件的样板：规则、模板、用例、测试，装上就能用")
    new_plugin.add_argument("name", metavar="名字", help="小写字母、数字和连字符，例如 yunling")
    return parser


def _help(parser: argparse.ArgumentParser, plugins: object = argparse.SUPPRESS) -> None:
    """The options of every command; ``plugins``: the default of -p, which stands before or after the command's name."""
    parser.add_argument("-h", "--help", action="help", help="显示用法")
    parser.add_argument(
        "-p", action="append", default=plugins, dest="plugins", metavar="no:插件", help="这一次不载入一个插件"
    )


def _version() -> int:
    """The version, and the plugins that are installed beside lawlint's own; they are not loaded for that."""
    from lawlint.installed import OWN, about, any_others, installed

    print(f"lawlint {__version__}")
    if not any_others():
        return DONE
    others = [plugin for plugin in map(about, installed()) if plugin.distribution != OWN]
    if others:
        print(f"插件：{'、'.join(map(str, others))}")
    return DONE


def _block(given: Sequence[str]) -> None:
    """Leave out the plugins that ``-p no:NAME`` names."""
    if not given:
        return
    from lawlint.plugins import block

    for word in given:
        if not word.startswith("no:"):
            raise UsageError(f"-p 的写法是 -p no:插件名，写的是“{word}”")
    block([word.removeprefix("no:") for word in given])


def _tell_failures() -> None:
    """Name the plugins that failed before saying that something does not exist: it may well have been theirs."""
    for registry in _loaded:
        for failure in registry.failures:
            print(f"lawlint: {failure}", file=sys.stderr)


def _reading(parser: argparse.ArgumentParser, stdin: bool = True) -> None:
    parser.add_argument("--profile", metavar="模板", help="模板名，或模板文件的路径（默认按文稿判定）")
    parser.add_argument("--config", metavar="文件", help="配置文件（默认从文稿所在处向上找）")
    parser.add_argument(
        "--stage", choices=("draft", "publish"), help="文稿到了哪一步：起草（默认）或发布；发布时不得留有修订和批注"
    )
    parser.add_argument(
        "--revisions",
        choices=("final", "original"),
        default="final",
        help="Word 修订：按接受后（默认）或接受前的文字检查",
    )
    parser.add_argument("--soffice", action="store_true", help="允许用本机的 LibreOffice 转换 .doc、.wps")
    if stdin:
        parser.add_argument("--stdin-filename", default="stdin.md", metavar="文件名", help="标准输入当作哪个文件名来读")


# ---- check


def _check(options: argparse.Namespace) -> int:
    from lawlint.config import FAIL_ON
    from lawlint.outputs import targets
    from lawlint.report import Run

    registry = _registry()
    if options.unsafe_fixes and not (options.fix or options.diff):
        raise UsageError("--unsafe-fixes 要与 --fix 或 --diff 同用")
    if options.fix and options.diff:
        raise UsageError("--fix 写文稿，--diff 只显示，不能同用")
    wanted = targets(options.format, options.output, registry.reporters)
    baseline = _baseline(options)
    configs = _Configs(registry, options.config)
    run = Run(errors=[("", failure) for failure in registry.failures], rules=registry.rules)
    work = list(_work(options, registry, configs, run))
    diff = _repaired(work, registry, options, run) if options.fix or options.diff else ""
    run.files = _checked(work, registry, options.jobs)
    if any(settings.profile is None for _, _, settings in work):  # each template was then tried
        run.errors += [("", fault) for fault in registry.profiles.faults()]
    if baseline:
        _compared(run, baseline, options)
    if options.diff:
        _write(diff, options.output, run.files)
    else:
        _show(run, wanted, options)
    for path, reason in run.skipped:
        print(f"lawlint: {path}：没有检查：{reason}", file=sys.stderr)
    for path, message in run.errors:
        print(f"lawlint: {path + '：' if path else ''}{message}", file=sys.stderr)
    levels = [options.fail_on] if options.fail_on else [c.fail_on for c in configs.used] or ["error"]
    return run.exit_status(min(levels, key=lambda level: -FAIL_ON.index(level)))


def _baseline(options: argparse.Namespace) -> Baseline | None:
    """The baseline to compare with or to write; ``None`` where neither is asked for."""
    written = options.write_baseline
    if written is None and not options.baseline:
        return None
    from pathlib import Path

    from lawlint import baseline

    if written == "" and not options.baseline:
        raise UsageError("--write-baseline 要写明文件，例如 --write-baseline 基线.json")
    if written and Path(written).suffix.lower() != ".json":
        raise UsageError(f"基线的文件名要以 .json 结尾，写的是“{written}”")
    if written and options.baseline and Path(written) != Path(options.baseline):
        raise UsageError(f"--baseline 和 --write-baseline 是两个文件（{options.baseline}、{written}），只能用一个")
    if options.baseline and not written:
        return baseline.read(Path(options.baseline))
    path = Path(written)
    return baseline.read(path) if path.exists() else baseline.Baseline(path)


def _compared(run: Run, baseline: Baseline, options: argparse.Namespace) -> None:
    """Leave out of the run's findings what the baseline knows; write it anew where that is asked for."""
    baseline.apply(run.files)
    if options.write_baseline is None:
        for name in baseline.vanished():
            print(f"lawlint: 基线里的文稿 {name} 已经没有了，其中 {len(baseline.drafts[name])} 处", file=sys.stderr)
        gone = [f"{file.path}：{text}" for file in run.files for text in file.gone]
        if gone:
            print(f"lawlint: 基线里有 {len(gone)} 处不再出现，可以用 --write-baseline 更新：", file=sys.stderr)
            print("\n".join(f"  {line}" for line in gone), file=sys.stderr)
        return
    baseline.update(run.files)
    _write(baseline.text(), str(baseline.path), run.files)
    count = sum(map(len, baseline.drafts.values()))
    print(f"lawlint: 已写好基线 {baseline.path}：{len(baseline.drafts)} 份文稿，{count} 处发现", file=sys.stderr)
    for file in run.files:
        file.gone = []
    baseline.apply(run.files)


def _show(run: Run, wanted: Sequence[Target], options: argparse.Namespace) -> None:
    """Write the results in each format asked for; one that cannot be made is an error of the run and holds up no other."""
    from lawlint.outputs import only_errors, rendered, style
    from lawlint.reporters import STATISTICS

    screen = only_errors(run) if options.quiet else run
    for target in wanted:
        if options.statistics and target.file is None and target.reporter.name == "text":
            target = target._replace(reporter=STATISTICS)
        shown = screen if target.file is None and not target.reporter.beside else run
        try:
            for content, file in rendered(shown, target, style(target.file, options.color)):
                _write(content, file, run.files)
                if target.file is None and file:
                    print(f"lawlint: 已写好 {file}", file=sys.stderr)
        except UsageError as error:
            run.errors.append(("", str(error)))


def _work(
    options: argparse.Namespace, registry: Registry, configs: _Configs, run: Run
) -> Iterator[tuple[str, bytes | None, Settings]]:
    """The drafts to check, each with its settings; what cannot be found is put into ``run.errors``."""
    from pathlib import Path

    from lawlint.files import drafts

    suffixes = [s for reader in registry.readers for s in reader.suffixes]
    seen: set[tuple[int, int]] = set()
    for name in options.paths:
        if name == "-":
            where = Path(options.stdin_filename)
            yield options.stdin_filename, sys.stdin.buffer.read(), configs.settings(where, options)
            continue
        path = Path(name)
        if path.is_dir():
            found = list(drafts(path, suffixes, configs.excluding))
            if not found:
                run.errors.append((name, f"文件夹里没有可读的文稿（{'、'.join(suffixes)}）"))
        elif path.exists():
            found = [path]
            if pattern := configs.excluding(path):
                run.skipped.append((name, f"配置排除了它（{pattern.origin}: exclude {pattern.value}）"))
                continue
        else:
            run.errors.append((name, "文件不存在"))
            continue
        for file in found:
            same = file.stat()  # a file under several names is checked once
            if (same.st_dev, same.st_ino) not in seen:
                seen.add((same.st_dev, same.st_ino))
                yield str(file), None, configs.settings(file, options)


def _repaired(
    work: list[tuple[str, bytes | None, Settings]], registry: Registry, options: argparse.Namespace, run: Run
) -> str:
    """Repair the drafts, or only work out how; the differences as a unified diff. Says on stderr what was done."""
    from lawlint import fixes

    diffs = []
    for path, data, settings in work:
        if options.fix and data is not None:
            raise UsageError("标准输入不能写回，请用 --diff")
        try:
            given = _bytes(path) if data is None else data
            work_out = fixes.repair if options.fix else fixes.preview
            repaired = work_out(given, path, registry, settings, options.unsafe_fixes)
        except ReadError as error:
            print(f"lawlint: {path}：没有修正：{error}", file=sys.stderr)
            continue
        diffs.append(repaired.diff())
        if repaired.refused:
            print(f"lawlint: {path}：{len(repaired.refused)} 项修正会牵动其他内容，没有改", file=sys.stderr)
        if options.fix and repaired.changed:
            try:
                fixes.write(repaired)
                print(f"lawlint: {path}：已修正 {len(repaired.applied)} 项", file=sys.stderr)
            except ReadError as error:
                run.errors.append((path, str(error)))
    return "".join(diffs)


def _checked(work: list[tuple[str, bytes | None, Settings]], registry: Registry, jobs: int) -> list[FileReport]:
    if jobs < 1:
        raise UsageError(f"--jobs 应当是正整数，写的是 {jobs}")
    from lawlint.outputs import Progress

    progress = Progress(len(work))
    if jobs == 1 or len(work) < 2:
        return [progress(_checked_one(item, registry)) for item in work]
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(max_workers=min(jobs, len(work))) as pool:
        return list(map(progress, pool.map(_checked_apart, work, chunksize=max(1, len(work) // (jobs * 4)))))


def _checked_apart(item: tuple[str, bytes | None, Settings]) -> FileReport:
    return _checked_one(item, _registry())


def _checked_one(item: tuple[str, bytes | None, Settings], registry: Registry) -> FileReport:
    from lawlint.engine import check_bytes
    from lawlint.report import FileReport

    path, data, settings = item
    try:
        return check_bytes(_bytes(path) if data is None else data, path, registry, settings)
    except ReadError as error:
        return FileReport(path, error=str(error))


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise ReadError(f"读不出来：{error.strerror}") from error


_loaded: list[Registry] = []


def _registry() -> Registry:
    """The registry of this process, loaded once."""
    if not _loaded:
        from lawlint.plugins import load

        _loaded.append(load())
    return _loaded[0]


class _Configs:
    """The configuration that holds for each draft, each file read once."""

    def __init__(self, registry: Registry, given: str | None) -> None:
        self._registry = registry
        self._given = given
        self._known: dict[Path, Config] = {}
        self._nearest: dict[Path, Path | None] = {}
        self.used: list[Config] = []

    def of(self, path: Path) -> Config:
        """The configuration for a file or folder: the one named on the command line, else the nearest upward."""
        from pathlib import Path

        from lawlint import config

        folder = path if path.is_dir() else path.parent
        if folder not in self._nearest:
            self._nearest[folder] = Path(self._given) if self._given else config.find(folder)
        file = self._nearest[folder]
        if file is None:
            return config.Config()
        if file not in self._known:
            self._known[file] = config.read(file, self._registry)
        return self._known[file]

    def excluding(self, path: Path, is_folder: bool = False) -> Setting | None:
        """The pattern that leaves a path out: of any configuration between it and the repository's root, as .gitignore."""
        from pathlib import Path

        if self._given:
            return self.of(path).excluding(path, is_folder, root=Path())
        full = path.parent.resolve() / path.name
        for folder in full.parents:
            found = self.of(folder).excluding(full, is_folder)
            if found or (folder / ".git").exists():
                return found
        return None

    def settings(self, path: Path, options: argparse.Namespace) -> Settings:
        """Configuration and command line as one; the command line wins."""
        from lawlint.config import SEVERITIES
        from lawlint.engine import Settings

        config = self.of(path).at(path)
        if config not in self.used:
            self.used.append(config)
        select, ignore = _names(getattr(options, "select", [])), _names(getattr(options, "ignore", []))
        self._registry.check_rule_names(select, "--select")
        self._registry.check_rule_names(ignore, "--ignore")
        severity = dict(config.severity)
        for given in getattr(options, "severity", []):
            rule, _, level = given.partition("=")
            if level not in SEVERITIES:
                raise UsageError(f"--severity 的写法是 规则=级别，级别为 {'、'.join(SEVERITIES)}；写的是“{given}”")
            self._registry.check_rule_names([rule], "--severity")
            severity[rule] = level
        return Settings(
            profile=options.profile or config.profile,
            select=tuple(select) or config.select,
            ignore=(*config.ignore, *ignore),
            severity=severity,
            options=config.options,
            inline=config.inline and not getattr(options, "no_inline", False),
            stage=options.stage or config.stage,
            revisions=options.revisions,
            soffice=options.soffice,
        )


def _names(given: Sequence[str]) -> list[str]:
    return [name.strip() for item in given for name in item.split(",") if name.strip()]


def _write(content: str | bytes, output: str | None, drafts: Sequence[FileReport]) -> None:
    """Write a result where it is wanted, never over one of the drafts."""
    if output is None:
        if isinstance(content, bytes):
            raise UsageError("这种格式不是文字，请用 --output 指定文件")
        sys.stdout.write(content)
        return
    if any(_same_file(output, draft.path) for draft in drafts):
        raise UsageError(f"--output 指向文稿本身（{output}），没有写入；请换一个文件名")
    try:
        with open(output, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise UsageError(f"写不了 {output}：{error.strerror}") from error


def _same_file(one: str, other: str) -> bool:
    import os

    try:
        return os.path.samefile(one, other)
    except OSError:  # one of them does not exist
        return False


def _files(options: argparse.Namespace) -> int:
    from lawlint.report import Run

    registry = _registry()
    run = Run(errors=[("", failure) for failure in registry.failures])
    for path, _, _ in _work(options, registry, _Configs(registry, options.config), run):
        print(path)
    for path, reason in run.skipped:
        print(f"lawlint: {path}：不检查：{reason}", file=sys.stderr)
    for path, message in run.errors:
        print(f"lawlint: {path + '：' if path else ''}{message}", file=sys.stderr)
    return INCOMPLETE if run.errors else DONE


def _config(options: argparse.Namespace) -> int:
    from dataclasses import replace
    from pathlib import Path

    from lawlint.reporters.settings import render

    registry, path = _registry(), Path(options.show)
    if not path.is_file():
        raise ReadError(f"{path} 不存在，或者不是文件")
    configs = _Configs(registry, options.config)
    settings = configs.settings(path, options)
    report = _checked_one((str(path), None, replace(settings, ignore=())), registry)
    given = {name: value for name in ("profile", "stage") if (value := getattr(options, name))}
    found = sorted({finding.rule for finding in report.findings})
    sys.stdout.write(render(str(path), configs.of(path).at(path), given, configs.excluding(path), found))
    if report.error:
        raise ReadError(f"{path}：{report.error}")
    if report.profile:
        print(f"\n模板：{report.profile.name}（{report.profile_reason}）")
    return _finish_listing()


# ---- one draft


def _one(options: argparse.Namespace) -> FileReport:
    """The report on the single draft a command is given.

    :raises ReadError: it cannot be read.
    """
    from pathlib import Path

    registry = _registry()
    stdin = options.path == "-"
    name = options.stdin_filename if stdin else options.path
    if Path(name).is_dir():
        raise ReadError(f"{name} 是文件夹；这个命令一次看一份文稿")
    settings = _Configs(registry, options.config).settings(Path(name), options)
    report = _checked_one((name, sys.stdin.buffer.read() if stdin else None, settings), registry)
    if report.error:
        raise ReadError(f"{name}：{report.error}")
    return report


def _finish_one(report: FileReport) -> int:
    from lawlint.report import Run

    _tell_failures()
    run = Run([report], [("", failure) for failure in _registry().failures])
    return INCOMPLETE if run.incomplete else DONE


def _suppress(options: argparse.Namespace) -> int:
    from pathlib import Path

    from lawlint import fixes, silence

    registry = _registry()
    _registry().check_rule_names(options.rule, "--rule")
    options.stdin_filename = options.path
    report = _one(options)
    settings = _Configs(registry, options.config).settings(Path(options.path), options)
    findings = silence.chosen(report, options.rule, options.line, options.fingerprint)
    repaired, said = silence.silenced(
        report, findings, options.reason, lambda data: _checked_one((options.path, data, settings), registry)
    )
    fixes.write(repaired)
    for line in said:
        print(f"{options.path}：{line}")
    return _finish_one(report)


def _checklist(options: argparse.Namespace) -> int:
    from lawlint.outputs import style

    report = _one(options)
    if options.format == "json":
        content: str | bytes = _part(report, "checklist")
    else:
        from lawlint.reporters.checklist import FORMATS

        content = FORMATS[options.format](report, style(options.output))
    _write(content, options.output, [report])
    return _finish_one(report)


def _figures(options: argparse.Namespace) -> int:
    report = _one(options)
    if options.format == "json":
        sys.stdout.write(_part(report, "figures"))
    else:
        from lawlint.outputs import style
        from lawlint.reporters.figures import render

        sys.stdout.write(render(report, style(None), everything=options.all))
    return _finish_one(report)


def _part(report: FileReport, part: str) -> str:
    """The file's part of the JSON format, under the same keys."""
    import json

    from lawlint.report import Run, jsonable

    file = jsonable(Run([report]), __version__)["files"][0]
    keys = ("path", "profile", "profile_reason", "report_year", part)
    return json.dumps({key: file[key] for key in keys}, ensure_ascii=False, indent=1) + "\n"


def _laws(options: argparse.Namespace) -> int:
    from lawlint.reporters.laws import render

    report = _one(options)
    assert report.document is not None
    sys.stdout.write(render(report.document, options.format))
    return _finish_one(report)


def _new(options: argparse.Namespace) -> int:
    from pathlib import Path

    from lawlint.reporters.drafting import skeleton

    content = skeleton(_registry().profiles.get(options.profile))
    if options.output and Path(options.output).exists():
        raise UsageError(f"{options.output} 已经存在，没有写入；请换一个文件名")
    _write(content, options.output, ())
    return _finish_listing()


def _review(options: argparse.Namespace) -> int:
    from pathlib import Path

    from lawlint.review import run
    from lawlint.review.desk import Desk

    registry = _registry()
    configs = _Configs(registry, options.config)
    if options.profile:
        registry.profiles.get(options.profile)  # a wrong name is said now, not on the page
    path = Path(options.path) if options.path else None
    if path and not path.is_file():
        raise ReadError(f"{path} 不存在，或者不是文件")

    def check(data: bytes, name: str) -> FileReport:
        return _checked_one((name, data, configs.settings(Path(name), options)), registry)

    run(Desk(check, path), lambda line: print(line, flush=True), browser=not options.no_browser)
    return _finish_listing()


def _lsp(options: argparse.Namespace) -> int:
    from pathlib import Path

    try:
        from lawlint.lsp import server
    except ModuleNotFoundError as error:
        raise UsageError(f'语言服务器要另外安装：pip install "lawlint[lsp]"（缺 {error.name}）') from error
    registry = _registry()

    def check(data: bytes, name: str) -> FileReport | None:
        configs = _Configs(registry, options.config)  # read anew: it may have been changed meanwhile
        if configs.excluding(Path(name)):
            return None
        return _checked_one((name, data, configs.settings(Path(name), options)), registry)

    _tell_failures()
    server(check).start_io()
    return DONE


# ---- what is available


def _explain(options: argparse.Namespace) -> int:
    from lawlint.reporters.pages import explain

    registry = _registry()
    registry.check_rule_names([options.rule], "lawlint explain")
    sys.stdout.write(explain(registry.rules, options.rule))
    return DONE


def _rules(options: argparse.Namespace) -> int:
    from lawlint.reporters.pages import rules

    sys.stdout.write(rules(_registry(), options.format))
    return _finish_listing()


def _profiles(options: argparse.Namespace) -> int:
    from lawlint.reporters.pages import profile, profiles

    registry = _registry()
    if options.describe:
        from lawlint.reporters.drafting import describe

        sys.stdout.write(describe(registry.profiles.get(options.describe)))
    elif options.show:
        sys.stdout.write(profile(registry.profiles.get(options.show), options.format))
    else:
        sys.stdout.write(profiles(registry, options.format))
    return _finish_listing()


def _finish_listing() -> int:
    _tell_failures()
    faults = _registry().profiles.faults()
    for fault in faults:
        print(f"lawlint: {fault}", file=sys.stderr)
    return INCOMPLETE if _registry().failures or faults else DONE


def _init(options: argparse.Namespace) -> int:
    from pathlib import Path

    from lawlint.config import NAMES, STARTER

    target = Path(NAMES[0])
    if target.exists() and not options.force:
        raise UsageError(f"{target} 已经存在；要覆盖请加 --force")
    target.write_text(STARTER, encoding="utf-8")
    print(f"已写好 {target}；其中每一项都有说明")
    return DONE


def _new_plugin(options: argparse.Namespace) -> int:
    from pathlib import Path

    from lawlint import newplugin

    for file in newplugin.write(options.name, Path()):
        print(file)
    print(f"下一步：pip install -e './{options.name}[test]'，然后 pytest {options.name}")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
