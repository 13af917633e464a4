"""Figures that mean something on a machine where others work too: medians, and ratios within one block."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which this share of the values lies (the nearest one, nothing in between)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def ratio(blocks: Sequence[Sequence[float]], base: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """How many times as long as the base: the ratio of medians of blocks that were measured right after
    each other; of those ratios the median, and between which two values eight in ten lie."""
    ratios = [median(own) / median(other) for own, other in zip(blocks, base, strict=True)]
    return median(ratios), percentile(ratios, 0.1), percentile(ratios, 0.9)


def machine() -> dict[str, str]:
    """On what this was measured, and how busy it is now."""
    model = platform.machine()
    for line in _lines(Path("/proc/cpuinfo")):
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return {
        "date": dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cpu": f"{os.cpu_count()} x {model}",
        "python": platform.python_version(),
        "load": f"{os.getloadavg()[0]:.2f}",
    }


def memory() -> float:
    """Megabytes this process holds in memory now; 0 where the system does not tell."""
    for line in _lines(Path("/proc/self/status")):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A plain table: the first column to the left, the rest to the right."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "  ".join(
            cell.rjust(w) if i else cell.ljust(w)
            for i, (cell, w) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except OSError:
        return []
