"""The command line: one thin file per subcommand. Nothing heavy is loaded before it is needed."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from mka_assist.cli.boundary import run

    sys.exit(run(sys.argv[1:]))
