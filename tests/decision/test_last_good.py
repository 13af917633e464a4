"""The last good rulebook: what the console falls back on, and only when it still proves itself."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mka_assist.call.clock import SystemClock
from mka_assist.decision.last_good import Rulebooks, open_or_last_good
from mka_assist.paths import rules_dir
from mka_assist.rulebook.diagnostics import InputError
from mka_assist.rulebook.kept import KeptRulebooks
from mka_assist.rulebook.keys import TrustedKey, public_key
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.signatures import sign
from mka_assist.rulebook.trust import Trust

REGION = "voorbeeld-kust"
KEY = Ed25519PrivateKey.generate()
JANSEN = Trust(True, (TrustedKey(public_key(KEY), "dr. Jansen"),))


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory):
    """One cache for the whole module, so that a rulebook is tried once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def books(tmp_path: Path) -> Rulebooks:
    """The shipped rules of a region, copied to where they can be changed."""
    rules = shutil.copytree(rules_dir(), tmp_path / "rules")
    return Rulebooks(rules, REGION, KeptRulebooks(tmp_path / "regelboeken"))


def change(books: Rulebooks, old: str, new: str, name: str = "landelijk/hartslagnu.yaml") -> None:
    path = books.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_good_rulebook_is_opened_from_its_folder(books) -> None:
    decider, why = open_or_last_good(books)
    assert (decider.rulebook.sha256, why) == (load_rulebook(books.root, REGION).sha256, "")
    assert books.last_good().rulebook.sha256 == decider.rulebook.sha256


@pytest.mark.parametrize(
    ("name", "old", "new", "why"),
    [
        ("landelijk/hartslagnu.yaml", "\nregels:", "\nregles:", 'onbekende sleutel "regles"'),
        ("regio/voorbeeld-kust.yaml", "dan: navragen", "dan: alarmeren", "voorbeeld bij "),
    ],
)
def test_a_bad_one_leaves_the_last_good_one_with_the_reason(books, name, old, new, why) -> None:
    good = books.open().rulebook
    change(books, old, new, name)
    decider, told = open_or_last_good(books)
    assert (decider.rulebook.sha256, decider.rulebook.version) == (good.sha256, good.version)
    assert re.match(rf"{re.escape(name)}:\d+: {re.escape(why)}[^\n]*$", told)
    shutil.rmtree(books.root)
    decider, told = open_or_last_good(books)
    assert (decider.rulebook.sha256, told) == (good.sha256, "deze map bestaat niet of is geen map")


def test_without_a_last_good_one_the_mistakes_are_told(books) -> None:
    change(books, "regels:", "regles:")
    with pytest.raises(InputError, match="regles"):
        open_or_last_good(books)


def test_another_folder_or_region_is_no_last_good_one(books, tmp_path) -> None:
    books.open()
    other = Rulebooks(tmp_path / "elders", REGION, books.kept)
    nation = Rulebooks(books.root, "", books.kept)
    assert other.last_good() is nation.last_good() is None


def test_a_copy_that_was_tampered_with_is_not_used(books) -> None:
    sha256 = books.open().rulebook.sha256
    copy = books.kept.copy_of(sha256)
    with (copy / "landelijk" / "knrm.yaml").open("a") as file:
        file.write("# anders\n")
    assert books.earlier(sha256, REGION) is None
    change(books, "regels:", "regles:")
    with pytest.raises(InputError):
        open_or_last_good(books)


def test_what_is_not_signed_is_refused_and_the_last_signed_one_stays(books) -> None:
    strict = Rulebooks(books.root, REGION, books.kept, JANSEN)
    unsigned = books.open().rulebook
    with pytest.raises(InputError, match="S012"):
        open_or_last_good(strict)
    assert strict.earlier(unsigned.sha256, REGION) is None, "kept, but not signed"
    sign(books.root, unsigned, KEY, SystemClock().now())
    signed = strict.open().rulebook
    change(books, "geldig_vanaf:", "# anders\ngeldig_vanaf:")
    decider, why = open_or_last_good(strict)
    assert decider.rulebook.sha256 == signed.sha256
    assert why == "geweigerd: sinds dr. Jansen ondertekende, is gewijzigd: landelijk/hartslagnu.yaml"


def test_an_earlier_rulebook_is_found_by_its_hash(books) -> None:
    first = books.open().rulebook
    change(books, "geldig_vanaf:", "# anders\ngeldig_vanaf:")
    second = books.open().rulebook
    assert first.sha256 != second.sha256
    assert books.earlier(first.sha256, REGION).rulebook.sha256 == first.sha256
    assert books.earlier(first.sha256, "") is None, "that is another rulebook"
    assert books.earlier("a" * 64, REGION) is None
