"""The pytest plugin, in a process of its own: what it collects, how a failure reads, what it costs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from small_rules import CALL, HARTSLAGNU, REGION, write_call, write_rules

pytest_plugins = ("pytester",)

LOADED = "import sys; print('LOADED', *sorted(m for m in sys.modules if m.startswith('mka_assist')))"


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with a folder `rules` and a folder `meldingen`."""
    write_rules(pytester.path).rename(pytester.path / "rules")
    write_call(pytester.path)
    return pytester


def changed(project: pytest.Pytester, file: str, text: str) -> None:
    (project.path / file).write_text(text, encoding="utf-8")


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this plugin: the others that are installed take their time."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_PLUGINS", "mka_assist.testing.pytest_plugin")


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return project.runpytest_subprocess("-p", "no:cacheprovider", *arguments)


def test_every_example_and_expectation_is_an_item(project: pytest.Pytester) -> None:
    found = run(project, "-v")
    found.assert_outcomes(passed=13)
    found.stdout.fnmatch_lines(
        [
            "meldingen/m1.yaml::melding m1: na 0:10 hartslagnu: wacht op ambulance (ambulance-eerst) PASSED*",
            "rules/landelijk/hartslagnu.yaml::hartslagnu/jonger-dan-1-jaar: leeftijd 1 jaar -> * PASSED*",
            "rules/regio/dorp.yaml::dorp/brandweer-niet-bij-trauma: gemeente Veldrijk, op * PASSED*",
        ]
    )
    assert found.ret == 0


@pytest.mark.usefixtures("alone")
def test_items_are_chosen_like_any_other(project: pytest.Pytester) -> None:
    name = "rules/landelijk/hartslagnu.yaml::hartslagnu/jonger-dan-1-jaar: leeftijd 1 jaar -> alarmeren"
    run(project, name, "rules/regio").assert_outcomes(passed=3)
    run(project, "-k", "trauma or onveilig").assert_outcomes(passed=4, deselected=9)


@pytest.mark.usefixtures("alone")
def test_a_failure_is_a_dutch_line_with_its_place(project: pytest.Pytester) -> None:
    changed(
        project,
        "rules/landelijk/hartslagnu.yaml",
        HARTSLAGNU.replace("12 maanden}, dan: alarmeren", "12 maanden}, dan: navragen"),
    )
    changed(project, "meldingen/m1.yaml", CALL.replace("omdat: onveilig", "omdat: jonger-dan-1-jaar"))
    found = run(project)
    found.assert_outcomes(passed=11, failed=2)
    text = found.stdout.str()
    assert "hartslagnu.yaml:16:9: fout V003: " in text
    assert "verwacht navragen voor hartslagnu, maar de uitkomst is alarmeren" in text
    assert "m1.yaml:14:5: fout V010: verwacht: na 0:30 hartslagnu: uitgesloten (jonger-dan-1-jaar)" in text
    assert "Traceback" not in text
    assert "RuleFailedError" not in text


@pytest.mark.usefixtures("alone")
def test_a_file_with_a_mistake_fails_and_so_does_what_rests_on_it(project: pytest.Pytester) -> None:
    changed(project, "rules/regio/dorp.yaml", REGION.replace("gevolg:", "gevolgen:"))
    found = run(project)
    found.assert_outcomes(passed=11, failed=1)
    found.stdout.fnmatch_lines(["*dorp.yaml:22:9: fout R002: *"])
    changed(project, "rules/landelijk/hartslagnu.yaml", HARTSLAGNU.replace("groep:", "groepp:"))
    found = run(project, "rules/landelijk/landelijk.yaml")
    assert found.ret != 0, "its examples cannot run while a file beside it is broken"
    found.stdout.fnmatch_lines(["*hartslagnu.yaml:4:1: fout R002: *"])
    assert run(project, "meldingen").ret != 0


@pytest.mark.usefixtures("alone")
def test_a_call_with_a_mistake_fails(project: pytest.Pytester) -> None:
    changed(project, "meldingen/m1.yaml", CALL.replace("omdat: onveilig", "omdat: onveillig"))
    found = run(project, "meldingen")
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(['*m1.yaml:14:*: fout M008: onbekende regel "onveillig"*'])


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("how", ["option", "ini"])
def test_another_folder_can_be_named(project: pytest.Pytester, how: str) -> None:
    (project.path / "rules").rename(project.path / "onze-regels")
    if how == "ini":
        project.makeini("[pytest]\nmka_regels = onze-regels\n")
        run(project).assert_outcomes(passed=13)
    else:
        run(project, "--mka-regels", "onze-regels").assert_outcomes(passed=13)


@pytest.mark.usefixtures("alone")
def test_other_yaml_is_left_alone(pytester: pytest.Pytester) -> None:
    for file in ("rules/a.yaml", "meldingen/b.yml", "c.yaml", "rules/d.txt"):
        path = pytester.path / file
        path.parent.mkdir(exist_ok=True)
        path.write_text("soort: iets\nregels: []\n")
    (pytester.path / "c.yaml").write_text("soort: regio\n")
    pytester.makepyfile("def test_one(): pass")
    found = run(pytester)
    found.assert_outcomes(passed=1)


def test_without_rules_nothing_of_the_program_is_loaded(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(f"def test_one():\n    {LOADED}")
    found = run(pytester, "-s")
    found.stdout.fnmatch_lines(["*LOADED mka_assist mka_assist.testing mka_assist.testing.pytest_plugin"])


def test_it_runs_in_parallel(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_PLUGINS", "mka_assist.testing.pytest_plugin,xdist.plugin")
    run(project, "-n", "2").assert_outcomes(passed=13)


def test_importing_the_package_does_not_need_pytest() -> None:
    code = "import sys; sys.modules['pytest'] = None; import mka_assist.testing.session, mka_assist.cli.rules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, cwd=Path(__file__).parents[2])
