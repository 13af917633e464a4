"""The process of the sound; the console starts it, see `speaker`. Loads as little as it can."""

import json
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

from mka_assist.sound.loop import serve


def main(settings: str) -> None:
    """Serve the console that sent these settings, until it is gone."""
    wanted = json.loads(settings)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with ExitStack() as stack:
        if wanted["command"]:
            from tempfile import TemporaryDirectory

            from mka_assist.sound.players import Players
            from mka_assist.sound.tones import write_tones

            try:
                files = write_tones(Path(wanted["folder"]))
            except (OSError, TypeError):  # no such folder is given, or none can be made
                files = write_tones(Path(stack.enter_context(TemporaryDirectory())))
            players = Players(wanted["command"], files)
            stack.callback(players.close)
            serve(players, wanted["parent"])
        else:
            from mka_assist.sound.bell import Bell

            bell = Bell(wanted["terminal"])
            stack.callback(bell.close)
            serve(bell, wanted["parent"])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Fout: De console start het geluid zelf. Hulp: mka-assist console --help")
    main(sys.argv[1])
