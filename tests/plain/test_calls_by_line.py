"""Recorded calls typed line by line end in the same decisions and at the same times as their replay."""

from __future__ import annotations

from itertools import pairwise

import pytest
from test_calls_by_keyboard import CALLS, Typing, fixture_of

from mka_assist.plain.conversation import Conversation
from mka_assist.plain.spoken import TYPED

WORDS = {key: word for word, key in TYPED.items()} | {"f1": "f1"}


@pytest.mark.parametrize("name", CALLS)
def test_line_by_line(name: str) -> None:
    typing = Typing(fixture_of(name))
    failed: list[Exception] = []
    talk = Conversation(typing.desk, failed.append)
    told = talk.begin()
    for key, moment in typing.play():
        told += talk.tick()
        if moment:
            typing.check(moment)
            continue
        talk.hear(key[1:] if key.startswith("=") else WORDS.get(key, key))
        answered = talk.step()
        assert answered, f"{key} was not answered"
        assert not answered[0].startswith(("Onbekend: ", "Fout in het programma"))
        told += answered
        assert not talk.busy
    assert failed == []
    assert all(line.isprintable() and line.strip() for line in told)
    assert all(one != after for one, after in pairwise(told)), "nothing is told twice in a row"
