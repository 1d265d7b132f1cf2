# SPDX-License-Identifier: AGPL-3.0-or-later
"""`insieme clear` on the command line: results, refusals, exit codes, and that Django stays out."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from insieme.offers.management.clear import main
from insieme.offers.rules.clearing.ballots import ballots_from
from insieme.offers.rules.clearing.spots import BadFile
from insieme.offers.tests.clearing.brute import Brute
from insieme.offers.tests.clearing.cases import FOUR

BALLOTS = Path(__file__).resolve().parents[5].parent / "shared" / "data" / "preflib"


def _write(path, value):
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return str(path)


@pytest.fixture
def good(tmp_path):
    return _write(tmp_path / "good.json", FOUR[2])


def test_one_result_a_line_and_one_refusal_a_file(tmp_path, good, capsys):
    bad = _write(tmp_path / "bad.json", '{"format": "insieme-clearing/1",\n "seed": 5, "offers": [], "pledges": []}')
    assert main([good, bad, str(tmp_path / "none.json"), str(tmp_path), good]) == 2
    out, err = capsys.readouterr()
    assert [json.loads(line)["active"] for line in out.splitlines()] == [["a"], ["a"]]
    refused = err.splitlines()
    assert refused[0].startswith(f"{bad}:2: seed: ")
    assert [str(tmp_path / "none.json") in refused[1], f"{tmp_path}: " in refused[2], len(refused)] == [True, True, 3]


def test_the_result_is_exactly_of_the_format(good, capsys):
    assert main([good]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "format": "insieme-clearing-result/1",
        "active": ["a"],
        "verdict": "stable",
        "certified": True,
        "rounds": [{"certain": [], "possible": ["a", "b", "c"]}],
        "totals": {"a": 4},
        "tier": {"a": None},
        "people_served": 4,
        "people_unserved": 0,
        "scan": {"a": 4, "b": 1, "c": 2},
        "rivals": [],
        "max_participation": {"active": ["a"], "people_served": 4},
        "assigned": [
            {"pledge": 0, "entry": 0, "offer": "a", "count": 1},
            {"pledge": 1, "entry": 2, "offer": "a", "count": 1},
            {"pledge": 2, "entry": 1, "offer": "a", "count": 1},
            {"pledge": 3, "entry": 0, "offer": "a", "count": 1},
        ],
    }


def test_check_holds_fails_or_cannot_be_read(tmp_path, good, capsys):
    assert main([good]) == 0
    out = capsys.readouterr().out
    right = _write(tmp_path / "right.json", out)
    wrong = _write(tmp_path / "wrong.json", out.replace('"people_served": 4', '"people_served": 5', 1))
    torn = _write(tmp_path / "torn.json", out[:100])
    assert main([good, "--check", right]) == 0
    assert capsys.readouterr().out.startswith(f"{right} holds: from {good} the rule chooses these offers")
    assert main(["--check", wrong, good]) == 1
    assert "4 people are served, not 5" in capsys.readouterr().err
    assert main([good, f"--check={torn}"]) == 2
    assert main([torn, "--check", right]) == 2
    assert main([good, "--check", good]) == 2


def test_check_tells_a_stable_outcome_that_the_rule_does_not_choose(tmp_path, capsys):
    """Two offers, two people, each with the other first: both outcomes are stable, and one of them is chosen."""
    lists = [["a", "b"], ["b", "a"]]
    pledges = [{"list": [{"offer": offer} for offer in ranked]} for ranked in lists]
    file = _write(tmp_path / "file.json", FOUR[2] | {"offers": [{"id": "a", "quorum": 2}, {"id": "b", "quorum": 2}], "pledges": pledges})
    assert main([file]) == 0
    chosen = json.loads(capsys.readouterr().out)
    (winner,) = chosen["active"]
    loser = "b" if winner == "a" else "a"
    assert chosen["rivals"][0]["active"] == [loser]
    assigned = [{"pledge": at, "entry": ranked.index(loser), "offer": loser, "count": 1} for at, ranked in enumerate(lists)]
    mirrored = {name: {{"a": "b", "b": "a"}[offer]: value for offer, value in chosen[name].items()} for name in ("totals", "tier", "scan")}
    other = _write(tmp_path / "other.json", chosen | mirrored | {"active": [loser], "assigned": assigned})
    assert main([file, "--check", other]) == 1
    assert f"the rule chooses otherwise: {winner}" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line", [[], ["--check"], ["--colour", "x.json"], ["a", "b", "--check", "c"], ["a", "--check", "c", "--check", "d"]]
)
def test_a_line_that_makes_no_sense_is_answered_with_the_usage(line, capsys):
    assert main(line) == 2
    assert "Exit codes" in capsys.readouterr().err


def test_help(capsys):
    assert main(["--help"]) == 0
    assert "--check" in capsys.readouterr().out


def test_the_command_runs_without_django(good):
    code = (
        "import sys; sys.argv = ['insieme', 'clear', *sys.argv[1:]]\n"
        "from insieme.__main__ import main\n"
        "code = main(); assert not [name for name in sys.modules if name.split('.')[0] == 'django']; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, good], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["active"] == ["a"]


def _case(name, quorum):
    if not BALLOTS.is_dir():
        pytest.skip(f"real ballots are not here: {BALLOTS}")
    ballots = ballots_from((BALLOTS / name).read_bytes())
    voters = re.search(r"NUMBER VOTERS: (\d+)", (BALLOTS / name).read_text(encoding="utf-8"))
    assert voters is not None
    assert ballots.people == int(voters[1])
    return {
        "format": "insieme-clearing/1",
        "seed": "00",
        "offers": [{"id": each, "quorum": quorum} for each in ballots.names],
        "pledges": [{"count": count, "list": [ballots.names[each] for each in order]} for count, order in ballots.orders],
    }


@pytest.mark.parametrize(
    ("name", "quorum"),
    [
        ("debian-1.soi", 100),
        ("debian-2.soi", 120),
        ("debian-3.soi", 100),
        ("debian-5.soi", 70),
        ("glasgow-2007-ward-1.soi", 1500),
        ("dublin-west-2002.soi", 4000),
        ("dublin-west-2002.soi", 9000),
    ],
)
def test_real_ballots(name, quorum, tmp_path, capsys):
    case = _case(name, quorum)
    path = _write(tmp_path / "ballots.json", case)
    assert main([path]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["people_served"] + told["people_unserved"] == sum(pledge["count"] for pledge in case["pledges"])
    assert main([path, "--check", _write(tmp_path / "result.json", told)]) == 0
    # By the definition, with nothing of the rules: one scan over everybody.
    scan = dict.fromkeys((offer["id"] for offer in case["offers"]), 0)
    for pledge in case["pledges"]:
        for offer in pledge["list"]:
            scan[offer] += pledge["count"]
            if offer in told["active"]:
                break
    assert told["scan"] == scan
    assert not told["certified"] or [offer for offer, volume in scan.items() if volume >= quorum] == told["active"]


def test_small_real_ballots_agree_with_brute_force(tmp_path, capsys):
    case = _case("debian-1.soi", 130)
    assert main([_write(tmp_path / "ballots.json", case)]) == 0
    told = json.loads(capsys.readouterr().out)
    brute = Brute(case)
    verdict, found = brute.clear()
    assert (told["verdict"], told["active"], told["people_served"]) == (verdict, brute.active(found[0][0]), len(found[0][1]))


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("# ALTERNATIVE NAME 1: A\n1: {1,2}", 2, "tie"),
        ("# ALTERNATIVE NAME 1: A\n1: 2", 2, "no candidate 2"),
        ("# ALTERNATIVE NAME 1: A\n1: 0", 2, "no candidate 0"),
        ("# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n\n1: 2,1,2", 4, "twice"),
        ("# ALTERNATIVE NAME 1: A\n-1: 1", 2, "COUNT"),
        ("# ALTERNATIVE NAME 1: A\n1,2: 1", 2, "COUNT"),
        ("# ALTERNATIVE NAME 2: A", 1, "numbered from 1"),
        ("", 1, "numbered from 1"),
    ],
)
def test_ballots_are_refused_with_their_line(text, line, sentence):
    with pytest.raises(BadFile) as caught:
        ballots_from(text.encode())
    assert caught.value.line == line
    assert sentence in caught.value.told
