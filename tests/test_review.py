"""``lawlint review``: the draft on the desk, and the server that lets this machine alone see it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from lawlint.engine import Settings, check_bytes
from lawlint.errors import ReadError, UsageError
from lawlint.plugins import load
from lawlint.report import FileReport
from lawlint.review import desk as desks
from lawlint.review import server as servers
from lawlint.review.desk import Desk, file_name
from lawlint.review.server import IDLE, Server

REGISTRY = load()
DRAFT = "# 某县教育局2024年度法治政府建设情况报告\n\n## 一、主要举措\n\n全年受理投诉318件，包括来电142件、来信41件。\n"


def check(data: bytes, name: str) -> FileReport:
    return check_bytes(data, name, REGISTRY, Settings())


# ---- the desk


def test_a_file_is_checked_again_when_it_changes_and_only_then(tmp_path: Path) -> None:
    seen: list[bytes] = []

    def counted(data: bytes, name: str) -> FileReport:
        seen.append(data)
        return check(data, name)

    draft = tmp_path / "草稿.md"
    draft.write_text(DRAFT, encoding="utf-8")
    desk = Desk(counted, draft)
    first = desk.look()
    assert first == desk.look()
    assert (first["name"], first["ready"], first["watched"], first["error"]) == ("草稿.md", True, True, "")
    draft.write_text(DRAFT + "\n又写了一段。\n", encoding="utf-8")
    second = desk.look()
    assert second["revision"] == first["revision"] + 1
    assert [s.decode() for s in seen] == [DRAFT, DRAFT + "\n又写了一段。\n"]
    report = desk.report()
    assert report
    assert "又写了一段" in report.content.decode()


def test_a_file_saved_with_the_same_size_is_seen_by_its_time(tmp_path: Path) -> None:
    draft = tmp_path / "草稿.md"
    draft.write_text(DRAFT, encoding="utf-8")
    desk = Desk(check, draft)
    before = desk.look()["revision"]
    os.utime(draft, ns=(1, draft.stat().st_mtime_ns + 1))
    assert desk.look()["revision"] == before + 1


def test_a_file_that_is_away_leaves_the_last_report_with_a_word(tmp_path: Path) -> None:
    draft = tmp_path / "草稿.md"
    draft.write_text(DRAFT, encoding="utf-8")
    desk = Desk(check, draft)
    desk.look()
    draft.rename(tmp_path / "别处.md")
    away = desk.look()
    assert away["ready"]
    assert "不在原处" in away["error"]
    (tmp_path / "别处.md").rename(draft)
    assert desk.look()["error"] == ""


@pytest.mark.parametrize("broken", [b"", b"\0\1\2", b"PK\x03\x04"])
def test_a_file_that_cannot_be_read_is_no_clean_draft(tmp_path: Path, broken: bytes) -> None:
    draft = tmp_path / "草稿.docx"
    draft.write_bytes(broken)
    desk = Desk(check, draft)
    state = desk.look()
    assert not state["ready"]
    assert state["error"]
    assert desk.report() is desk.copy() is desk.checklist() is None


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "MAX_DRAFT", 10)
    draft = tmp_path / "草稿.md"
    draft.write_text(DRAFT, encoding="utf-8")
    state = Desk(check, draft).look()
    assert not state["ready"]
    assert "超过" in state["error"]


def test_a_wrong_configuration_is_said_on_the_page() -> None:
    def wrong(data: bytes, name: str) -> FileReport:
        raise UsageError("配置写错了")

    desk = Desk(wrong)
    desk.put(DRAFT.encode(), "草稿.md")
    assert desk.look()["error"] == "配置写错了"


def test_a_dropped_draft_takes_the_place_of_the_file(tmp_path: Path) -> None:
    draft = tmp_path / "草稿.md"
    draft.write_text(DRAFT, encoding="utf-8")
    desk = Desk(check, draft)
    desk.look()
    desk.put(DRAFT.encode(), "另一份.md")
    draft.write_text("# 改了\n", encoding="utf-8")
    state = desk.look()
    assert (state["name"], state["watched"]) == ("另一份.md", False)
    names = [file.name for file in (desk.report(), desk.copy(), desk.checklist()) if file]
    assert names == ["另一份.审核报告.html", "另一份.审阅.docx", "另一份.核对表.docx"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("报告.docx", "报告.docx"),
        ("../../etc/报告.docx", "报告.docx"),
        ("C:\\文稿\\报告.docx", "报告.docx"),
        ("/abs/报告.docx", "报告.docx"),
        ('a"b\r\nSet-Cookie: x.md', "abSet-Cookie x.md"),
        ("报告" * 200 + ".docx", ("报告" * 200 + ".docx")[-150:]),
    ],
)
def test_only_the_last_part_of_a_name_is_kept(given: str, kept: str) -> None:
    assert file_name(given) == kept


@pytest.mark.parametrize("given", ["", "..", "a/..", "/", "a\\", "\x00", ". . ."])
def test_a_name_of_nothing_is_refused(given: str) -> None:
    with pytest.raises(ReadError):
        file_name(given)


# ---- the server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    draft = tmp_path / "草稿.md"
    draft.write_text(DRAFT, encoding="utf-8")
    with Server(Desk(check, draft)) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def ask(
    server: Server, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """A request to a path below the token's (to the path itself, where it begins with ``/``)."""
    connection = http.client.HTTPConnection(server.host)
    where = path if path.startswith("/") else f"/{server.token}/{path}"
    connection.putrequest(method, where, skip_host=True)
    sent = {"Host": server.host} | {k.replace("_", "-"): v for k, v in headers.items()}
    if body is not None:
        sent.setdefault("Content-Length", str(len(body)))
    for name, value in sent.items():
        if value:
            connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), content


def test_page_state_report_and_downloads(server: Server) -> None:
    state = json.loads(ask(server, "GET", "state")[2])
    assert state["name"] == "草稿.md"
    for path, kind, start, name in [
        ("", "text/html", b"<!doctype html>", None),
        ("report", "text/html", b"<!doctype html>", None),
        ("report?3", "text/html", b"<!doctype html>", None),
        ("report?save", "text/html", b"<!doctype html>", "草稿.审核报告.html"),
        ("copy", "application/vnd", b"PK", "草稿.审阅.docx"),
        ("checklist", "application/vnd", b"PK", "草稿.核对表.docx"),
    ]:
        status, headers, content = ask(server, "GET", path)
        assert status == 200
        assert headers["Content-Type"].startswith(kind)
        assert content.startswith(start)
        assert headers["Cache-Control"] == "no-store"
        disposition = headers.get("Content-Disposition")
        assert disposition == (f"attachment; filename*=UTF-8''{quote(name)}" if name else None)


def test_a_draft_is_taken_from_the_page_itself(server: Server) -> None:
    origin = f"http://{server.host}"
    status, _, content = ask(
        server,
        "POST",
        "draft",
        DRAFT.encode(),
        Origin=origin,
        X_Draft_Name=quote("../另一份.md"),
        Sec_Fetch_Site="same-origin",
    )
    assert status == 200
    assert json.loads(content)["name"] == "另一份.md"


def test_a_draft_that_cannot_be_read_is_said(server: Server) -> None:
    status, _, content = ask(server, "POST", "draft", b"", Origin=f"http://{server.host}", X_Draft_Name="a.docx")
    assert status == 200
    assert json.loads(content)["error"]
    assert ask(server, "GET", "report")[0] == HTTPStatus.CONFLICT


REFUSED = [
    ("GET", "state", {"Host": "evil.example"}, 403),
    ("GET", "state", {"Host": ""}, 403),
    ("GET", "state", {"Host": "localhost:PORT"}, 403),
    ("GET", "state", {"Host": "127.0.0.1"}, 403),
    ("GET", "state", {"Host": "127.0.0.1:PORT.evil.example"}, 403),
    ("GET", "state", {"Origin": "http://evil.example"}, 403),
    ("GET", "state", {"Origin": "null"}, 403),
    ("GET", "state", {"Sec-Fetch-Site": "cross-site"}, 403),
    ("GET", "report", {"Sec-Fetch-Site": "same-site"}, 403),
    ("POST", "draft", {}, 403),
    ("POST", "draft", {"Origin": "http://evil.example"}, 403),
    ("POST", "draft", {"Origin": "http://127.0.0.1:1"}, 403),
    ("POST", "draft", {"Origin": "SELF", "Content-Length": "x"}, 411),
    ("POST", "draft", {"Origin": "SELF", "Content-Length": "-1"}, 400),
    ("POST", "draft", {"Origin": "SELF", "Transfer-Encoding": "chunked"}, 400),
    ("POST", "draft", {"Origin": "SELF", "X-Draft-Name": ".."}, 400),
    ("POST", "draft", {"Origin": "SELF"}, 400),
    ("POST", "state", {"Origin": "SELF"}, 404),
    ("GET", "draft", {}, 404),
    ("GET", "../state", {}, 404),
    ("GET", "../../../../etc/passwd", {}, 404),
    ("GET", "%2e%2e/state", {}, 404),
    ("GET", "state/", {}, 404),
    ("GET", "草稿.md", {}, 404),
    ("GET", "/", {}, 404),
    ("GET", "/state", {}, 404),
    ("GET", "//state", {}, 404),
    ("GET", "/x/state", {}, 404),
    ("OPTIONS", "draft", {"Origin": "http://evil.example"}, 501),
    ("PUT", "draft", {"Origin": "SELF"}, 501),
    ("DELETE", "draft", {"Origin": "SELF"}, 501),
]


@pytest.mark.parametrize(("method", "path", "headers", "status"), REFUSED)
def test_what_is_refused(server: Server, method: str, path: str, headers: dict[str, str], status: int) -> None:
    port = server.host.rpartition(":")[2]
    sent = {k: v.replace("SELF", f"http://{server.host}").replace("PORT", port) for k, v in headers.items()}
    before = server.desk.look()
    body = DRAFT.encode() if method == "POST" else None
    got, headers_back, content = ask(server, method, quote(path, safe="/.%?"), body, **sent)
    assert got == status
    assert server.token.encode() not in content
    assert "Access-Control-Allow-Origin" not in headers_back
    assert DRAFT[2:20].encode() not in content
    assert server.desk.look() == before


def test_a_draft_over_the_limit_is_refused_before_it_is_read(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "MAX_DRAFT", 10)
    status, _, _ = ask(server, "POST", "draft", b"x" * 11, Origin=f"http://{server.host}", X_Draft_Name="a.md")
    assert status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_a_fault_of_the_program_is_said_and_ends_nothing(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(report: FileReport) -> bytes:
        raise RuntimeError("坏了")

    monkeypatch.setattr(desks.word, "review_copy", broken)
    status, _, content = ask(server, "GET", "copy")
    assert status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "坏了" in content.decode()
    assert ask(server, "GET", "state")[0] == HTTPStatus.OK


def test_every_start_has_another_token() -> None:
    with Server(Desk(check)) as one, Server(Desk(check)) as other:
        assert one.token != other.token
        assert len(one.token) >= 43  # 32 random bytes
        assert one.server_address[0] == "127.0.0.1"


def test_it_stops_when_nobody_has_asked_for_long() -> None:
    time = [0.0]
    with Server(Desk(check), clock=lambda: time[0]) as server:
        time[0] = IDLE
        assert not server.is_idle()
        server.used()
        time[0] += IDLE
        assert not server.is_idle()
        time[0] += 1
        assert server.is_idle()
        server.run()  # returns at once


def test_the_page_carries_what_its_policy_allows(server: Server) -> None:
    from base64 import b64encode
    from hashlib import sha256

    _, headers, content = ask(server, "GET", "")
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    for tag in (b"style", b"script"):
        text = re.search(b"<%b>(.*?)</%b>" % (tag, tag), content, re.S)
        assert text
        assert b64encode(sha256(text.group(1)).digest()).decode() in policy
    outside = re.findall(rb"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", content)
    assert outside == []


# ---- the command


def test_the_command_serves_and_stops_with_ctrl_c_leaving_nothing(tmp_path: Path) -> None:
    (tmp_path / "草稿.md").write_text(DRAFT, encoding="utf-8")
    command = [sys.executable, "-m", "lawlint", "review", "草稿.md", "--no-browser"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a test run may itself ignore Ctrl-C
    )
    try:
        assert process.stdout
        url = re.search(r"http://(127\.0\.0\.1:\d+)(/\S+/)", process.stdout.readline())
        assert url
        connection = http.client.HTTPConnection(url[1])
        connection.request("GET", url[2] + "copy")
        assert connection.getresponse().read().startswith(b"PK")
        connection.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert "已停止" in process.stdout.read()
    finally:
        process.kill()
        process.communicate()
    assert [p.name for p in tmp_path.iterdir()] == ["草稿.md"]


@pytest.mark.parametrize("arguments", [["没有.md"], ["."], ["--profile", "没有这个", "草稿.md"]])
def test_what_cannot_start_says_so(lawlint: Any, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "草稿.md").write_text(DRAFT, encoding="utf-8")
    done = lawlint("review", "--no-browser", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("lawlint: ")
