"""What goes wrong with files and SQLite, as one Dutch line with the path and help."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from mka_assist.call.log import JournalError

_SQLITE = {
    sqlite3.SQLITE_BUSY: (
        "is bezet door een ander programma",
        "Wacht even; wat is ingevoerd wordt opnieuw aangeboden.",
    ),
    sqlite3.SQLITE_LOCKED: (
        "is bezet door een ander programma",
        "Wacht even; wat is ingevoerd wordt opnieuw aangeboden.",
    ),
    sqlite3.SQLITE_FULL: (
        "kan niet groeien: de schijf is vol",
        "Maak ruimte; wat is ingevoerd wordt opnieuw aangeboden.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "is beschadigd",
        "Zet het bestand veilig weg, herstel een kopie of kies met --journal een ander bestand.",
    ),
    sqlite3.SQLITE_NOTADB: (
        "is beschadigd of geen journaal",
        "Zet het bestand veilig weg, herstel een kopie of kies met --journal een ander bestand.",
    ),
    sqlite3.SQLITE_READONLY: (
        "kan niet worden beschreven",
        "Geef schrijfrecht op het bestand en de map, of kies met --journal een andere plaats.",
    ),
    sqlite3.SQLITE_PERM: (
        "mag niet worden gebruikt",
        "Geef leesrecht en schrijfrecht op het bestand en de map.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "kan niet worden geopend",
        "Controleer of de map bestaat en beschreven mag worden.",
    ),
    sqlite3.SQLITE_IOERR: (
        "kan niet worden gelezen of geschreven: de schijf meldt een fout",
        "Controleer de schijf; wat is ingevoerd wordt opnieuw aangeboden.",
    ),
}
_SYSTEM = {
    errno.EACCES: "geen toegang",
    errno.EPERM: "geen toegang",
    errno.EROFS: "de schijf is alleen leesbaar",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "de schijfruimte is op",
    errno.EFBIG: "het bestand mag niet groter worden",
    errno.ENAMETOOLONG: "de naam is te lang",
    errno.ENOENT: "de map bestaat niet",
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.ELOOP: "het pad verwijst naar zichzelf",
}


def explain(error: sqlite3.Error | OSError | UnicodeEncodeError, path: Path) -> JournalError:
    """The cause in a reader's words. What is not known is named by its code, never left out."""
    if isinstance(error, UnicodeEncodeError):
        return JournalError("Er staat een onleesbaar teken in het nummer of het pad.", "Typ het opnieuw.")
    if isinstance(error, OSError):
        cause = _SYSTEM.get(error.errno or 0, f"fout {errno.errorcode.get(error.errno or 0, error.errno)}")
        return JournalError(f"Het journaal {path} kan niet worden gebruikt: {cause}.", "Controleer het pad.")
    if isinstance(error, sqlite3.ProgrammingError) and "closed" in str(error):
        return JournalError(f"Het journaal {path} is gesloten.", "Start het programma opnieuw.")
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if known := _SQLITE.get(code):
        return JournalError(f"Het journaal {path} {known[0]}.", known[1])
    name = getattr(error, "sqlite_errorname", "") or " ".join(str(error).split())
    return JournalError(f"Het journaal {path} geeft een fout ({name}).", "Controleer het bestand.")


def damaged(path: Path) -> JournalError:
    """A file whose pages do not fit together."""
    cause, help = _SQLITE[sqlite3.SQLITE_CORRUPT]
    return JournalError(f"Het journaal {path} {cause}.", help)
