"""The JSON Schema of a rule file, made from the vocabulary: for completion, hover and errors in an editor.

Draft-07, which every YAML editor reads. A schema knows a file by itself only: what needs other files, the
order of dates or the meaning of a condition is left to `rules check`.
"""

from __future__ import annotations

import json

from mka_assist.rulebook.descriptions import KEYS, SORTS
from mka_assist.rulebook.schema.files import file_schemas
from mka_assist.rulebook.schema.values import Schema, one_of
from mka_assist.rulebook.vocabulary import FILE_KEYS

FILE_NAME = "schema.json"


def schema() -> Schema:
    """The whole schema; which part holds is decided by the `soort` of the file."""
    definitions, files = file_schemas()
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Regelbestand van mka-assist",
        "description": "Regels voor het alarmeren van first responders bij een reanimatie.",
        "type": "object",
        "errorMessage": "Een regelbestand bestaat uit sleutels met waarden; begin met soort.",
        "properties": {"soort": one_of(FILE_KEYS, SORTS) | {"title": "soort", "description": KEYS["soort"]}},
        "allOf": [
            {"required": ["soort"], "errorMessage": 'De sleutel "soort" ontbreekt.'},
            *({"if": _is(sort), "then": file} for sort, file in files.items()),
        ],
        "definitions": definitions,
    }


def schema_text() -> str:
    """The schema as it stands in `rules/schema.json`."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _is(sort: str) -> Schema:
    return {"properties": {"soort": {"const": sort}}, "required": ["soort"]}
