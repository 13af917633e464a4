"""A small client for a language server: JSON-RPC over standard input and output, without waiting blindly."""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path
from queue import Empty, Queue
from typing import Any

SETTINGS = {
    "yaml": {
        "validate": True,
        "completion": True,
        "hover": True,
        "schemas": {},
        "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False},
    }
}
"""Nothing is fetched: the schema is the file that the document names."""

TIMEOUT = 60.0
"""How long an answer may take at most (seconds); a server that is slow to start is no failure."""


class LanguageServer:
    """A running server. Every wait is for a message, and ends in an error when it does not come."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._number = 0
        self._lock = threading.Lock()
        self._answers: dict[int, Queue[Any]] = {}
        self._diagnostics: Queue[tuple[str, int | None, list[Any]]] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        root = folder.resolve().as_uri()
        self.request(
            "initialize",
            {
                "processId": None,
                "rootUri": root,
                "workspaceFolders": [{"uri": root, "name": "regels"}],
                "capabilities": {
                    "workspace": {"configuration": True, "workspaceFolders": True},
                    "textDocument": {
                        "publishDiagnostics": {},
                        "hover": {"contentFormat": ["markdown"]},
                        "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                    },
                },
            },
        )
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def stop(self) -> None:
        """Ask the server to leave, and see that it does."""
        try:
            self.request("shutdown", None)
            self.notify("exit", None)
            self._process.wait(TIMEOUT)
        finally:
            self._process.kill()
            self._process.wait()
            self._reader.join(TIMEOUT)
            for stream in (self._process.stdin, self._process.stdout):
                if stream:
                    stream.close()

    def request(self, method: str, params: Any) -> Any:
        """Ask something and wait for the answer."""
        self._number += 1
        number = self._number
        self._answers[number] = Queue()
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        try:
            answer = self._answers[number].get(timeout=TIMEOUT)
        except Empty:
            raise AssertionError(f"no answer to {method} within {TIMEOUT:.0f} seconds") from None
        assert "error" not in answer, answer["error"]
        return answer.get("result")

    def notify(self, method: str, params: Any) -> None:
        """Say something that has no answer."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def open(self, path: Path, text: str) -> list[Any]:
        """Open a document and return what the server finds wrong with it."""
        uri = path.resolve().as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        while True:
            try:
                about, version, found = self._diagnostics.get(timeout=TIMEOUT)
            except Empty:
                raise AssertionError(f"nothing was said of {path.name}") from None
            if about == uri and version in (None, 1):
                return found

    def complete(self, path: Path, line: int, column: int) -> dict[str, Any]:
        """What the server offers at a place (counting from 0), by the word that is shown."""
        found = self.request("textDocument/completion", _at(path, line, column))
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: item for item in items}

    def hover(self, path: Path, line: int, column: int) -> str:
        """What the server says of a place (counting from 0)."""
        found = self.request("textDocument/hover", _at(path, line, column))
        return "" if found is None else str(found["contents"]["value"])

    def _send(self, message: Any) -> None:
        data = json.dumps(message).encode()
        stream = self._process.stdin
        assert stream is not None
        with self._lock:
            stream.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
            stream.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline()) not in (b"\r\n", b""):
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not line:
                return
            self._take(json.loads(stream.read(length)))

    def _take(self, message: Any) -> None:
        method, number = message.get("method"), message.get("id")
        if method is None:
            self._answers[number].put(message)
        elif method == "textDocument/publishDiagnostics":
            params = message["params"]
            self._diagnostics.put((params["uri"], params.get("version"), params["diagnostics"]))
        elif number is not None:
            result = None
            if method == "workspace/configuration":
                result = [_section(item.get("section", "")) for item in message["params"]["items"]]
            elif method == "workspace/workspaceFolders":
                result = []
            self._send({"jsonrpc": "2.0", "id": number, "result": result})


def _section(name: str) -> Any:
    found: Any = SETTINGS
    for part in filter(None, name.split(".")):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _at(path: Path, line: int, column: int) -> dict[str, Any]:
    return {
        "textDocument": {"uri": path.resolve().as_uri()},
        "position": {"line": line, "character": column},
    }
