"""The command line. A command's module is imported when it is called, so that `parvis --help` is quick."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from types import ModuleType

from parvis.project.problems import Problem

DONE, FAILED, MISUSED, PARTLY_DONE = 0, 1, 2, 3

# name → (module, one line of help)
COMMANDS = {
    "run": ("run", "start everything and print the address; Ctrl-C stops it"),
    "import": ("import_file", "take in a CSV or JSON Lines file of posts or conversations"),
    "enrich": ("enrich", "label texts with language and sentiment; needs no database"),
    "match": ("match", "say which saved queries mean each post; needs no database"),
    "similar": ("similar", "find questions that ask the same in other words; needs no database"),
    "resolve": ("resolve", "say which records are the same person; needs no database"),
    "community": ("community", "bring a community in from elsewhere, or take this one out"),
    "user": ("user", "add, list, disable staff accounts; passwords and roles"),
    "demo": ("demo", "load the demo company, or leave it for your own data"),
    "doctor": ("doctor", "say what is wrong with this installation, and what to do"),
    "backup": ("backup", "write database, files and, apart, the keys; while Parvis runs"),
    "restore": ("restore", "bring a backup back, into a new place unless told otherwise"),
    "keys": ("keys", "replace the key that encrypts secrets in the database"),
    "audit": ("audit", "whether the audit log is what was written"),
    "maintenance": ("maintenance", "close the pages to everybody but administrators, and open them again"),
    "migrate": ("migrate", "bring the database to this version (`run` does it by itself)"),
}

DESCRIPTION = "Parvis: hear what is said, know who says it, bring it to whoever can answer, keep it."
EPILOGUE = """\
examples:
  parvis run                                   start, then open http://localhost:8000
  parvis import tweets.csv --source airlines   take in a file of posts
  parvis enrich < texts.jsonl > labels.jsonl   label texts, one JSON object a line
  parvis user add ana@example.com --role administrator
  parvis doctor                                when something does not work

exit codes:
  0 done · 1 failed, with one sentence why · 2 used wrongly · 3 partly done: some rows were rejected

environment (or a file .env beside the code):
  PARVIS_DATA        data folder              PARVIS_PORT       pages (8000)
  DATABASE_URL       a PostgreSQL of yours    PARVIS_LIVE_PORT  live updates (PARVIS_PORT + 1)
  PARVIS_HOST        127.0.0.1                PARVIS_ORIGIN     public address, as https://parvis.example.com
"""


def main(words: list[str] | None = None) -> int:
    """Parse, import the one command, run it. A Problem becomes one sentence and the way out."""
    # Before numpy is imported: its second thread for small products of matrices waits more than it works, and
    # doubled the processor's time of `enrich`. Several cores are used by several processes (--jobs).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    words = sys.argv[1:] if words is None else words
    try:
        from parvis.project.environment import read_env_file

        read_env_file()
        parser, chosen = _parser(words)
        arguments = parser.parse_args(words)
        if chosen is None:
            parser.print_help()
            return MISUSED
        return int(chosen.execute(arguments) or DONE)
    except Problem as problem:
        print(f"parvis: {problem.sentence}", file=sys.stderr)
        if problem.way_out:
            print(f"        {problem.way_out}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("parvis: stopped before it was done; what was taken in so far is kept.", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does.
        sys.stderr.close()
        return FAILED


def _parser(words: list[str]) -> tuple[argparse.ArgumentParser, ModuleType | None]:
    """Only the command that is called gets its arguments; for the others one line of help is enough."""
    parser = argparse.ArgumentParser(
        prog="parvis",
        description=DESCRIPTION,
        epilog=EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="say which release this is")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    called = next((word for word in words if not word.startswith("-")), None)
    chosen = None
    for name, (module, line) in COMMANDS.items():
        if name != called:
            commands.add_parser(name, help=line)
            continue
        chosen = importlib.import_module(f"parvis.project.commands.{module}")
        own = commands.add_parser(
            name, help=line, description=chosen.__doc__, epilog=getattr(chosen, "EPILOGUE", None),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        chosen.add_arguments(own)
    return parser, chosen


class _Version(argparse.Action):
    """Read when it is asked for: the metadata of all packages takes a while to open."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"parvis {version('parvis')}")
        parser.exit()


if __name__ == "__main__":
    sys.exit(main())
