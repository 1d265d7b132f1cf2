# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages for those who write programs, and their examples, run as they stand against a real server."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from house.plan import SOURCE
from insieme.foundation import clock
from insieme.front.web.developers import EXAMPLES, refusals
from insieme.offers.access import last_pledge
from insieme.offers.queries import calls
from insieme.people.actions.tokens import make_token
from insieme.people.queries import person_by_handle
from insieme.people.tests.makers import as_actor
from insieme.village.tests.worlds import planted

__all__ = ["planted"]


def _on_the_page():
    text = (SOURCE.parents[1] / "docs/how-to/use-the-api.md").read_text(encoding="utf-8")
    return re.findall(r"^```bash\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_page_for_readers_and_every_installation_show_the_same_examples():
    _to_begin_with, *examples = _on_the_page()
    assert examples == [path.read_text(encoding="utf-8") for path in EXAMPLES]
    assert len(examples) == 3


@pytest.mark.usefixtures("planted")
def test_the_examples_do_what_they_say(live_server, tmp_path):
    person = person_by_handle("nadia-rinaldi")
    _token, secret = make_token(by=as_actor(person), name="esempi", scopes=["read", "pledge"], days=30, now=clock.now())
    _to_begin_with, *examples = _on_the_page()
    script = "\n".join(["set -eux", f'insieme() {{ {sys.executable} -m insieme "$@"; }}', *examples])
    around = {"PATH": os.environ["PATH"], "PYTHONPATH": "src", "INSIEME": live_server.url, "TOKEN": secret, "INSIEME_DATA": str(tmp_path)}
    around["PYTHONPATH"] = os.pathsep.join(sys.path)
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=around, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (call,) = [each for each in calls("choosing") if each.slug == json.loads((tmp_path / "calls.json").read_text())["items"][0]["slug"]]
    assert last_pledge(as_actor(person), call).ref == json.loads((tmp_path / "pledge.json").read_text())["ref"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["it", "en"])
def test_the_page_explains_every_code_where_problems_point(client, language):
    text = client.get("/api/", headers={"Accept-Language": language}).content.decode()
    assert len(refusals()) > 20
    assert [each.code for each in refusals() if f'id="{each.code}"' not in text] == []
    assert "curl -sf -X PUT" in text


@pytest.mark.django_db
def test_the_reference_shows_every_operation_and_loads_nothing_from_elsewhere(client):
    answer = client.get("/api/reference/")
    text = answer.content.decode()
    paths = json.loads(client.get("/api/v1/openapi.json").content)["paths"]
    ids = [operation["operationId"] for path in paths.values() for operation in path.values()]
    assert [each for each in ids if f'id="{each}"' not in text] == []
    assert [each for each in ("limit", "words", "files") if f"<code>{each}</code>" not in text] == []
    assert "//cdn" not in text
    assert "script-src 'self'" in answer["Content-Security-Policy"]
