"""What the process keeps count of and reports, with a loudspeaker that the test plays."""

from __future__ import annotations

import pytest

from mka_assist.sound.loop import GRACE, SILENT, Service
from mka_assist.sound.patterns import HIGH, LOW, MEDIUM, PATTERNS, TICK
from mka_assist.sound.speaker import outcome_lines
from mka_assist.sound.wire import Order, Report, line, read_order, read_report

START = 5000.0


class Loudspeaker:
    """Takes every tone, or refuses the ones the test names."""

    offsets = dict.fromkeys(PATTERNS, (0.0,))

    def __init__(self) -> None:
        self.outcomes: dict[str, str] = {}
        self.refuses: set[str] = set()
        self.silent: set[str] = set()
        self.hushed = 0

    def play(self, tone: str, now: float) -> bool:
        if tone in self.silent:
            return True
        self.outcomes[tone] = "kapot" if tone in self.refuses else ""
        return not self.outcomes[tone]

    def look(self, now: float) -> None: ...

    def hush(self) -> None:
        self.hushed += 1


@pytest.fixture
def loudspeaker() -> Loudspeaker:
    return Loudspeaker()


def run(service: Service, begin: float, end: float) -> Report:
    now = begin
    while now <= end:
        service.play(now)
        now = service.next_at(now)
    return service.report(end)


def test_beats_are_counted_with_how_late_the_last_one_was(loudspeaker) -> None:
    service = Service(loudspeaker)
    service.take(Order(start=START, per_minute=120), START)
    assert run(service, START, START + 9.9).beats == 20
    assert service.play(START + 10.004)
    report = service.report(START + 10.1)
    assert (report.beats, report.missed, report.last_beat) == (21, 0, START + 10)
    assert report.late == pytest.approx(0.004)


def test_a_beat_that_is_not_taken_goes_on_the_grid_and_is_counted_as_missed(loudspeaker) -> None:
    service = Service(loudspeaker)
    service.take(Order(start=START, per_minute=120), START)
    loudspeaker.refuses = {TICK}
    report = run(service, START, START + 9.9)
    assert (report.beats, report.missed, report.trouble) == (20, 20, "kapot")
    loudspeaker.refuses = set()
    report = run(service, START + 10, START + 19.9)
    assert (report.beats, report.missed, report.trouble) == (40, 20, "")


def test_a_failed_alarm_is_not_made_good_by_a_beat(loudspeaker) -> None:
    service = Service(loudspeaker)
    loudspeaker.refuses = {HIGH}
    service.take(Order(start=START, alarm=HIGH), START)
    assert run(service, START, START + 5).trouble == "kapot"


def test_an_alarm_that_was_seen_is_hushed_once(loudspeaker) -> None:
    service = Service(loudspeaker)
    service.take(Order(alarm=HIGH), START)
    run(service, START, START + 1)
    before = loudspeaker.hushed
    service.take(Order(), START + 1)
    service.take(Order(), START + 2)
    assert loudspeaker.hushed == before + 1


def test_a_report_tells_of_silence_only_while_it_lasts(loudspeaker) -> None:
    service = Service(loudspeaker)
    service.take(Order(silent_until=START + 120), START)
    assert service.report(START + 119).silent_until == START + 120
    assert service.report(START + 120).silent_until is None


def test_a_sound_test_reports_each_tone_and_is_no_beat(loudspeaker) -> None:
    service = Service(loudspeaker)
    loudspeaker.refuses, loudspeaker.silent = {MEDIUM}, {LOW}
    service.take(Order(start=START - 1000, per_minute=100, test=7), START)
    report = run(service, START, START + 6)
    assert (report.test, report.tested) == (0, {}), "the last word is awaited"
    report = service.report(START + 8 + GRACE)
    assert report.test == 7
    assert report.tested == {HIGH: "", MEDIUM: "kapot", LOW: SILENT, TICK: ""}
    assert report.beats == 10, "the tick of the test is not counted"
    assert outcome_lines(report.tested) == (
        "Metronoom: afgespeeld",
        "Alarm laag: niet afgespeeld",
        "Alarm midden: kapot",
        "Alarm hoog: afgespeeld",
    )


def test_a_line_says_the_same_on_the_other_side_and_fits_a_pipe() -> None:
    order = Order(1234.5, 112, HIGH, 1300.25, True, 3)
    assert read_order(line(order)) == order
    report = Report(1.5, 10, 2, 1.25, 0.003, 9.5, "é" * 200, 3, dict.fromkeys(PATTERNS, "é" * 200))
    assert read_report(line(report)) == report
    assert len(line(report)) < 4096


@pytest.mark.parametrize("text", [b"", b"x", b"[]", b"{}", b'{"start": 1}', b"\xff", b'{"at": 1}', b"null"])
def test_anything_else_is_no_message(text) -> None:
    for read in (read_order, read_report):
        with pytest.raises(ValueError):  # noqa: PT011 - of any kind: it is only left out
            read(text)
