"""How far the beats of the metronome are off their grid: at rest, on a busy machine, and with keys held down.

    python benchmarks/sound.py [--seconds N] [--rounds N] [--json]

A bell is timed when it comes out of a pseudo terminal. Beside ours runs the floor, a bare loop that sleeps
until each place on the same grid, and with keys held down also a beat from a timer in the loop of the screen
itself. There our bell goes to the very terminal on which the console paints. "As it rings" is what our
process tells of itself: the difference is the way through the terminal, and this script waiting for its turn.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import tty
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import machine, percentile, ratio, table
from mka_assist.sound.grid import beat_at, interval
from mka_assist.sound.speaker import Mode, Sound
from mka_assist.sound.supervisor import open_sound

ROOT = Path(__file__).resolve().parents[1]
PER_MINUTE = 110
OURS, RUNG, FLOOR, LOOP = (
    "our sound process",
    "  as it rings",
    "bare sleeping loop",
    "timer in the screen's loop",
)
REST, BURNING, KEYS = "at rest", "a processor burning", "keys held down"
HELD = 1 / 30
"""Seconds between two keys of a keyboard that repeats."""
BLOCK = 8
"""Beats per block of which medians are compared."""
MOST = 5.0
"""Milliseconds off the grid, for 95 of 100 beats while keys are held down."""
SLEEPS = """
import os, sys, time
start, per_minute, file = float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
number = 0
while True:
    time.sleep(max(0, start + number * 60 / per_minute - time.monotonic()))
    os.write(file, b"\\a")
    number += 1
"""
CONSOLE = """
import os, sys, time
from mka_assist.cli import main
from mka_assist.console.app import ConsoleApp
file, per_minute = int(sys.argv.pop(1)), float(sys.argv.pop(1))
mounted = ConsoleApp.on_mount
def on_mount(app):
    mounted(app)
    os.write(file, b"%.6f " % time.monotonic())
    app.set_interval(60 / per_minute, lambda: os.write(file, b"\\a"))
ConsoleApp.on_mount = on_mount
sys.argv[1:1] = ["console"]
main()
"""
"""The console with a second metronome, in its own loop."""


class Ear:
    """A terminal, and when each bell came out of it."""

    def __init__(self) -> None:
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.path = os.ttyname(self.slave)
        self.start: float | None = None
        self.bells: list[float] = []
        self.text = b""

    def hear(self) -> None:
        """Take in what came out."""
        data = os.read(self.master, 65536)
        now = time.monotonic()
        self.bells += [now] * data.count(b"\a")
        self.text += data

    def off(self, begin: float, end: float) -> list[float]:
        """Milliseconds off the grid of each bell in this time."""
        start = self.start if self.start is not None else float(self.text.split()[0])
        found = []
        for at in self.bells:
            number = round((at - start) / interval(PER_MINUTE))
            if begin <= at < end:
                found.append(abs(at - beat_at(start, PER_MINUTE, number)) * 1000)
        return found

    def close(self) -> None:
        os.close(self.slave)
        os.close(self.master)


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description="Measure how far beats are off their grid.")
    parser.add_argument("--seconds", type=float, default=25, help="beats of so long (default: 25)")
    parser.add_argument("--rounds", type=int, default=2, help="how often, in turns (default: 2)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    found = {"machine": machine(), **measure(options.seconds, options.rounds)}
    found["load at the end"] = machine()["load"]
    print(json.dumps(found, indent=1) if options.json else as_text(found))


def measure(seconds: float, rounds: int) -> dict[str, Any]:
    """Every situation in turn, for a whole number of beats."""
    seconds = round(seconds / interval(PER_MINUTE)) * interval(PER_MINUTE)
    situations: dict[str, Callable[[float], dict[str, list[float]]]] = {
        REST: lambda seconds: beats(seconds, ()),
        BURNING: lambda seconds: beats(seconds, [sys.executable, "-c", "while True: pass"]),
        KEYS: keys_held,
    }
    found: dict[str, dict[str, list[list[float]]]] = {name: {} for name in situations}
    for _ in range(rounds):
        for name, run in situations.items():
            for side, off in run(seconds).items():
                found[name].setdefault(side, []).append(off)
    rows = [row(name, side, sides, seconds) for name, sides in found.items() for side in sides]
    held = {one["side"]: one["p95_ms"] for one in rows if one["situation"] == KEYS}
    return {
        "rows": rows,
        "start_ms": [_starts() for _ in range(11)],
        "goals": {
            f"keys held down, 95 of 100 beats rung <= {MOST:.0f} ms off": held[RUNG] <= MOST,
            f"keys held down, 95 of 100 bells here <= {MOST:.0f} ms off": held[OURS] <= MOST,
        },
    }


def row(name: str, side: str, sides: dict[str, list[list[float]]], seconds: float) -> dict[str, Any]:
    """The figures of one side in one situation."""
    own, floor = ([off for turn in sides[which] for off in turn] for which in (side, FLOOR))
    count = min(len(own), len(floor)) // BLOCK
    expected = len(sides[side]) * round(seconds / interval(PER_MINUTE))
    return {
        "situation": name,
        "side": side,
        "lost": max(0, expected - len(own)),
        "beats": len(own),
        **{f"p{share}_ms": percentile(own, share / 100) for share in (50, 95, 99)},
        "max_ms": max(own),
        "x_floor": ratio(_blocks(own, count), _blocks(floor, count)),
    }


def beats(seconds: float, beside: Sequence[str]) -> dict[str, list[float]]:
    """Ours and the floor, beside another process."""
    with ExitStack() as stack:
        ours, floor = (_ear(stack) for _ in range(2))
        if beside:
            stack.enter_context(running(beside))
        begin, rung = _play(stack, ours, floor)
        listen((ours, floor), begin + seconds, rung)
        end = begin + seconds
        return {OURS: ours.off(begin, end), RUNG: rung.off(begin, end), FLOOR: floor.off(begin, end)}


def keys_held(seconds: float) -> dict[str, list[float]]:
    """The same while keys are held down in the console; our bell is heard from its terminal."""
    with ExitStack() as stack:
        ours, floor, loop = (_ear(stack) for _ in range(3))
        home = stack.enter_context(tempfile.TemporaryDirectory())
        command = [sys.executable, "-c", CONSOLE, str(loop.slave), str(PER_MINUTE)]
        command += ["--rules", str(ROOT / "rules"), "--journal", f"{home}/journaal", "--geluid", "uit"]
        xdg = {f"XDG_{name}_HOME": home for name in ("CACHE", "DATA", "STATE", "CONFIG")}
        env = {**os.environ, **xdg, "HOME": home, "TERM": "xterm-256color"}
        stack.enter_context(running(command, ours.slave, env, (loop.slave,)))
        patience = time.monotonic() + 30
        while b"Nieuwe melding" not in ours.text:
            if time.monotonic() > patience:
                raise RuntimeError("the console did not start")
            listen((ours, loop), time.monotonic() + 0.1)
        for key in "nnn":
            os.write(ours.master, key.encode())
            listen((ours, loop), time.monotonic() + 0.5)
        ours.bells.clear()  # what the program itself rang while it started
        begin, rung = _play(stack, ours, floor)
        listen((ours, floor, loop), begin + seconds, rung, lambda: os.write(ours.master, b"v"))
        if len(ours.text) < 1000 * seconds:
            raise RuntimeError("the console did not paint while keys were held down")
        return {
            OURS: ours.off(begin, begin + seconds),
            RUNG: rung.off(begin, begin + seconds),
            FLOOR: floor.off(begin, begin + seconds),
            LOOP: loop.off(begin, begin + seconds),
        }


class Rung:
    """How late our process says it rang."""

    def __init__(self, sound: Sound) -> None:
        self._sound = sound
        self._late: dict[float, float] = {}

    def hear(self) -> None:
        """Take in what it tells."""
        state = self._sound.poll()
        if state.last_beat_at is not None:
            self._late[state.last_beat_at] = state.late * 1000

    def off(self, begin: float, end: float) -> list[float]:
        """Milliseconds, of the beats of this time."""
        return [late for at, late in self._late.items() if begin <= at < end]


def listen(
    ears: Sequence[Ear], end: float, rung: Rung | None = None, key: Callable[[], object] | None = None
) -> None:
    """Time every bell until the end, pressing a key again and again."""
    following = time.monotonic() + HELD
    while (now := time.monotonic()) < end:
        if key and now >= following:
            key()
            following += HELD
        wait = min(end, following if key else end) - now
        ready, _, _ = select.select([ear.master for ear in ears], [], [], max(0.0, wait))
        for ear in ears:
            if ear.master in ready:
                ear.hear()
        if rung:
            rung.hear()


@contextmanager
def running(
    command: Sequence[str],
    terminal: int | None = None,
    env: dict[str, str] | None = None,
    files: Sequence[int] = (),
) -> Iterator[subprocess.Popen[bytes]]:
    """A process for as long as it takes."""
    where: Any = subprocess.DEVNULL if terminal is None else terminal
    process = subprocess.Popen(
        command, stdin=where, stdout=where, stderr=where, env=env, pass_fds=files, start_new_session=True
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # also what looks after the console
        process.wait()


def _ear(stack: ExitStack) -> Ear:
    ear = Ear()
    stack.callback(ear.close)
    return ear


def _play(stack: ExitStack, ours: Ear, floor: Ear) -> tuple[float, Rung]:
    """Start both, half a beat apart so that they do not get in each other's way; when to begin counting."""
    sound = open_sound(Mode.BELL, terminal=ours.path)
    stack.callback(sound.close)
    ours.start = time.monotonic() + 0.5
    floor.start = ours.start + interval(PER_MINUTE) / 2
    sound.beat(ours.start, PER_MINUTE)
    arguments = [repr(floor.start), str(PER_MINUTE), str(floor.slave)]
    stack.enter_context(running([sys.executable, "-c", SLEEPS, *arguments], files=(floor.slave,)))
    return ours.start + 4.75 * interval(PER_MINUTE), Rung(sound)


def _starts() -> float:
    """Milliseconds from opening the sound to its first beat."""
    ear = Ear()
    then = time.perf_counter()
    sound = open_sound(Mode.BELL, terminal=ear.path)
    sound.beat(time.monotonic(), PER_MINUTE)
    select.select([ear.master], [], [], 10)
    took = (time.perf_counter() - then) * 1000
    sound.close()
    ear.close()
    return took


def _blocks(values: Sequence[float], count: int) -> list[Sequence[float]]:
    return [values[BLOCK * number : BLOCK * (number + 1)] for number in range(count)]


def as_text(found: dict[str, Any]) -> str:
    """The table."""
    rows = [
        (
            f"{one['situation']}: {one['side']}",
            str(one["beats"]),
            str(one["lost"]),
            *(f"{one[key]:.2f}" for key in ("p50_ms", "p95_ms", "p99_ms", "max_ms")),
            "{:.2f} ({:.2f}-{:.2f})".format(*one["x_floor"]),
        )
        for one in found["rows"]
    ]
    return "\n".join(
        [
            "{date}, {cpu}, Python {python}, load {load}".format(**found["machine"]),
            table(("ms off the grid", "beats", "lost", "p50", "p95", "p99", "max", "x floor"), rows),
            f"from opening to the first beat: {median(found['start_ms']):.0f} ms "
            f"({min(found['start_ms']):.0f}-{max(found['start_ms']):.0f})",
            *(f"{'met    ' if met else 'NOT MET'}  {goal}" for goal, met in found["goals"].items()),
            f"Load at the end: {found['load at the end']}",
        ]
    )


if __name__ == "__main__":
    main()
