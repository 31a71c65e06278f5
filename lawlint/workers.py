"""Check drafts, one after another or several at once; a draft that brings its process down loses no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import cache
from typing import NamedTuple

from lawlint.engine import Settings, check_bytes
from lawlint.errors import LawlintError, ReadError
from lawlint.files import limited, read_draft
from lawlint.guard import failure
from lawlint.plugins import Registry, load
from lawlint.report import FileReport

_LOST = "检查这份文稿的进程中途断了（可能内存不够，或被系统终止），没有查完；请用 --jobs 1 单独检查"


class Draft(NamedTuple):
    """A draft to check: its name, its bytes where they do not come from the file of that name, its settings."""

    path: str
    data: bytes | None
    settings: Settings


@cache
def registry() -> Registry:
    """The registry of this process, loaded once."""
    return load()


def check_all(
    drafts: Sequence[Draft],
    using: Registry,
    jobs: int = 1,
    checked: Callable[[FileReport], FileReport] = lambda report: report,
) -> list[FileReport]:
    """The reports, in the order of the drafts; ``jobs`` processes at once, each of which loads the plugins itself.

    :param checked: is told each report as it comes.
    """
    if jobs == 1 or len(drafts) < 2:
        return [checked(check_one(draft, using)) for draft in drafts]
    done = _in_pool(drafts, min(jobs, len(drafts)), checked)
    for at, draft in enumerate(drafts):
        if at not in done:  # the pool broke down: each in a pool of its own, so that only the cause is lost
            done[at] = _in_pool([draft], 1, checked).get(0) or FileReport(
                draft.path, error=_LOST, fail_on=draft.settings.fail_on
            )
    return [done[at] for at in range(len(drafts))]


def _in_pool(drafts: Sequence[Draft], jobs: int, checked: Callable[[FileReport], FileReport]) -> dict[int, FileReport]:
    """The reports by place; those that a broken pool did not give are left out."""
    done: dict[int, FileReport] = {}
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        waiting: list[Future[FileReport]] = []
        with suppress(BrokenProcessPool):  # while the drafts are still being handed out
            for draft in drafts:
                waiting.append(pool.submit(check_one, draft))
        for at, future in enumerate(waiting):
            try:
                done[at] = checked(future.result())
            except BrokenProcessPool:
                continue
            except Exception as error:  # a report that cannot be sent back
                path = drafts[at].path
                done[at] = FileReport(path, error=f"结果传不回来（{failure(error)}），请用 --jobs 1")
    return done


def check_one(draft: Draft, using: Registry | None = None) -> FileReport:
    """The report on one draft; whatever is wrong with it is its ``error``."""
    try:
        data = read_draft(draft.path) if draft.data is None else limited(draft.data)
        return check_bytes(data, draft.path, using or registry(), draft.settings)
    except ReadError as error:
        return FileReport(draft.path, error=str(error), fail_on=draft.settings.fail_on)
    except LawlintError as error:  # its configuration names a profile or option that is not right
        return FileReport(draft.path, error=str(error), fail_on=draft.settings.fail_on)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        message = f"程序出错（{failure(error)}），没有查完；请报告此问题"
        return FileReport(draft.path, error=message, fail_on=draft.settings.fail_on)
