# SPDX-License-Identifier: AGPL-3.0-or-later
"""`insieme run`, `web` and `work` as real processes: they start, stop, and leave nothing behind."""

import os
import shutil
import signal
import socket
import sqlite3
import sys
import urllib.request
from pathlib import Path

import pytest

from insieme.config.tests.processes import answers, children, free_port, is_over, said, start, until
from insieme.foundation.tests.mailserver import mailserver

__all__ = ["mailserver"]
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    data = tmp_path_factory.mktemp("migrated")
    with start(data, "migrate", "-v0") as process:
        assert process.wait() == 0, said(data)
    return data


@pytest.fixture
def data(migrated, tmp_path):
    return shutil.copytree(migrated, tmp_path / "data")


@pytest.fixture
def started(data):
    """Start a verb, and end it whatever happens."""
    processes = []

    def begin(*arguments, where=data, **around):
        processes.append(start(where, *arguments, **around))
        processes[-1].data = where
        return processes[-1]

    yield begin
    for process in processes:
        process.kill()
        process.wait()


def family(process):
    until(lambda: set(children(process.pid)) == {"web", "work"}, process)
    return children(process.pid)


@pytest.mark.parametrize(("workers", "shared"), [("1", False), ("2", True)])
def test_web_refuses_a_busy_port_with_a_sentence(started, data, workers, shared):
    with socket.create_server(("127.0.0.1", 0), reuse_port=shared) as taken:
        port = taken.getsockname()[1]
        assert started("web", "--port", str(port), "--workers", workers).wait() == 1
    assert str(port) in said(data)
    assert "Traceback" not in said(data)


def test_run_prepares_a_fresh_folder_and_ends_at_once_with_streams_open(started, tmp_path):
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    port = free_port()
    process = started("run", "--port", str(port), where=fresh)
    until(lambda: answers(port) == 200, process)
    assert f"http://127.0.0.1:{port}/" in said(fresh)
    pids = family(process)
    for child in pids.values():
        assert f"INSIEME_URL=http://127.0.0.1:{port}\0" in Path(f"/proc/{child}/environ").read_text()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/live?topic=record&from=-1") as stream:
        assert stream.readline().startswith(b"retry:")
        process.send_signal(signal.SIGTERM)
        rest = stream.read()
    assert rest.strip() == b""
    assert process.wait() == 0
    assert all(is_over(pid) for pid in pids.values())
    assert "Traceback" not in said(fresh)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_run_stops_for_the_keyboard_and_for_a_closed_terminal(started, number):
    process = started("run", "--port", str(free_port()))
    pids = family(process)
    process.send_signal(number)
    assert process.wait() == 0
    assert all(is_over(pid) for pid in pids.values())


def test_a_killed_parent_leaves_no_orphan(started):
    port = free_port()
    process = started("run", "--port", str(port), "--workers", "2")
    until(lambda: answers(port) == 200, process)
    pids = family(process)
    process.kill()
    process.wait()
    for pid in pids.values():
        until(lambda pid=pid: is_over(pid))
    assert answers(port) == 0


def test_a_dead_child_is_started_anew(started):
    process = started("run", "--port", str(free_port()))
    first = family(process)
    os.kill(first["work"], signal.SIGKILL)
    until(lambda: children(process.pid).get("work", first["work"]) != first["work"], process)
    assert children(process.pid)["web"] == first["web"]


def test_work_survives_a_database_without_tables_and_says_it_once(started, tmp_path, migrated):
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    process = started("work", where=fresh)
    until(lambda: "The record cannot use the database" in said(fresh), process)
    with sqlite3.connect(migrated / "insieme.sqlite3") as whole, sqlite3.connect(fresh / "insieme.sqlite3") as empty:
        whole.backup(empty)
    whole.close()
    empty.close()
    until(lambda: "The record goes on" in said(fresh), process)
    process.send_signal(signal.SIGTERM)
    assert process.wait() == 0
    assert said(fresh).count("The record cannot use the database") == 1


def test_work_once_on_a_database_without_tables_says_what_to_do(started, tmp_path):
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert started("work", "--once", where=fresh).wait() == 1
    assert "insieme migrate" in said(fresh)
    assert "Traceback" not in said(fresh)


def test_work_once_on_a_quiet_house_ends_well(started, data):
    assert started("work", "--once").wait() == 0, said(data)


def test_two_workers_at_once_do_everything_once(started, data):
    fill = "from insieme.config.tests.queued import ring_and_queue; ring_and_queue(40)"
    assert started("shell", "--no-imports", "-v0", "-c", fill).wait() == 0, said(data)
    workers = [started("work", "--once") for _ in range(2)]
    assert [worker.wait() for worker in workers] == [0, 0], said(data)
    with sqlite3.connect(data / "insieme.sqlite3") as database:
        tasks = database.execute("SELECT status, json_array_length(worker_ids) FROM django_tasks_database_dbtaskresult").fetchall()
        positions = database.execute("SELECT position FROM record_entry ORDER BY id").fetchall()
    database.close()
    assert tasks == [("SUCCESSFUL", 1)] * 40
    assert sorted(positions) == [(place,) for place in range(40)]


def long_ago(data):
    """As if what runs had been left behind long ago."""
    with sqlite3.connect(data / "insieme.sqlite3") as database:
        database.execute("UPDATE django_tasks_database_dbtaskresult SET started_at = '2020-01-01 00:00:00' WHERE status = 'RUNNING'")
    database.close()


def test_no_letter_is_lost_with_the_worker_that_was_about_to_send_it(started, data, mailserver, settings):
    fill = "from insieme.config.tests.queued import two_wait_for_a_letter; two_wait_for_a_letter()"
    assert started("shell", "--no-imports", "-v0", "-c", fill).wait() == 0, said(data)
    asked, ends = set(), []

    def kill_once_for(address):
        if address not in asked:
            asked.add(address)
            worker.kill()

    mailserver.on_letter = kill_once_for
    for _ in range(3):
        worker = started("work", "--once", INSIEME_SMTP=f"127.0.0.1:{settings.EMAIL_PORT}")
        ends.append(worker.wait())
        long_ago(data)
    assert ends == [-signal.SIGKILL, -signal.SIGKILL, 0], said(data)
    assert {address: len(letters) for address, letters in mailserver.took.items()} == {"ada@example.it": 1, "bea@example.it": 1}


def test_a_task_that_kills_its_workers_is_given_up_after_the_third_and_the_others_go_on(started, data):
    fill = "from insieme.config.tests.queued import queue_a_killer; queue_a_killer()"
    assert started("shell", "--no-imports", "-v0", "-c", fill).wait() == 0, said(data)
    ends = []
    for _ in range(4):
        ends.append(started("work", "--once").wait())
        long_ago(data)
    assert ends == [-signal.SIGKILL] * 3 + [1]
    with sqlite3.connect(data / "insieme.sqlite3") as database:
        tasks = database.execute(
            "SELECT task_path, status, json_array_length(worker_ids) FROM django_tasks_database_dbtaskresult"
        ).fetchall()
    database.close()
    where = "insieme.config.tests.queued"
    assert sorted(tasks) == [(f"{where}.kill", "FAILED", 3), (f"{where}.mark", "SUCCESSFUL", 1)]
    assert said(data).count(f"Three workers have died with the task {where}.kill") == 1
