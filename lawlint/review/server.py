"""The server behind the page: this machine only, one token, five addresses.

Every request must name the host it is meant for and carry the token in its path; a browser that says it comes from
another site is refused. No address is ever read as a file's path.
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from base64 import b64encode
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from hmac import compare_digest
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any
from urllib.parse import quote, unquote

from lawlint.errors import ReadError
from lawlint.reporters.html import asset
from lawlint.review.desk import MAX_DRAFT, Desk, File

ADDRESS = "127.0.0.1"
IDLE = 30 * 60  # seconds without a request, after which the server stops
_PATIENCE = 30  # seconds to wait for a slow request
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Server(ThreadingHTTPServer):
    """Serves one :class:`Desk` on a free port of this machine.

    :param clock: seconds that only go forward.
    :raises OSError: no port can be opened.
    """

    daemon_threads = True
    timeout = 1  # seconds: how often to look whether the time is up

    def __init__(self, desk: Desk, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__((ADDRESS, 0), _Handler)
        self.desk = desk
        self.token = secrets.token_urlsafe(32)
        self.host = f"{ADDRESS}:{self.server_address[1]}"
        self.url = f"http://{self.host}/{self.token}/"
        self._clock = clock
        self._used = clock()

    def used(self) -> None:
        """Note that a page has asked for something."""
        self._used = self._clock()

    def is_idle(self) -> bool:
        """Whether no page has asked for anything in ``IDLE`` seconds."""
        return self._clock() - self._used > IDLE

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A page that was closed in the middle of an answer is no error to tell."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def run(self) -> None:
        """Serve until idle."""
        while not self.is_idle():
            self.handle_request()


class _Refused(Exception):
    """A request not to be answered."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


def _guarded(route: Callable[[], File | None]) -> File | None:
    """What a route gives; a fault of the program is said on the page and does not end the server."""
    try:
        return route()
    except (_Refused, ConnectionError):
        raise
    except Exception as error:
        why = f"程序出错（{type(error).__name__}: {error}），请报告此问题"
        raise _Refused(HTTPStatus.INTERNAL_SERVER_ERROR, why) from error


class _Handler(BaseHTTPRequestHandler):
    server: Server
    timeout = _PATIENCE

    def do_GET(self) -> None:
        desk = self.server.desk
        self._answer(
            {
                "": lambda: File("", *_shell()),
                "state": lambda: self._state(),
                "report": desk.report,
                "copy": desk.copy,
                "checklist": desk.checklist,
            }
        )

    def do_POST(self) -> None:
        self._answer({"draft": self._draft})

    def _answer(self, routes: dict[str, Callable[[], File | None]]) -> None:
        """Send what the route gives; anything wrong with the request ends it with a short message."""
        try:
            route = self._route()
            if route not in routes:
                raise _Refused(HTTPStatus.NOT_FOUND, "没有这个页面")
            self.server.used()
            found = _guarded(routes[route])
            if found is None:
                raise _Refused(HTTPStatus.CONFLICT, "还没有读成的文稿")
            self._send(HTTPStatus.OK, found)
        except _Refused as refused:
            self.close_connection = True
            self._send(refused.status, File("", str(refused).encode(), "text/plain; charset=utf-8"))

    def _route(self) -> str:
        """What is asked for, once host, origin and token have been found right."""
        origin = f"http://{self.server.host}"
        if self.headers.get_all("Host") != [self.server.host]:
            raise _Refused(HTTPStatus.FORBIDDEN, "这个页面只在本机使用")
        given = self.headers.get("Origin", "" if self.command == "POST" else origin)
        if given != origin or self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise _Refused(HTTPStatus.FORBIDDEN, "不接受其他网站的请求")
        token, slash, route = self.path.partition("?")[0].removeprefix("/").partition("/")
        if not slash or not compare_digest(token.encode(), self.server.token.encode()):
            raise _Refused(HTTPStatus.NOT_FOUND, "没有这个页面")
        return route

    def _state(self) -> File:
        return File("", json.dumps(self.server.desk.look(), ensure_ascii=False).encode(), "application/json")

    def _draft(self) -> File:
        """Take the draft in the request's body; its name stands in a header, percent-encoded."""
        try:
            size = int(self.headers.get("Content-Length", ""))
        except ValueError:
            raise _Refused(HTTPStatus.LENGTH_REQUIRED, "没有写明大小") from None
        if "Transfer-Encoding" in self.headers or size < 0:
            raise _Refused(HTTPStatus.BAD_REQUEST, "请求的写法不对")
        if size > MAX_DRAFT:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"文件超过 {MAX_DRAFT >> 20} MB")
        data = self.rfile.read(size)
        if len(data) < size:
            raise _Refused(HTTPStatus.BAD_REQUEST, "没有传完")
        try:
            self.server.desk.put(data, unquote(self.headers.get("X-Draft-Name", "")))
        except ReadError as error:
            raise _Refused(HTTPStatus.BAD_REQUEST, str(error)) from error
        return self._state()

    def _send(self, status: HTTPStatus, file: File) -> None:
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Security-Policy", _policy() if file.name == "" else "frame-ancestors 'self'")
        self.send_header("Content-Type", file.type)
        self.send_header("Content-Length", str(len(file.content)))
        if file.name and (not file.type.startswith("text/html") or self.path.endswith("?save")):
            self.send_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(file.name, safe='')}")
        self.end_headers()
        self.wfile.write(file.content)

    def version_string(self) -> str:
        return "lawlint"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a log would hold the names of drafts."""


def _part(name: str) -> str:
    return files("lawlint.review").joinpath(name).read_text(encoding="utf-8")


@cache
def _shell() -> tuple[bytes, str]:
    """The page around the report."""
    page = (
        _part("page.html")
        .replace("/*style*/", asset("page.css") + _part("page.css"))
        .replace("/*script*/", _part("page.js"))
    )
    return page.encode(), "text/html; charset=utf-8"


@cache
def _policy() -> str:
    """What the page may do: its own style and script, requests to this server, nothing else."""

    def hashed(text: str) -> str:
        return "'sha256-" + b64encode(sha256(text.encode()).digest()).decode() + "'"

    style, script = hashed(asset("page.css") + _part("page.css")), hashed(_part("page.js"))
    return (
        f"default-src 'none'; style-src {style}; script-src {script}; connect-src 'self'; frame-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
