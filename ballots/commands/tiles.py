"""`tiles export BUNDLE DIR` and `tiles serve BUNDLE`: the log as static files."""

from __future__ import annotations

import argparse
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from ballots.bundle import Bundle, names, open_bundle
from ballots.errors import Refused

_ALSO = (names.MANIFEST,)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("tiles", help="publish the log of a bundle as static files")
    verbs = parser.add_subparsers(required=True, metavar="export|serve")
    export = verbs.add_parser("export", help="write the log's files into a folder for any web server")
    export.add_argument("bundle", type=Path, metavar="BUNDLE")
    export.add_argument("folder", type=Path, metavar="DIR", help="a new folder")
    export.set_defaults(run=run_export)
    serve = verbs.add_parser("serve", help="serve a bundle's files on this machine, to try watch and witness")
    serve.add_argument("bundle", type=Path, metavar="BUNDLE")
    serve.add_argument("--port", type=int, default=8765)
    serve.set_defaults(run=run_serve)


def run_export(options: argparse.Namespace) -> int:
    """Copy the manifest and everything under log/."""
    folder: Path = options.folder
    if folder.exists():
        raise Refused("the folder exists already; nothing is overwritten", str(folder))
    with open_bundle(options.bundle) as bundle:
        wanted = [name for name in bundle.names if name in _ALSO or name.startswith("log/")]
        for name in wanted:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(bundle.read(name))
    print(f"{len(wanted)} files written to {folder}; publish them under one address and give it to witnesses")
    return 0


def run_serve(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    if not 0 <= options.port <= 65535:
        raise Refused(f"port {options.port} is not between 0 and 65535")
    with open_bundle(options.bundle) as bundle, server(bundle, options.port) as http:
        address = f"http://127.0.0.1:{http.server_port}/"
        print(f"serving {options.bundle} on {address} (stop with Ctrl-C)", flush=True)
        try:
            http.serve_forever()
        except KeyboardInterrupt:
            print("stopped")
    return 0


def server(bundle: Bundle, port: int) -> ThreadingHTTPServer:
    """A web server of exactly the bundle's files, on this machine only; port 0 takes a free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(_Files, bundle))


class _Files(BaseHTTPRequestHandler):
    def __init__(self, bundle: Bundle, *connection: Any) -> None:
        self._bundle = bundle
        super().__init__(*connection)

    def do_GET(self) -> None:
        name = self.path.removeprefix("/")
        if name not in self._bundle:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        blob = self._bundle.read(name)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(blob)))
        self.end_headers()
        self.wfile.write(blob)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing: who asks for which ballot is nobody's business."""
