"""``lawlint review``: a page on this machine alone, for reading a draft's report and taking the review copy away.

Nothing leaves the machine and nothing is written to it: the one draft under review is held in memory until the next
one, or the end.
"""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from threading import Thread

from lawlint.errors import UsageError
from lawlint.review.desk import Desk
from lawlint.review.server import IDLE, Server


def run(desk: Desk, tell: Callable[[str], None], browser: bool = True) -> None:
    """Serve the page until Ctrl-C, or until no page has asked for anything in ``IDLE`` seconds.

    :param tell: is given what to say to the user, line by line.
    :param browser: whether to open the page.
    :raises UsageError: no port can be opened on this machine.
    """
    try:
        server = Server(desk)
    except OSError as error:
        raise UsageError(f"开不了本机的端口：{error.strerror}") from error
    with server:
        tell(f"审阅页面：{server.url}")
        tell(f"只有本机能打开，文稿不会离开本机。按 Ctrl-C 停止；页面关闭 {IDLE // 60} 分钟后自动停止。")
        if browser:
            Thread(target=webbrowser.open, args=(server.url,), daemon=True).start()
        try:
            server.run()
            tell("很久没有页面在用，已停止。")
        except KeyboardInterrupt:
            tell("已停止。")
