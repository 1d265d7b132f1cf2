# SPDX-License-Identifier: AGPL-3.0-or-later
"""The source that an installation hands out is the repository, all of it, however the program was installed."""

import shutil
import subprocess
import sys
import zipfile

from house.plan import ROOT, files, name_of
from insieme.front import source
from tests.server import surroundings

ASKS = """
import insieme, django
django.setup()
from django.test import Client
print(insieme.__file__)
print(Client().get("/record/verify_record.py").content == open(r"{verifier}", "rb").read())
from insieme.front.source import source
print(source().digest)
"""


def test_everything_in_the_repository_is_handed_out_and_nothing_else():
    handed_out = {name for name in source.files() if not name.endswith(".mo")}
    assert handed_out == {name_of(path) for path in files("")}, "MANIFEST.in"


def test_a_wheel_hands_out_the_same_and_serves_the_verifier(tmp_path):
    for name, path in source.files().items():
        copy = tmp_path / "copy" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    builds = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", tmp_path]
    subprocess.run([*builds, tmp_path / "copy"], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    around = surroundings(tmp_path / "data") | {
        "PYTHONPATH": str(tmp_path / "site"),
        "DJANGO_SETTINGS_MODULE": "insieme.config.settings",
        "INSIEME_URL": "http://testserver",
    }
    asks = [sys.executable, "-c", ASKS.format(verifier=ROOT / "verify_record.py")]
    where, served, digest = subprocess.run(asks, env=around, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split()
    assert where.startswith(str(tmp_path / "site"))
    assert served == "True"
    assert digest == source.source().digest
