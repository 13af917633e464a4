"""`mka-assist rules`: everything that is done with rule files themselves."""

from __future__ import annotations

import click

from mka_assist.cli.rules_ask import ask
from mka_assist.cli.rules_check import check
from mka_assist.cli.rules_diff import diff
from mka_assist.cli.rules_docs import docs
from mka_assist.cli.rules_explain import explain
from mka_assist.cli.rules_fmt import fmt
from mka_assist.cli.rules_instruction import instruction
from mka_assist.cli.rules_new import new
from mka_assist.cli.rules_schema import schema
from mka_assist.cli.rules_sign import keys, sign
from mka_assist.cli.rules_test import test
from mka_assist.cli.rules_verify import verify


@click.group("rules", options_metavar="[OPTIES]", subcommand_metavar="OPDRACHT [ARGUMENTEN]...")
def command() -> None:
    """Controleer regelbestanden."""


command.add_command(ask)
command.add_command(check)
command.add_command(diff)
command.add_command(docs)
command.add_command(explain)
command.add_command(fmt)
command.add_command(instruction)
command.add_command(keys)
command.add_command(new)
command.add_command(schema)
command.add_command(sign)
command.add_command(test)
command.add_command(verify)
