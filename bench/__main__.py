# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make bench`: run every part, or those named, each in a process of its own, and write what came out into the table."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "docs" / "reference" / "performance.md"
HEAD = """# Performance, as measured

Written by `make bench`; each part says where and when it was measured. A figure that was missed says so.
"""


def parts() -> list[str]:
    """Return the parts that can be measured."""
    return sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))


def measure(part: str) -> list[dict]:
    """Run one part and return its figures. What else it prints is shown, not kept."""
    command = [sys.executable, "-c", f"from bench.{part} import main; main()"]
    figures = []
    with subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            if line.startswith("{"):
                figures.append(json.loads(line))
                print(f"  {row(figures[-1])}", flush=True)
            else:
                print(line, end="", flush=True)
    if process.returncode:
        figures.append({"figure": f"the part ended with code {process.returncode}", "measured": "nothing more", "reached": False})
    return figures


def row(figure: dict) -> str:
    """Return one figure as a row of the table."""
    number = figure["measured"]
    if isinstance(number, (int, float)):
        number = f"{number:,.3g}" if abs(number) < 1000 else f"{number:,.0f}"
    reached = {True: "yes", False: "**no**", None: ""}[figure.get("reached")]
    cells = [figure["figure"], f"{number} {figure.get('unit', '')}".strip(), figure.get("target", ""), reached, figure.get("note", "")]
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def section(part: str, figures: list[dict]) -> str:
    """Return a part of the table, with where and when it was measured."""
    missed = [figure["figure"] for figure in figures if figure.get("reached") is False]
    lines = [
        f"## {part}",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit()}, {machine()}.",
        "",
        "| figure | measured | target | reached | |",
        "|---|---|---|---|---|",
        *map(row, figures),
        "",
        f"Missed: {'; '.join(missed)}." if missed else "Nothing was missed.",
    ]
    return "\n".join(lines) + "\n"


def machine() -> str:
    """Say on what this was measured."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{model}, {cores} cores, {platform.system()}, Python {platform.python_version()}"


def commit() -> str:
    """Return the commit that was measured, with a plus where the files differed from it."""
    return subprocess.check_output(["git", "describe", "--always", "--dirty=+", "--exclude=*"], cwd=HERE.parent, text=True).strip()


def main() -> int:
    """Measure the parts that the command line names, or all, and rewrite their sections of the table."""
    wanted = sys.argv[1:] or parts()
    if unknown := [part for part in wanted if part not in parts()]:
        sys.stderr.write(f"Not measured here: {', '.join(unknown)}. There are: {', '.join(parts())}.\n")
        return 2
    old = TABLE.read_text().split("\n## ")[1:] if TABLE.exists() else []
    sections = {text.partition("\n")[0]: f"## {text.rstrip()}\n" for text in old}
    for part in wanted:
        print(f"{part}:", flush=True)
        sections[part] = section(part, measure(part))
        TABLE.write_text("\n".join([HEAD, *(sections[name] for name in sorted(sections))]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
