"""A round of testing as JUnit XML, in the form that CI systems agree on: a suite per file, a case a test."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath
from xml.etree import ElementTree as ET

from mka_assist.rulebook.diagnostics import Finding, Place
from mka_assist.testing.session import Report

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Case = tuple[Place, str, float, str, Finding | None]
"""Where, the name, the seconds, "failure" or "error", and what is wrong if anything."""


def junit(report: Report) -> str:
    """The report as XML. What cannot be read is a case in error, so that nobody sees only green."""
    cases: dict[str, list[Case]] = {}
    for finding in report.broken:
        cases.setdefault(finding.place.file, []).append((finding.place, "leesbaar", 0.0, "error", finding))
    for result in report.results:
        place = result.test.place
        cases.setdefault(place.file, []).append(
            (place, result.test.name, result.seconds, "failure", result.failure)
        )
    root = ET.Element("testsuites", {"name": "mka-assist rules test"})
    _number(root, [case for mine in cases.values() for case in mine])
    for file, mine in cases.items():
        suite = ET.SubElement(root, "testsuite", {"name": _text(file)})
        _number(suite, mine)
        for case in mine:
            _add(suite, case)
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _number(element: ET.Element, cases: Iterable[Case]) -> None:
    cases = list(cases)
    element.set("tests", str(len(cases)))
    for kind in ("failure", "error"):
        element.set(f"{kind}s", str(sum(finding is not None for *_, own, finding in cases if own == kind)))
    element.set("skipped", "0")
    element.set("time", f"{sum(seconds for _, _, seconds, _, _ in cases):.3f}")


def _add(suite: ET.Element, case: Case) -> None:
    place, name, seconds, kind, finding = case
    element = ET.SubElement(
        suite,
        "testcase",
        {
            "classname": _text(".".join(PurePath(place.file).with_suffix("").parts).lstrip("./")),
            "name": _text(name),
            "file": _text(place.file),
            "line": str(place.line),
            "time": f"{seconds:.3f}",
        },
    )
    if finding:
        wrong = ET.SubElement(element, kind, {"message": _text(finding.message), "type": finding.code})
        wrong.text = _text(str(finding))


def _text(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
