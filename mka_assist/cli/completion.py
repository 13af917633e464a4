"""`mka-assist completion`: the script that lets a shell complete commands, options and files."""

from __future__ import annotations

import click

from mka_assist.cli.boundary import COMPLETION_VARIABLE, DONE, PROGRAM, UNEXPECTED
from mka_assist.cli.dutch import speak_dutch


@click.command(
    "completion",
    options_metavar="[OPTIES]",
    epilog="""
    \b
    Inschakelen, één keer:
      bash  mka-assist completion bash > ~/.local/share/bash-completion/completions/mka-assist
      zsh   mka-assist completion zsh > een map in $fpath, als bestand _mka-assist
      fish  mka-assist completion fish > ~/.config/fish/completions/mka-assist.fish
    """,
)
@click.argument(
    "shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]), help="bash, zsh of fish."
)
def command(shell: str) -> int:
    """Geef het script waarmee de shell opdrachten aanvult."""
    from click.shell_completion import get_completion_class

    from mka_assist.cli.commands import root

    speak_dutch()
    complete = get_completion_class(shell)
    if complete is None:
        return UNEXPECTED
    click.echo(complete(root, {}, PROGRAM, COMPLETION_VARIABLE).source())
    return DONE
