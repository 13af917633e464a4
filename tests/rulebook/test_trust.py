"""The settings: who is trusted here. Doubt about them never means that everything is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mka_assist.rulebook.diagnostics import InputError
from mka_assist.rulebook.keys import TrustedKey, public_key
from mka_assist.rulebook.trust import ANYONE, Trust, load_trust, read_trust

KEY = TrustedKey(public_key(Ed25519PrivateKey.from_private_bytes(b"j" * 32)), "dr. Jansen")
LISTED = f'vertrouwde_sleutels = [\n  "{KEY}",\n]\n'


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Where the settings of the computer and of the user may stand; nothing is there yet."""
    for name, folder in (("XDG_CONFIG_DIRS", "computer"), ("XDG_CONFIG_HOME", "gebruiker")):
        monkeypatch.setenv(name, str(tmp_path / folder))
        (tmp_path / folder / "mka-assist").mkdir(parents=True)
    return {name: tmp_path / name / "mka-assist" / "instellingen.toml" for name in ("computer", "gebruiker")}


def test_without_settings_every_rulebook_is_accepted(settings) -> None:
    assert load_trust() == ANYONE
    assert not ANYONE.signed_only


def test_the_computer_goes_before_the_user_and_an_option_before_both(settings, tmp_path) -> None:
    user, computer, given = settings["gebruiker"], settings["computer"], tmp_path / "gegeven.toml"
    user.write_text(LISTED)
    assert load_trust() == Trust(False, (KEY,), str(user))
    computer.write_text(f"alleen_ondertekend = true\n{LISTED}")
    assert load_trust() == Trust(True, (KEY,), str(computer))
    given.write_text(LISTED)
    assert load_trust(given) == Trust(True, (KEY,), str(given))


def test_settings_that_cannot_be_read_are_no_settings_that_are_absent(settings) -> None:
    settings["gebruiker"].symlink_to("nergens")
    with pytest.raises(InputError, match="B001"):
        load_trust()
    settings["computer"].mkdir()
    with pytest.raises(InputError, match="B005"):
        load_trust()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alleen_ondertekend = ja\n", ["1:22 T001 dit is geen leesbare TOML"]),
        ("\n\nalleen_ondertekend = \n", ["3:22 T001 dit is geen leesbare TOML"]),
        ("x = [", ["1:1 T001 dit is geen leesbare TOML"]),
        ("# alleen_x\nalleen_x = true", ['2:1 T002 onbekende instelling "alleen_x"']),
        ('alleen_ondertekend = "nee"', ['1:1 T003 "alleen_ondertekend" moet true of false zijn']),
        ("vertrouwde_sleutels = true", ['1:1 T003 "vertrouwde_sleutels" moet een lijst van teksten zijn']),
        ("vertrouwde_sleutels = [1]", ['1:1 T003 "vertrouwde_sleutels" moet een lijst van teksten zijn']),
        (
            f'vertrouwde_sleutels = [\n  "{KEY}",\n  "ed25519:kort J",\n  "{KEY.key}x J",\n "Jansen"]',
            [
                "3:3 T004 deze sleutel is niet volledig of bevat een tikfout",
                "4:3 T004 deze sleutel is niet volledig of bevat een tikfout",
                '5:2 T004 een sleutel begint met "ed25519:"',
            ],
        ),
        ("alleen_ondertekend = true", ["1:1 T005"]),
        ("[[[", ["1:3 T001 dit is geen leesbare TOML"]),
    ],
)  # fmt: skip
def test_every_mistake_has_its_line(tmp_path, text, expected) -> None:
    path = tmp_path / "i.toml"
    path.write_text(text)
    with pytest.raises(InputError) as refused:
        read_trust(path)
    found = [f"{f.place.line}:{f.place.column} {f.code} {f.message}" for f in refused.value.findings]
    assert len(found) == len(expected)
    assert all(one.startswith(start) for one, start in zip(found, expected, strict=True)), found


def test_an_option_without_a_key_accepts_nothing(tmp_path) -> None:
    path = tmp_path / "i.toml"
    for content in (b"", b"\xff", b"#" * 1_000_001):
        path.write_bytes(content)
        with pytest.raises(InputError, match=r"T005|T001"):
            load_trust(path)
