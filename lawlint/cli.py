"""The command line: commands and exit status, nothing else. What a command needs is imported when it runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from lawlint import __version__
from lawlint.errors import LawlintError, ReadError, UsageError
from lawlint.guard import INCOMPLETE, guarded, tell

if TYPE_CHECKING:
    from pathlib import Path

    from lawlint.baseline import Baseline
    from lawlint.config import Config, Setting
    from lawlint.engine import Settings
    from lawlint.files import Skipped
    from lawlint.outputs import Target
    from lawlint.plugins import Registry
    from lawlint.report import FileReport, Run
    from lawlint.workers import Draft

DONE = 0  # 1, something found, is the run's to say: Run.exit_status


class _Parser(argparse.ArgumentParser):
    """argparse with messages in Chinese; a wrong option exits with 2, and so does help that nobody can read."""

    def _print_message(self, message: str, file: Any = None) -> None:
        if not message:
            return
        if file is None:
            _out(message)
        else:
            file.write(message)  # argparse itself passes over errors here

    def error(self, message: str) -> None:  # type: ignore[override]
        if sys.stderr is not None:
            self.print_usage(sys.stderr)
        tell(_chinese(message))
        self.exit(INCOMPLETE)


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
    return guarded(lambda: _main(arguments))


def _main(arguments: list[str]) -> int:
    if arguments[:1] == ["--version"]:
        return _version()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        options = parser().parse_args(arguments)
    except SystemExit as end:  # argparse's way to end after --help or a wrong option
        return DONE if end.code in (None, 0) else INCOMPLETE
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        _block(options.plugins)
        return command(options)
    except LawlintError:
        _tell_failures()  # what is missing may well have been theirs
        raise


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
        "--fail-on", choices=("error", "warning", "info", "never"), help="达到哪一级时退出码为 1（默认 error）"
    )
    check.add_argument("--select", action="append", default=[], metavar="规则", help="只运行这些规则（逗号分隔）")
    check.add_argument("--ignore", action="append", default=[], metavar="规则", help="不运行这些规则（逗号分隔）")
    check.add_argument("--severity", action="append", default=[], metavar="规则=级别", help="改变一条规则的级别")
    check.add_argument("--fix", action="store_true", help="改正可以安全改正的差错，写回文稿（.md、.txt）")
    check.add_argument("--unsafe-fixes", action="store_true", help="与 --fix 或 --diff 同用：也改正需要人核对的差错")
    check.add_argument("--diff", action="store_true", help="只显示会改正什么，不写文稿")
    check.add_argument("--no-inline", action="store_true", help="不认可文稿内的停用指令（发布关口用）")
    _reading(check)

    gate = add("gate", _gate, "流水线的关口：受检目录里的配置、停用指令、.gitignore 都不能放宽它")
    gate.add_argument("paths", nargs="+", metavar="路径", help="文稿或文件夹")
    gate.add_argument("--exclude", action="append", default=[], metavar="样式", help="不检查的文件，写法同 .gitignore")
    gate.add_argument("--config", metavar="文件", help="只认这一份配置；不写就不用任何配置")
    gate.add_argument("--profile", metavar="模板", help="模板名，或模板文件的路径（默认按文稿判定）")
    gate.add_argument("--soffice", action="store_true", help="允许用本机的 LibreOffice 转换 .doc、.wps、.rtf、.odt")
    for sub in (check, gate):
        _reporting(sub)
    gate.set_defaults(gate=True, stage="publish", fail_on="error", no_inline=True, revisions="final")

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
    figures.add_argument("--why", action="store_true", help="写出每个关系的证据和分数，以及最强的另一种读法")
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

    _out(f"lawlint {__version__}\n")
    if not any_others():
        return DONE
    others = [plugin for plugin in map(about, installed()) if plugin.distribution != OWN]
    if others:
        _show(f"插件：{'、'.join(map(str, others))}\n")
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
    """Name the plugins that failed."""
    for failure in _registry().failures:
        tell(failure)


def _reporting(parser: argparse.ArgumentParser) -> None:
    """What check and gate have in common: how to tell, and what is known already."""
    parser.add_argument(
        "--format",
        action="append",
        default=[],
        metavar="格式[=文件]",
        help="输出格式，可以写几次：text、line、json、html、word、markdown、sarif、github、gitlab、junit，以及插件提供的",
    )
    parser.add_argument("--output", metavar="文件", help="写到文件，不写到屏幕")
    parser.add_argument("--quiet", action="store_true", help="屏幕上只列错误")
    parser.add_argument("--statistics", action="store_true", help="屏幕上不列各处发现，只列每条规则的处数")
    parser.add_argument("--verbose", action="store_true", help="逐条列出被停用的发现和略过的文件")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="颜色（默认看是不是终端）")
    parser.add_argument("--baseline", metavar="文件", help="基线：列在其中的发现不再报告")
    parser.add_argument(
        "--write-baseline",
        nargs="?",
        const="",
        metavar="文件",
        help="把现有的发现写成基线（不写文件名时更新 --baseline）",
    )
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="同时检查几份文稿")


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
    parser.add_argument("--soffice", action="store_true", help="允许用本机的 LibreOffice 转换 .doc、.wps、.rtf、.odt")
    if stdin:
        parser.add_argument("--stdin-filename", default="stdin.md", metavar="文件名", help="标准输入当作哪个文件名来读")


# ---- check


def _check(options: argparse.Namespace) -> int:
    if options.unsafe_fixes and not (options.fix or options.diff):
        raise UsageError("--unsafe-fixes 要与 --fix 或 --diff 同用")
    if options.fix and options.diff:
        raise UsageError("--fix 写文稿，--diff 只显示，不能同用")
    registry = _registry()
    configs = _Configs(registry, options.config)
    return _run(options, registry, configs)


def _gate(options: argparse.Namespace) -> int:
    registry = _registry()
    configs = _Configs(registry, options.config, upward=False)
    for file in (options.config, options.profile):
        if file and any(_lies_in(file, path) for path in options.paths):
            tell(f"注意：{file} 在受检的目录里，受检的一方可以改它；关口用的文件应当放在别处")
    return _run(options, registry, configs)


def _lies_in(file: str, folder: str) -> bool:
    """Whether a file that exists lies in a folder."""
    from pathlib import Path

    return Path(file).is_file() and Path(folder).resolve() in Path(file).resolve().parents


def _run(options: argparse.Namespace, registry: Registry, configs: _Configs) -> int:
    """Check the drafts that ``check`` or ``gate`` is given, and report."""
    from lawlint import screen
    from lawlint.outputs import Progress, targets
    from lawlint.report import Run
    from lawlint.workers import check_all

    wanted = targets(options.format, options.output, registry.reporters)
    if options.jobs < 1:
        raise UsageError(f"--jobs 应当是正整数，写的是 {options.jobs}")
    configs.check_options(options)
    baseline = _baseline(options)
    run = Run(errors=[("", failure) for failure in registry.failures], rules=registry.rules)
    work = _work(options, registry, configs, run)
    fixing = getattr(options, "fix", False) or getattr(options, "diff", False)
    diff = _repaired(work, registry, options, run) if fixing else ""
    run.files = check_all(work, registry, options.jobs, Progress(len(work)))
    if any(draft.settings.profile is None for draft in work):  # each template was then tried
        run.errors += [("", fault) for fault in registry.profiles.faults()]
    if baseline:
        _compared(run, baseline, options)
    if getattr(options, "gate", False):
        run.applied = configs.applied(options)
    if getattr(options, "diff", False):
        _write(screen.lines(diff), options.output, run)
    else:
        _report(run, wanted, options)
    for path, message in (*run.errors, *((file.path, file.error) for file in run.files if file.error)):
        tell(f"{path}：{message}" if path else message)
    return run.exit_status(options.fail_on)


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
            tell(f"基线里的文稿 {name} 已经没有了，其中 {len(baseline.drafts[name])} 处")
        gone = [f"{file.path}：{text}" for file in run.files for text in file.gone]
        if gone:
            tell(f"基线里有 {len(gone)} 处不再出现，可以用 --write-baseline 更新：")
            for line in gone:
                tell(f"  {line}")
        return
    baseline.update(run.files)
    _write(baseline.text(), str(baseline.path), run)
    count = sum(map(len, baseline.drafts.values()))
    tell(f"已写好基线 {baseline.path}：{len(baseline.drafts)} 份文稿，{count} 处发现")
    for file in run.files:
        file.gone = []
    baseline.apply(run.files)


def _report(run: Run, wanted: Sequence[Target], options: argparse.Namespace) -> None:
    """Write the results in each format asked for; one that cannot be made is an error of the run and holds up no other."""
    from lawlint.outputs import only_errors, rendered, style
    from lawlint.reporters import STATISTICS

    screen = only_errors(run) if options.quiet else run
    for target in wanted:
        if options.statistics and target.file is None and target.reporter.name == "text":
            target = target._replace(reporter=STATISTICS)
        shown = screen if target.file is None and not target.reporter.beside else run
        try:
            for content, file in rendered(shown, target, style(target.file, options.color, options.verbose)):
                _write(content, file, run)
                if target.file is None and file:
                    tell(f"已写好 {file}")
        except UsageError as error:
            run.errors.append(("", str(error)))


def _work(options: argparse.Namespace, registry: Registry, configs: _Configs, run: Run) -> list[Draft]:
    """The drafts to check, each with its settings; what cannot be checked is put into ``run``, and said."""
    from pathlib import Path

    from lawlint.files import Walk
    from lawlint.workers import Draft

    gate = getattr(options, "gate", False)
    readers = [r for r in registry.readers if options.soffice or "soffice" not in r.accepts]
    walk = Walk([s for reader in readers for s in reader.suffixes], trusting=not gate)
    work: dict[object, Draft] = {}

    def take(name: str, data: bytes | None = None) -> None:
        key = name if data is not None else _identity(name)
        if key in work:
            return
        try:
            work[key] = Draft(name, data, configs.settings(Path(name), options))
        except LawlintError as error:  # the configuration that holds for this draft
            if ("", str(error)) not in run.errors:
                run.errors.append(("", str(error)))

    for name in options.paths:
        if name == "-":
            take(options.stdin_filename if not gate else "stdin.md", _stdin())
            continue
        try:
            folder = _is_folder(name)
        except ReadError as error:
            run.errors.append((name, str(error)))
            continue
        path = Path(name)
        if not folder and (pattern := configs.excluding(path)):
            reason = f"配置排除了它（{pattern.origin}: exclude {pattern.value}）"
            run.skipped.append((name, reason))
            tell(f"{name}：没有检查：{reason}")
            continue
        if not folder:
            take(name)
            continue
        found = walk.add(path, getattr(options, "exclude", []), configs.excluding)
        if not found:
            run.errors.append((name, f"文件夹里没有可读的文稿（{'、'.join(s for r in readers for s in r.suffixes)}）"))
        for file in found:
            take(str(file))
    left = walk.finish()
    run.errors += left.errors
    _tell_skipped(left.skipped, configs, options, run)
    for words in left.counts():
        tell(words)
    configs.tell_loosened()
    return list(work.values())


def _identity(name: str) -> object:
    """What a file is known by under whichever name, so that it is checked once."""
    import os

    try:
        same = os.stat(name)
    except (OSError, ValueError):  # it is said when it is read
        return name
    return (same.st_dev, same.st_ino) if same.st_ino else os.path.realpath(name)


def _tell_skipped(skipped: Sequence[Skipped], configs: _Configs, options: argparse.Namespace, run: Run) -> None:
    """Name what was left out, each in a line; drafts that nobody reads are errors where the text is to be published."""
    from pathlib import Path

    for one in skipped:
        if one.draft and configs.settings(Path(one.path), options).final:
            run.errors.append((one.path, f"没有检查：{one.reason}"))
            continue
        run.skipped.append((one.path, one.reason))
        if not one.reason.startswith("按惯例") or options.verbose:
            tell(f"略过 {one.path}：{one.reason}")


def _is_folder(name: str) -> bool:
    """Whether a path is a folder, not a file.

    :raises ReadError: there is neither, or it cannot be looked at.
    """
    import os
    import stat

    try:
        return stat.S_ISDIR(os.stat(name).st_mode)
    except FileNotFoundError as error:
        raise ReadError("链接指向的文件不存在" if os.path.islink(name) else "文件不存在") from error
    except (OSError, ValueError) as error:
        raise ReadError(f"打不开：{getattr(error, 'strerror', None) or '文件名里有不能用的字符'}") from error


def _stdin() -> bytes:
    from lawlint.files import MAX_FILE

    if sys.stdin is None:
        raise ReadError("标准输入是关着的，没有文稿可读")
    return sys.stdin.buffer.read(MAX_FILE + 1)


def _repaired(work: Sequence[Draft], registry: Registry, options: argparse.Namespace, run: Run) -> str:
    """Repair the drafts, or only work out how; the differences as a unified diff. Says on stderr what was done."""
    from lawlint import fixes
    from lawlint.files import read_draft

    diffs = []
    for path, data, settings in work:
        if options.fix and data is not None:
            raise UsageError("标准输入不能写回，请用 --diff")
        try:
            given = read_draft(path) if data is None else data
            work_out = fixes.repair if options.fix else fixes.preview
            repaired = work_out(given, path, registry, settings, options.unsafe_fixes)
        except ReadError as error:
            tell(f"{path}：没有修正：{error}")
            continue
        diffs.append(repaired.diff())
        if repaired.refused:
            tell(f"{path}：{len(repaired.refused)} 项修正会牵动其他内容，没有改")
        if options.fix and repaired.changed:
            try:
                fixes.write(repaired)
                tell(f"{path}：已修正 {len(repaired.applied)} 项")
            except ReadError as error:
                run.errors.append((path, str(error)))
    return "".join(diffs)


def _registry() -> Registry:
    """The registry of this process, loaded once."""
    from lawlint.workers import registry

    return registry()


class _Configs:
    """The configuration that holds for each draft, each file read once.

    :param given: the file named on the command line, which then holds for all.
    :param upward: whether, where none is named, the nearest file upward from the draft counts.
    """

    def __init__(self, registry: Registry, given: str | None, upward: bool = True) -> None:
        self._registry = registry
        self._given = given
        self._upward = upward
        self._known: dict[str, Config] = {}
        self._holding: dict[Path, tuple[Path, ...]] = {}
        self._used: list[Config] = []

    def of(self, path: Path) -> Config:
        """The configuration for a file or folder; suppressions count only where no configuration above forbids them."""
        from pathlib import Path

        from lawlint import config

        if self._given:
            return self._read(Path(self._given)).at(path)
        if not self._upward:
            return config.Config()
        found: Config | None = None
        for file in self._above(path if path.is_dir() else path.parent):
            one = self._read(file).at(path)
            found = one if found is None else found.under(one)
        return found or config.Config()

    def _above(self, folder: Path) -> tuple[Path, ...]:
        from lawlint import config

        if folder not in self._holding:
            self._holding[folder] = tuple(config.above(folder))
        return self._holding[folder]

    def _read(self, file: Path) -> Config:
        from lawlint import config

        key = str(file)
        if key not in self._known:
            self._known[key] = config.read(file, self._registry)
        return self._known[key]

    def excluding(self, path: Path, is_folder: bool = False) -> Setting | None:
        """The pattern that leaves a path out: of any configuration between it and the repository's root, as .gitignore.

        At a gate only the command line may say that.
        """
        from pathlib import Path

        if not self._upward:
            return None
        if self._given:
            return self._read(Path(self._given)).excluding(path, is_folder, root=Path())
        full = path.parent.resolve() / path.name
        root = next((folder for folder in full.parents if (folder / ".git").exists()), None)
        for file in self._above(full.parent):
            try:
                found = self._read(file).excluding(full, is_folder)
            except UsageError:  # told when the drafts below it are taken up
                continue
            if found or (root and file.parent == root):
                return found
        return None

    def check_options(self, options: argparse.Namespace) -> None:
        """:raises UsageError: the command line names a rule, severity or profile that does not exist."""
        from lawlint.config import SEVERITIES

        for key in ("select", "ignore"):
            self._registry.check_rule_names(_names(getattr(options, key, [])), f"--{key}")
        for given in getattr(options, "severity", []):
            rule, _, level = given.partition("=")
            if level not in SEVERITIES:
                raise UsageError(f"--severity 的写法是 规则=级别，级别为 {'、'.join(SEVERITIES)}；写的是“{given}”")
            self._registry.check_rule_names([rule], "--severity")
        if options.profile:
            self._registry.profiles.get(options.profile)
        if self._given:
            from pathlib import Path

            self._read(Path(self._given))

    def settings(self, path: Path, options: argparse.Namespace) -> Settings:
        """Configuration and command line as one; the command line wins."""
        from lawlint.engine import Settings

        config = self.of(path)
        if config.path and config not in self._used:
            self._used.append(config)
        severity = dict(config.severity)
        for given in getattr(options, "severity", []):
            rule, _, level = given.partition("=")
            severity[rule] = level
        return Settings(
            profile=options.profile or config.profile,
            select=tuple(_names(getattr(options, "select", []))) or config.select,
            ignore=(*config.ignore, *_names(getattr(options, "ignore", []))),
            severity=severity,
            options=config.options,
            inline=config.inline and not getattr(options, "no_inline", False),
            stage=options.stage or config.stage,
            revisions=options.revisions,
            soffice=options.soffice,
            fail_on=getattr(options, "fail_on", None) or config.fail_on,
            gate=getattr(options, "gate", False),
        )

    def tell_loosened(self) -> None:
        """A line for each configuration in use that checks less than lawlint does by itself."""
        from lawlint.config import loosened

        for config in self._used:
            if words := loosened(config, self._registry):
                tell(f"配置 {config.path}：{words}")

    def applied(self, options: argparse.Namespace) -> tuple[str, ...]:
        """What applies at a gate, in lines: configuration, stage, rules, what was left out on the command line."""
        from lawlint.config import loosened

        rules = self._registry.rules
        off = [name for name, rule in sorted(rules.items()) if not rule.enabled]
        lines = [
            f"关口检查 lawlint {__version__}：配置 {self._given or '无'}；受检目录里的配置、停用指令、.gitignore 一律不认",
            "阶段 publish；有错误即不放行；没有核对的文字、认不出的模板算错误",
            f"模板：{options.profile or '按每份文稿判定'}；规则：内置和插件的 {len(rules)} 项"
            + (f"，默认不启用的有 {'、'.join(off)}" if off else ""),
        ]
        lines += [f"命令行排除：{'、'.join(options.exclude)}"] if options.exclude else []
        lines += [
            f"配置 {c.path}：{words}" for c in self._used if (words := loosened(c, self._registry, exclude=False))
        ]
        return tuple(lines)


def _names(given: Sequence[str]) -> list[str]:
    return [name.strip() for item in given for name in item.split(",") if name.strip()]


def _out(text: str) -> None:
    """Text on standard output.

    :raises UsageError: it is closed.
    """
    if sys.stdout is None:
        raise UsageError("标准输出是关着的，结果没有写出")
    sys.stdout.write(text)


def _show(text: str) -> None:
    """Text on standard output, where it may hold words of drafts and profiles."""
    from lawlint import screen

    _out(screen.lines(text))


def _write(content: str | bytes, output: str | None, run: Run) -> None:
    """Write a result where it is wanted, whole or not at all, never over one of the drafts."""
    from lawlint import writing

    if output is None:
        if isinstance(content, bytes):
            raise UsageError("这种格式不是文字，请用 --output 指定文件")
        _out(content)  # made harmless by the reporter, which knows its own syntax
        return
    if any(_same_file(output, draft.path) for draft in run.files):
        raise UsageError(f"--output 指向文稿本身（{output}），没有写入；请换一个文件名")
    try:
        writing.replace(output, content.encode("utf-8", "replace") if isinstance(content, str) else content)
    except (OSError, ValueError) as error:
        raise UsageError(f"写不了 {output}：{getattr(error, 'strerror', None) or error}") from error


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
        _show(f"{path}\n")
    for path, message in run.errors:
        tell(f"{path}：{message}" if path else message)
    return INCOMPLETE if run.errors else DONE


def _config(options: argparse.Namespace) -> int:
    from dataclasses import replace
    from pathlib import Path

    from lawlint.reporters.settings import render
    from lawlint.workers import Draft, check_one

    registry, path = _registry(), Path(options.show)
    if not path.is_file():
        raise ReadError(f"{path} 不存在，或者不是文件")
    configs = _Configs(registry, options.config)
    settings = configs.settings(path, options)
    report = check_one(Draft(str(path), None, replace(settings, ignore=())), registry)
    given = {name: value for name in ("profile", "stage") if (value := getattr(options, name))}
    found = sorted({finding.rule for finding in report.findings})
    _show(render(str(path), configs.of(path), given, configs.excluding(path), found))
    if report.error:
        raise ReadError(f"{path}：{report.error}")
    if report.profile:
        _show(f"\n模板：{report.profile.name}（{report.profile_reason}）\n")
    return _finish_listing()


# ---- one draft


def _one(options: argparse.Namespace) -> FileReport:
    """The report on the single draft a command is given.

    :raises ReadError: it cannot be read.
    """
    from pathlib import Path

    from lawlint.workers import Draft, check_one

    registry = _registry()
    stdin = options.path == "-"
    name = options.stdin_filename if stdin else options.path
    try:
        if not stdin and _is_folder(name):
            raise ReadError("是文件夹；这个命令一次看一份文稿")
    except ReadError as error:
        raise ReadError(f"{name}：{error}") from error
    configs = _Configs(registry, options.config)
    settings = configs.settings(Path(name), options)
    configs.tell_loosened()
    report = check_one(Draft(name, _stdin() if stdin else None, settings), registry)
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
    from lawlint.workers import Draft, check_one

    registry = _registry()
    _registry().check_rule_names(options.rule, "--rule")
    options.stdin_filename = options.path
    report = _one(options)
    settings = _Configs(registry, options.config).settings(Path(options.path), options)
    findings = silence.chosen(report, options.rule, options.line, options.fingerprint)
    repaired, said = silence.silenced(
        report, findings, options.reason, lambda data: check_one(Draft(options.path, data, settings), registry)
    )
    fixes.write(repaired)
    for line in said:
        _show(f"{options.path}：{line}\n")
    return _finish_one(report)


def _checklist(options: argparse.Namespace) -> int:
    from lawlint.outputs import style
    from lawlint.report import Run

    report = _one(options)
    if options.format == "json":
        content: str | bytes = _part(report, "checklist")
    else:
        from lawlint.reporters.checklist import FORMATS

        content = FORMATS[options.format](report, style(options.output))
    _write(content, options.output, Run([report]))
    return _finish_one(report)


def _figures(options: argparse.Namespace) -> int:
    report = _one(options)
    if options.format == "json":
        _out(_part(report, "figures"))
    else:
        from lawlint.outputs import style as chosen
        from lawlint.reporters import on_screen
        from lawlint.reporters.figures import render

        if report.figures is None:
            raise ReadError(f"{report.path}：数字核算时程序出错，没有结果；用 lawlint check 查看是哪一步")
        _out(on_screen(lambda style: render(report, style, everything=options.all, why=options.why), chosen(None)))
    return _finish_one(report)


def _part(report: FileReport, part: str) -> str:
    """The file's part of the JSON format, under the same keys."""
    import json

    from lawlint import screen
    from lawlint.report import Run, jsonable

    file = jsonable(Run([report]), __version__)["files"][0]
    keys = ("path", "profile", "profile_reason", "report_year", part)
    return screen.json_text(json.dumps({key: file[key] for key in keys}, ensure_ascii=False, indent=1) + "\n")


def _laws(options: argparse.Namespace) -> int:
    from lawlint import screen
    from lawlint.reporters.laws import render

    report = _one(options)
    assert report.document is not None
    made = render(report.document, options.format)
    _out(screen.json_text(made) if options.format == "json" else screen.lines(made))
    return _finish_one(report)


def _new(options: argparse.Namespace) -> int:
    from pathlib import Path

    from lawlint.report import Run
    from lawlint.reporters.drafting import skeleton

    content = skeleton(_registry().profiles.get(options.profile))
    if options.output and Path(options.output).exists():
        raise UsageError(f"{options.output} 已经存在，没有写入；请换一个文件名")
    _write(content, options.output, Run())
    return _finish_listing()


def _review(options: argparse.Namespace) -> int:
    from pathlib import Path

    from lawlint.review import run
    from lawlint.review.desk import Desk
    from lawlint.workers import Draft, check_one

    registry = _registry()
    configs = _Configs(registry, options.config)
    if options.profile:
        registry.profiles.get(options.profile)  # a wrong name is said now, not on the page
    path = Path(options.path) if options.path else None
    if path and not path.is_file():
        raise ReadError(f"{path} 不存在，或者不是文件")

    def check(data: bytes, name: str) -> FileReport:
        return check_one(Draft(name, data, configs.settings(Path(name), options)), registry)

    run(Desk(check, path), _told, browser=not options.no_browser)
    return _finish_listing()


def _told(line: str) -> None:
    _show(f"{line}\n")
    sys.stdout.flush()


def _lsp(options: argparse.Namespace) -> int:
    from pathlib import Path

    try:
        from lawlint.lsp import server
    except ModuleNotFoundError as error:
        raise UsageError(f'语言服务器要另外安装：pip install "lawlint[lsp]"（缺 {error.name}）') from error
    from lawlint.workers import Draft, check_one

    registry = _registry()

    def check(data: bytes, name: str) -> FileReport | None:
        configs = _Configs(registry, options.config)  # read anew: it may have been changed meanwhile
        if configs.excluding(Path(name)):
            return None
        return check_one(Draft(name, data, configs.settings(Path(name), options)), registry)

    _tell_failures()
    server(check).start_io()
    return DONE


# ---- what is available


def _explain(options: argparse.Namespace) -> int:
    from lawlint.reporters.pages import explain

    registry = _registry()
    registry.check_rule_names([options.rule], "lawlint explain")
    _show(explain(registry.rules, options.rule))
    return DONE


def _rules(options: argparse.Namespace) -> int:
    from lawlint.reporters.pages import rules

    _out(rules(_registry(), options.format))
    return _finish_listing()


def _profiles(options: argparse.Namespace) -> int:
    from lawlint import screen
    from lawlint.reporters.pages import profile, profiles

    registry = _registry()
    if options.describe:
        from lawlint.reporters.drafting import describe

        made = describe(registry.profiles.get(options.describe))
    elif options.show:
        made = profile(registry.profiles.get(options.show), options.format)
    else:
        made = profiles(registry, options.format)
    _out(screen.json_text(made) if options.format == "json" else screen.lines(made))
    return _finish_listing()


def _finish_listing() -> int:
    _tell_failures()
    faults = _registry().profiles.faults()
    for fault in faults:
        tell(fault)
    return INCOMPLETE if _registry().failures or faults else DONE


def _init(options: argparse.Namespace) -> int:
    from pathlib import Path

    from lawlint.config import NAMES, STARTER

    target = Path(NAMES[0])
    if target.exists() and not options.force:
        raise UsageError(f"{target} 已经存在；要覆盖请加 --force")
    target.write_text(STARTER, encoding="utf-8")
    _out(f"已写好 {target}；其中每一项都有说明\n")
    return DONE


def _new_plugin(options: argparse.Namespace) -> int:
    from pathlib import Path

    from lawlint import newplugin

    for file in newplugin.write(options.name, Path()):
        _show(f"{file}\n")
    _show(f"下一步：pip install -e './{options.name}[test]'，然后 pytest {options.name}\n")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
