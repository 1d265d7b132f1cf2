# SPDX-License-Identifier: AGPL-3.0-or-later
"""The program as processes of their own, on a data folder of their own and SQLite."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ENDS = 60


def start(data, *arguments, **around):
    """Start `insieme` with these arguments, and with more in its environment; its output goes to a file in the data folder."""
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    env |= {"INSIEME_DATA": str(data), "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"} | around
    with (data / "output").open("a") as output:
        return subprocess.Popen([sys.executable, "-m", "insieme", *arguments], env=env, stdout=output, stderr=output)


def said(data):
    return (data / "output").read_text()


def until(true, process=None):
    """Wait for a condition, generously."""
    ends = time.monotonic() + ENDS
    while not (found := true()):
        assert time.monotonic() < ends, "waited in vain"
        assert process is None or process.poll() is None, "the process ended"
        time.sleep(0.02)
    return found


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answers(port):
    """The status with which the program answers on a port; 0 while nobody does."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt") as answer:
            return answer.status
    except urllib.error.HTTPError as answer:
        answer.close()
        return answer.code
    except (urllib.error.URLError, OSError):
        return 0


def children(pid):
    """The verbs of a process's children by their pids."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        words = Path(f"/proc/{child}/cmdline").read_text().split("\0")
        if "insieme" in words:
            found[words[words.index("insieme") + 1]] = int(child)
    return found


def is_over(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True
