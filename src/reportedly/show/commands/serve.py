"""``reportedly serve``, ``users``: the ledger in the browser, and who may come in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reportedly.errors import BadOption
from reportedly.show import outlets
from reportedly.show.commands.options import Commands, command, user

if TYPE_CHECKING:
    from fastapi import FastAPI

    from reportedly.serve.settings import Settings

SERVE_EXAMPLES = """\
examples:
  reportedly serve                              for yourself, at http://127.0.0.1:8321
  reportedly serve --ledger news.db --port 9000
  reportedly serve --host 0.0.0.0 --name desk.example.org --users users.txt
                                                for a newsroom, behind a proxy that does HTTPS

At any host but this machine's own everybody has to sign in: name who may by --users FILE (reportedly users makes its lines), or
by --token-file FILE with a line TOKEN, or NAME ROLE TOKEN, for each. docs/deploy.md has the rest.
"""
USERS_EXAMPLES = """\
examples:
  reportedly users add ann --role editor --users users.txt
  reportedly users remove ann --users users.txt

The password is asked for, or read from standard input. Readers read; editors add and correct; admins also name
users, in the page /users or here, and see the audit trail.
"""
PORT = 8321


def add_to(commands: Commands) -> None:
    serve = command(commands, "serve", "open the ledger as pages in the browser, and as a JSON API", _serve, SERVE_EXAMPLES)
    serve.add_argument("--host", metavar="ADDRESS", default="127.0.0.1", help="where to listen (127.0.0.1: only this machine)")
    serve.add_argument("--port", metavar="N", type=_port, default=PORT, help=f"({PORT})")
    serve.add_argument(
        "--name", metavar="HOST", action="append", default=[], help="a name that browsers reach it under, beside its address"
    )
    serve.add_argument("--users", metavar="FILE", type=Path, help="who may sign in by password: a line NAME ROLE HASH for each")
    serve.add_argument(
        "--token-file", metavar="FILE", type=Path, help="who may by token: a line TOKEN or NAME ROLE TOKEN for each"
    )
    serve.add_argument(
        "--secret-file", metavar="FILE", type=Path, help="what cookies are signed with, so that they outlast a restart"
    )
    serve.add_argument(
        "--spool", metavar="FOLDER", type=Path, help="where stories that are handed in wait to be read (beside the ledger)"
    )

    users = commands.add_parser(
        "users",
        help="name those who may sign in to reportedly serve",
        description="Name those who may sign in to reportedly serve.",
        epilog=USERS_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    users.add_argument("act", choices=("add", "remove"), help="add one or change the password, or remove one")
    users.add_argument("name", metavar="NAME")
    users.add_argument("--role", metavar="ROLE", default="reader", help="reader (the default), editor or admin")
    users.add_argument("--users", metavar="FILE", type=Path, default=Path("users.txt"), help="(users.txt)")
    users.set_defaults(run=_users, command="users")


def _port(value: str) -> int:
    if not value.isdecimal():
        raise BadOption(f"{value!r} is no port; give a number from 1 to 65535.")
    return int(value)


def _serve(arguments: argparse.Namespace) -> int:
    from reportedly.serve.app import create_app
    from reportedly.serve.settings import Settings

    settings = Settings(
        host=arguments.host,
        port=arguments.port,
        users=arguments.users,
        token_file=arguments.token_file,
        secret_file=arguments.secret_file,
        names=tuple(arguments.name),
        spool=arguments.spool,
        somebody=user(),
    )
    run(create_app(arguments.ledger, settings), settings)
    return 0


def run(app: FastAPI, settings: Settings) -> None:
    """Listen until interrupted. Raises BadOption where the address is taken or not this machine's."""
    import uvicorn

    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",  # addresses may hold what somebody searches for: they are not logged
        server_header=False,
        proxy_headers=True,  # of a proxy on this machine alone
        timeout_graceful_shutdown=10,
        limit_concurrency=200,
    )
    server = uvicorn.Server(config)
    try:
        socket = config.bind_socket()
    except SystemExit as error:  # uvicorn's way to say that it cannot listen there
        raise BadOption(f"Nothing can listen at {settings.host}:{settings.port}; choose another --port or --host.") from error
    host, port = socket.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    outlets.write_standard_output(f"reportedly is at http://{shown}:{port}; Ctrl+C stops it.\n")
    server.run(sockets=[socket])


def _users(arguments: argparse.Namespace) -> int:
    from reportedly.serve.users import line_for, read_lines, write_lines

    path: Path = arguments.users
    lines = read_lines(path)
    kept = [line for line in lines if line.split()[:1] != [arguments.name]]
    if arguments.act == "remove":
        if kept == lines:
            raise BadOption(f"{path} names no {arguments.name!r}.")
    else:
        kept.append(line_for(arguments.name, arguments.role, _password()))
    write_lines(path, kept)
    return 0


def _password() -> str:
    """Asked for twice at a terminal, else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    import getpass

    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise BadOption("The two were not the same; try again.")
    return password
