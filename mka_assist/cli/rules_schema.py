"""`mka-assist rules schema`: the JSON Schema of rule files, for an editor."""

from __future__ import annotations

from pathlib import Path

import click

from mka_assist.cli.boundary import DONE
from mka_assist.cli.options import output_option


@click.command("schema", options_metavar="[OPTIES]")
@output_option
def schema(output: Path | None) -> int:
    """Maak het JSON-schema van regelbestanden, voor een editor met aanvulling en uitleg.

    Een editor gebruikt het als bovenaan het regelbestand staat:
    # yaml-language-server: $schema=../schema.json
    Afsluitcode: 0 gemaakt, 2 als het bestand niet te schrijven is.
    """
    from mka_assist.cli.output import write_result
    from mka_assist.rulebook.schema import schema_text

    write_result(schema_text(), output)
    return DONE
