"""The outermost guard: whatever happens inside, the answer is one clear line and exit status 2."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from lawlint.errors import LawlintError
from lawlint.screen import one_line

INCOMPLETE = 2
LONGEST_MESSAGE = 2000  # characters of one line on standard error


def guarded(work: Callable[[], int]) -> int:
    """The exit status of ``work``, or 2 with a line on standard error; what it wrote has then left the process."""
    try:
        status = work()
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except LawlintError as error:
        tell(str(error))
    except KeyboardInterrupt:
        tell("已中断，没有检查完")
    except BrokenPipeError:
        tell("输出没有写完：接收的一方已经关闭")
    except OSError as error:
        tell(f"没有完成：{_system(error)}")
    except SystemExit as error:
        tell(f"没有完成：程序中途要求退出（SystemExit: {error.code}），多半是插件所为")
    except RecursionError:
        tell("没有完成：内容嵌套太深")
    except MemoryError:
        tell("没有完成：内存不够")
    except BaseException as error:
        tell(f"程序出错，没有完成（{failure(error)}）；请报告此问题")
    _discard()
    return INCOMPLETE


def tell(message: str) -> None:
    """A line on standard error, as far as there is one: never a reason to fail."""
    if sys.stderr is None:
        return
    shown = one_line(message)
    if len(shown) > LONGEST_MESSAGE:
        shown = shown[:LONGEST_MESSAGE] + "……"
    try:
        sys.stderr.write(f"lawlint: {shown}\n")
        sys.stderr.flush()
    except (OSError, ValueError):  # closed or full: the exit status still speaks
        pass


def failure(error: BaseException) -> str:
    """An unexpected error in words: its type, what it says, and the line of code it comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"，{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}: {error}{where}"


def _system(error: OSError) -> str:
    names = [str(name) for name in (error.filename, error.filename2) if name]
    return f"{error.strerror or error}{'：' + '、'.join(names) if names else ''}"


def _discard() -> None:
    """Give up what could not be written, so that the interpreter does not try once more when it ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            try:
                null = os.open(os.devnull, os.O_WRONLY)
                os.dup2(null, stream.fileno())
                os.close(null)
            except (OSError, ValueError, AttributeError):
                pass
