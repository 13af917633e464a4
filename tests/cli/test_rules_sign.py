"""Signing as a user does it, and what the program then refuses."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from mka_assist.paths import fixtures_dir, rules_dir

FACTS = "{bewustzijn: nee}"
REGION = ("--region", "voorbeeld-kust")
CALL = sorted((fixtures_dir() / "meldingen").glob("*.yaml"))[0]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return shutil.copytree(rules_dir(), tmp_path / "regels")


def decide(mka, *more: str):
    return mka("decide", "--facts", "-", "--rules", "regels", *more, input=FACTS)


def lines(mka, *arguments: str, **options: str) -> list[str]:
    done = mka("rules", *arguments, **options)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def refusal(done) -> str:
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_from_a_new_key_to_a_console_that_accepts_nothing_else(mka, rules, tmp_path, home) -> None:
    (key,) = lines(mka, "keys", "--new", "sleutel.pem", "--passphrase", input="geheim\n")
    assert stat.S_IMODE((tmp_path / "sleutel.pem").stat().st_mode) == 0o600
    assert lines(mka, "keys", "--key", "sleutel.pem", input="geheim\n") == [key]
    told, where = lines(mka, "sign", "regels", *REGION, "--key", "sleutel.pem", input="geheim\n")
    assert told.startswith("Ondertekend: regelboek regio voorbeeld-kust, versie ")
    assert where == f"Handtekening in regels/handtekening.json, met sleutel {key}"

    settings = Path(home["HOME"], ".config", "mka-assist", "instellingen.toml")
    settings.parent.mkdir(parents=True)
    settings.write_text(f'alleen_ondertekend = true\nvertrouwde_sleutels = ["{key} dr. Jansen"]\n')
    assert lines(mka, "keys") == [
        f"instellingen: {settings}", "alleen ondertekend: ja", f"vertrouwd: {key} dr. Jansen",
    ]  # fmt: skip
    assert decide(mka, *REGION).returncode == 0
    assert refusal(decide(mka)).startswith(
        "regels: fout S012: geweigerd: het landelijke regelboek is niet ondertekend. Hulp: Laat "
    )
    assert refusal(mka("replay", str(CALL))).startswith(f"{rules_dir()}: fout S012: geweigerd: ")
    with (rules / "landelijk" / "knrm.yaml").open("a") as file:
        file.write("# erbij\n")
    assert refusal(decide(mka, *REGION)).startswith(
        "regels: fout S015: geweigerd: sinds dr. Jansen ondertekende, is gewijzigd: "
        "landelijk/knrm.yaml. Hulp: "
    )
    settings.write_text("alleen_ondertekend = ja\n")
    assert refusal(decide(mka, *REGION)).startswith(f"{settings}:1:22: fout T001: ")


def test_keys_for_one_run_only(mka, rules, tmp_path) -> None:
    (key,) = lines(mka, "keys", "--new", "sleutel.pem")
    (tmp_path / "wie.toml").write_text(f'vertrouwde_sleutels = ["{key} Smit"]\n')
    assert refusal(decide(mka, "--trusted-keys", "wie.toml")).startswith("regels: fout S012: ")
    assert decide(mka).returncode == 0
    lines(mka, "sign", "regels", "--key", "sleutel.pem")
    assert decide(mka, "--trusted-keys", "wie.toml").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("keys", "--new", "a.pem", "--key", "a.pem"), "Fout: Kies --new of --key."),
        (("keys", "--passphrase"), "Fout: --passphrase hoort bij --new."),
        (("keys", "--new", "a.pem", "--passphrase"), "Fout: De wachtzin ontbreekt."),
        (("sign", "regels", "--key", "weg.pem"), "weg.pem: fout B001: "),
        (("sign", "regels", "--key", "open.pem"), "open.pem: fout S002: "),
        (("sign", "regels", "--region", "kust", "--key", "open.pem"), "regels: fout B010: onbekende regio"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(mka, rules, tmp_path, arguments, message) -> None:
    (tmp_path / "open.pem").write_text("leesbaar voor iedereen")
    (tmp_path / "open.pem").chmod(0o644)
    assert refusal(mka("rules", *arguments, input="")).startswith(message)
    assert not (tmp_path / "a.pem").exists()
    assert not (rules / "handtekening.json").exists()


def test_rules_that_fail_their_own_examples_are_not_signed(mka, rules, tmp_path) -> None:
    lines(mka, "keys", "--new", "sleutel.pem")
    file = rules / "landelijk" / "hartslagnu.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("dan: uitgesloten", "dan: alarmeren", 1), encoding="utf-8")
    assert " fout V003: " in refusal(mka("rules", "sign", "regels", "--key", "sleutel.pem"))
    assert not (rules / "handtekening.json").exists()
