"""The trial of a new rulebook: both channels agree or it is refused, and nothing in C takes us down."""

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from strategies import make_rule, make_rulebook, rulebooks, single

from mka_assist.engine import trial
from mka_assist.engine.compiler import Engine
from mka_assist.engine.errors import CompileError, EngineMissingError
from mka_assist.engine.trial import TrialError, first_difference, memory_file, try_rulebook
from mka_assist.rulebook import meaning
from mka_assist.rulebook.age import Age
from mka_assist.rulebook.condition import All, AnyOf, Not, Op
from mka_assist.rulebook.model import Kind

YES, NO = single("vraag_0", Op.IS, True), single("vraag_0", Op.IS, False)
DERIVES = make_rule(
    "afgeleid", All((YES, single("vraag_1", Op.IS, True))), Kind.AFLEIDING, derives=("diep_0", True)
)
BOOK = make_rulebook(
    strata=((DERIVES,),),
    criteria=(
        make_rule("te-jong", single("leeftijd", Op.UNDER, 365)),
        make_rule("diep", single("diep_0", Op.IS, True)),
        make_rule("ergens", single("plek", Op.IS, "Ede", "Assen")),
    ),
)


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


@pytest.fixture
def child(monkeypatch):
    """Replaces the child process by one that runs this code."""
    return lambda code: monkeypatch.setattr(trial, "CHILD", (sys.executable, "-c", code))


def refusal(rulebook, seconds=30):
    with pytest.raises(TrialError) as caught:
        try_rulebook(rulebook, seconds)
    assert str(caught.value) == caught.value.cause
    assert "\n" not in caught.value.cause
    return caught.value.cause


def test_a_sound_rulebook_passes():
    try_rulebook(BOOK)


@settings(max_examples=20)
@given(rulebooks())
def test_the_engine_differs_nowhere_in_the_space_of_a_random_rulebook(rulebook):
    try:
        engine = Engine(rulebook)
    except CompileError:
        return
    assert first_difference(rulebook, engine.judge, until=0) == ""
    engine.close()


def lying_about(id, when):
    """A judge that says the opposite on one rule for some facts."""

    def judge(rules, facts):
        said = dict(meaning.read_rules(rules, facts))
        if id in said and when(facts):
            said[id] = None if said[id] else True
        return said

    return judge


@pytest.mark.parametrize(
    ("id", "when", "line"),
    [
        (
            "te-jong",
            lambda facts: facts.get("leeftijd") == Age(365, 365),
            'regel "te-jong" is nee, maar volgens de regelmachine ja, bij leeftijd: 1 maand',
        ),
        (
            "ergens",
            lambda facts: facts.get("plek") == "Assen",
            'regel "ergens" is ja, maar volgens de regelmachine onbekend, bij plek: Assen',
        ),
        (
            "te-jong",
            lambda facts: not facts,
            'regel "te-jong" is onbekend, maar volgens de regelmachine ja, bij geen bekende feiten',
        ),
        (
            "diep",
            lambda facts: facts.get("vraag_0") is False and facts.get("vraag_1") is True,
            'regel "diep" is onbekend, maar volgens de regelmachine ja, '
            "bij diep_0: onbekend, vraag_0: nee, vraag_1: ja",
        ),
    ],
)
def test_a_difference_names_the_rule_and_the_facts(id, when, line):
    assert first_difference(BOOK, lying_about(id, when)) == line


def test_a_difference_in_the_child_refuses_the_rulebook(child):
    child(
        """
from mka_assist.engine import compiler, trial
honest = compiler.Engine.judge
def lie(self, rules, facts):
    said = dict(honest(self, rules, facts))
    if "ergens" in said and facts.get("plek") == "Ede": said["ergens"] = False
    return said
compiler.Engine.judge = lie
trial.main()
"""
    )
    assert refusal(BOOK) == 'regel "ergens" is ja, maar volgens de regelmachine nee, bij plek: Ede'
    assert not memory_file().exists()


def test_a_rule_that_cannot_be_compiled_is_named():
    several = [
        AnyOf((single("soort", Op.IS, c), single("aantal", Op.IS, n))) for n, c in enumerate("abcd" * 8)
    ]
    both = [AnyOf((one, single("plek", Op.IS, str(n)))) for n, one in enumerate(several)]
    rulebook = make_rulebook(criteria=(make_rule("alles-tegelijk", All(tuple(both))),))
    assert refusal(rulebook) == 'regel "alles-tegelijk" is te ingewikkeld (meer dan 200 gevallen); splits hem'


def test_a_crash_in_c_is_survived_and_told(child):
    child(
        """
import json, durable_rules_engine as engine
rules = {f"r{n}": {"all": [{"m": {"v": 1}}]} for n in range(256)}
engine.assert_fact(engine.create_ruleset("crash", json.dumps(rules)), '{"id":"m","sid":"0","v":1}')
"""
    )
    assert refusal(BOOK) == "de regelmachine stort in op dit regelboek (SIGSEGV)"


def test_a_hang_in_c_is_ended_and_told(child):
    child(
        """
import json, durable_rules_engine as engine
engine.create_ruleset("hang", json.dumps({f"r{n}": {"all": [{"m": {"v": n}}]} for n in range(513)}))
"""
    )
    assert refusal(BOOK, seconds=1.5) == "de regelmachine is na 1.5 seconden nog niet klaar met dit regelboek"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("", "geen antwoord"),
        ("print('niet wat we vroegen')", "geen antwoord"),
        ("raise ValueError('kapot')", "ValueError: kapot"),
    ],
)
def test_a_child_that_gives_no_answer_refuses_the_rulebook(child, code, reason):
    child(code)
    assert refusal(BOOK) == f"dit regelboek kon niet worden beproefd ({reason})"


def test_a_child_that_cannot_be_started_refuses_the_rulebook(monkeypatch, tmp_path):
    monkeypatch.setattr(trial, "CHILD", (str(tmp_path / "nergens"),))
    assert refusal(BOOK).startswith("dit regelboek kon niet worden beproefd (")


def test_without_the_c_module_no_rulebook_is_to_blame(monkeypatch):
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(EngineMissingError, match="durable_rules is niet te laden"):
        try_rulebook(BOOK)


def test_what_passed_is_not_tried_again(child):
    try_rulebook(BOOK)
    child("raise SystemExit('a second trial')")
    try_rulebook(BOOK)
    assert "a second trial" in refusal(make_rulebook(criteria=(make_rule("anders", YES),)))


def test_a_change_that_only_the_engine_would_notice_is_tried_again(child):
    one, other = (make_rulebook(criteria=(make_rule("r", condition),)) for condition in (YES, NO))
    try_rulebook(one)
    child("raise SystemExit('a second trial')")
    assert one.sha256 == other.sha256
    assert "a second trial" in refusal(other)


@pytest.mark.parametrize("content", [b"", b"{", b"5", b'{"a": 1}', b"[1, null]", b"\xff\xfe"])
def test_a_corrupt_memory_is_forgotten(content):
    memory_file().parent.mkdir(parents=True)
    memory_file().write_bytes(content)
    try_rulebook(BOOK)
    assert json.loads(memory_file().read_text()) == [trial.fingerprint(BOOK)]
    assert [path.name for path in memory_file().parent.iterdir()] == [memory_file().name]


def test_a_memory_that_cannot_be_written_is_no_error():
    memory_file().parent.parent.mkdir(parents=True, exist_ok=True)
    memory_file().parent.write_text("a file where the folder should be")
    try_rulebook(BOOK)


def test_the_memory_does_not_grow_for_ever():
    memory_file().parent.mkdir(parents=True)
    memory_file().write_text(json.dumps([str(n) for n in range(500)]))
    try_rulebook(BOOK)
    kept = json.loads(memory_file().read_text())
    assert (len(kept), kept[-1]) == (trial.REMEMBERED, trial.fingerprint(BOOK))


def test_the_fingerprint_is_the_same_in_another_process():
    code = "import sys; from test_trial import BOOK, trial; print(trial.fingerprint(BOOK))"
    path = [entry for entry in sys.path if entry]
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {path!r}\n{code}"], capture_output=True
    )
    assert run.stdout.decode().strip() == trial.fingerprint(BOOK), run.stderr


def test_the_time_limit_stops_the_comparison_but_not_before_the_first_sets():
    judged = []

    def judge(rules, facts):
        judged.append(facts)
        return meaning.read_rules(rules, facts)

    rulebook = make_rulebook(criteria=(make_rule("r", Not(YES)),))
    assert first_difference(rulebook, judge, until=0) == ""
    assert len(judged) == trial.FEWEST
