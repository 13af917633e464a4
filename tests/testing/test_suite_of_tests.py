"""Finding and running the tests: which there are, what they are called, and what makes one fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_rules import CALL, HARTSLAGNU, NATION, REGION, write_call, write_rules

from mka_assist.paths import fixtures_dir, rules_dir
from mka_assist.rulebook.diagnostics import InputError
from mka_assist.testing.session import Request, carry_out
from mka_assist.testing.suite import collect


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small rules and call in the current folder, so that names of files are short."""
    monkeypatch.chdir(tmp_path)
    write_rules(Path())
    write_call(Path())
    return Path()


def report(here: Path, *paths: str, calls: tuple[str, ...] = (), **more):
    named = tuple(here / path for path in paths or ("regels",))
    return carry_out(Request(named, tuple(here / path for path in calls), **more))


def names(found) -> list[str]:
    return [result.test.name for result in found.results]


def failures(found) -> list[str]:
    return [f"{result.test.name} | {result.failure}" for result in found.failures]


def test_every_example_and_every_expectation_is_a_test_with_a_name(here: Path) -> None:
    found = report(here, calls=("meldingen",))
    assert found.ok
    assert names(found) == [
        "landelijk/risico-uit-locatie: locatie snelweg -> ja",
        "landelijk/risico-uit-locatie: locatie weg -> nee",
        "landelijk/ambulance-eerst: ambulance_ingezet nee -> wacht_op_ambulance (hartslagnu)",
        "landelijk/ambulance-eerst: ambulance_ingezet ja -> alarmeren (hartslagnu)",
        "landelijk/let-op-water: te_water ja -> ja",
        "hartslagnu/jonger-dan-1-jaar: leeftijd 11 maanden -> uitgesloten",
        "hartslagnu/jonger-dan-1-jaar: leeftijd 1 jaar -> alarmeren",
        "hartslagnu/onveilig: geweld_of_onveilig ja -> uitgesloten",
        "dorp/brandweer-niet-bij-trauma: gemeente Veldrijk, op 2026-03-02 22:30 -> alarmeren (brandweer)",
        "dorp/brandweer-niet-bij-trauma: gemeente Veldrijk, ernstig_trauma ja, op 2026-03-02 22:30 -> "
        "niet_van_toepassing (brandweer)",
        "melding m1: na 0:10 hartslagnu: wacht op ambulance (ambulance-eerst)",
        "melding m1: na 0:30 hartslagnu: uitgesloten (onveilig)",
        "melding m1: verloopt zonder weigering of terugval",
    ]
    lines = [result.test.place.line for result in found.results]
    assert lines[:3] == [17, 18, 27]
    assert (here / "regels/landelijk/landelijk.yaml").read_text().splitlines()[16].endswith("dan: ja}")


def test_two_tests_never_have_one_name(here: Path) -> None:
    twice = "      - {bij: {te_water: ja}, dan: ja}\n"
    write_rules(here, landelijk=NATION + twice * 2)
    assert names(report(here, "regels/landelijk"))[4:7] == [
        "landelijk/let-op-water: te_water ja -> ja",
        "landelijk/let-op-water: te_water ja -> ja (2)",
        "landelijk/let-op-water: te_water ja -> ja (3)",
    ]


@pytest.mark.parametrize(
    ("paths", "more", "number"),
    [
        (("regels",), {}, 10),
        (("regels/landelijk",), {}, 8),
        (("regels/regio",), {}, 2),
        (("regels/regio/dorp.yaml",), {}, 2),
        (("regels/landelijk/hartslagnu.yaml",), {}, 3),
        (("regels", "regels/regio/dorp.yaml", "regels/landelijk"), {}, 10),
        (("regels",), {"region": "dorp"}, 10),
        (("regels",), {"only": "LEEFTIJD"}, 2),
        (("regels",), {"only": "brandweer", "region": "dorp"}, 2),
        (("regels",), {"calls": ("meldingen",)}, 13),
        (("regels",), {"calls": ("meldingen/m1.yaml", "meldingen")}, 13),
        (("regels/regio/dorp.yaml",), {"calls": ("meldingen",)}, 2),
    ],
)
def test_what_is_tested_follows_from_what_is_named(here: Path, paths, more, number: int) -> None:
    found = report(here, *paths, **more)
    assert found.ok
    assert len(found.results) == number


def test_a_named_region_leaves_the_others_out(here: Path) -> None:
    other = REGION.replace("regio: dorp", "regio: stad")
    (here / "regels/regio/stad.yaml").write_text(other, encoding="utf-8")
    write_call(here, CALL.replace("begin:", "regio: stad\nbegin:"), "m2")
    assert len(report(here, calls=("meldingen",)).results) == 10 + 2 + 3 + 3
    found = report(here, calls=("meldingen",), region="dorp")
    assert found.ok
    assert not [name for name in names(found) if name.startswith("stad/")]
    assert len(found.results) == 10 + 3


def test_an_unknown_region_is_refused(here: Path) -> None:
    with pytest.raises(InputError, match=r'onbekende regio "drop".*Bedoelde u "dorp"'):
        report(here, region="drop")


@pytest.mark.parametrize("path", ["weg", "weg.yaml", "regels/landelijk/weg.yaml"])
def test_what_cannot_be_read_is_refused(here: Path, path: str) -> None:
    with pytest.raises(InputError, match="B001"):
        report(here, path)
    with pytest.raises(InputError, match="B001"):
        report(here, calls=(path,))


def test_a_wrong_expectation_fails_at_its_own_line(here: Path) -> None:
    write_rules(
        here, hartslagnu=HARTSLAGNU.replace("12 maanden}, dan: alarmeren", "12 maanden}, dan: navragen")
    )
    assert failures(report(here)) == [
        "hartslagnu/jonger-dan-1-jaar: leeftijd 1 jaar -> navragen | "
        'regels/landelijk/hartslagnu.yaml:16:9: fout V003: voorbeeld bij "jonger-dan-1-jaar": verwacht '
        "navragen voor hartslagnu, maar de uitkomst is alarmeren. "
        "Hulp: Geen enkele regel houdt de partner tegen."
    ]


def test_the_right_status_for_another_reason_fails(here: Path) -> None:
    wrong = "{bij: {leeftijd: 11 maanden}, dan: uitgesloten, omdat: onveilig}"
    right = "{bij: {leeftijd: 11 maanden}, dan: uitgesloten, omdat: jonger-dan-1-jaar}"
    write_rules(here, hartslagnu=HARTSLAGNU.replace(right, wrong))
    (told,) = failures(report(here))
    assert (
        'V004: voorbeeld bij "jonger-dan-1-jaar" komt uit op uitgesloten, maar niet door "onveilig"' in told
    )


def test_a_call_with_another_outcome_or_reason_fails(here: Path) -> None:
    wrong = CALL.replace("omdat: onveilig", "omdat: jonger-dan-1-jaar").replace(
        "status: wacht_op_ambulance, omdat: ambulance-eerst", "status: alarmeren"
    )
    write_call(here, wrong)
    place = "meldingen/m1.yaml"
    assert failures(report(here, calls=("meldingen",))) == [
        f"melding m1: na 0:10 hartslagnu: alarmeren | {place}:13:5: fout V010: verwacht: na 0:10 hartslagnu: "
        "alarmeren; uitkomst: wacht op ambulance (ambulance-eerst)",
        f"melding m1: na 0:30 hartslagnu: uitgesloten (jonger-dan-1-jaar) | {place}:14:5: fout V010: "
        "verwacht: na 0:30 hartslagnu: uitgesloten (jonger-dan-1-jaar); uitkomst: uitgesloten (onveilig)",
    ]


def test_an_unforeseen_refusal_in_a_call_fails(here: Path) -> None:
    step = '  - {t: "0:05", alarmeer: hartslagnu}\n'
    write_call(here, CALL.replace("stappen:\n", f"stappen:\n{step}"))
    (told,) = failures(report(here, calls=("meldingen",)))
    assert told.startswith(
        "melding m1: verloopt zonder weigering of terugval | meldingen/m1.yaml: fout V010: "
    )
    assert "geweigerd: " in told


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("{bij: {leeftijd: 11 maanden}, dan: uitgesloten, omdat: jonger-dan-een-jaar}", "V001"),
        ("{bij: {leeftijd: 11 maanden}, partner: hartslag, dan: uitgesloten}", "V005"),
    ],
)
def test_an_example_that_names_something_unknown_fails(here: Path, wrong: str, code: str) -> None:
    right = "{bij: {leeftijd: 11 maanden}, dan: uitgesloten, omdat: jonger-dan-1-jaar}"
    write_rules(here, hartslagnu=HARTSLAGNU.replace(right, wrong))
    found = report(here)
    assert not found.ok
    assert [result.failure.code for result in found.failures] == [code]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("hartslagnu", HARTSLAGNU.replace("{bij: {leeftijd: 11", "{bij: {leeftijt: 11"), "F001"),
        ("dorp", REGION.replace("{bij: {gemeente: Veldrijk}", "{bij: {gementee: Veldrijk}"), "F001"),
        ("dorp", REGION.replace("gevolg:", "gevolgen:"), "R002"),
    ],
)
def test_a_file_with_a_mistake_fails_and_its_tests_do_not_run(here: Path, name, text, code) -> None:
    write_rules(here, **{name: text})
    found = report(here, calls=("meldingen",))
    assert not found.ok
    assert [finding.code for finding in found.broken] == [code]
    assert found.broken[0].place.file.endswith(f"{name}.yaml")
    assert not found.failures
    assert not [test for test in names(found) if test.startswith(f"{name}/")]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("omdat: onveilig", "omdat: onvelig", "M008"),
        ("partner: hartslagnu, status: u", "partner: x, status: u", ""),
    ],
)
def test_a_call_that_names_something_unknown_fails(here: Path, old: str, new: str, code: str) -> None:
    write_call(here, CALL.replace(old, new))
    found = report(here, calls=("meldingen",))
    assert not found.ok
    assert len(found.broken) == 1
    assert found.broken[0].code.startswith(code)


def test_a_call_of_an_unknown_region_fails(here: Path) -> None:
    write_call(here, CALL.replace("begin:", "regio: drop\nbegin:"))
    (finding,) = report(here, calls=("meldingen",)).broken
    assert (finding.code, finding.message) == ("M001", 'onbekende regio "drop"')


def test_nothing_to_test_is_a_failure(here: Path) -> None:
    bare = "\n".join(
        line for line in HARTSLAGNU.splitlines() if "bij: {" not in line and "voorbeelden" not in line
    )
    (here / "leeg").mkdir()
    (here / "leeg/hartslagnu.yaml").write_text(bare, encoding="utf-8")
    found = report(here, "leeg")
    assert not found.ok
    assert [str(finding) for finding in found.broken] == [
        "leeg: fout V011: hier is geen enkele test gevonden. Hulp: Zet voorbeelden bij de regels, of noem "
        "meldingen met --calls."
    ]
    found = report(here, only="sneeuw")
    assert not found.ok
    assert [finding.message for finding in found.broken] == ['geen enkele test heeft "sneeuw" in de naam']


def test_the_shipped_rules_and_calls_pass() -> None:
    found = carry_out(Request((rules_dir(),), (fixtures_dir() / "meldingen",)))
    assert (found.failures, found.broken) == ((), ())
    assert found.ok


def test_collecting_twice_gives_the_same_names() -> None:
    one, other = (collect([rules_dir()], [fixtures_dir() / "meldingen"]) for _ in range(2))
    assert [test.name for test in one.tests] == [test.name for test in other.tests]
    assert len({test.name for test in one.tests}) == len(one.tests)
