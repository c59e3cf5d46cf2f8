"""Check the audit log: every entry against its hash, every hash against the one before it, and the end of the
log against the one that was seen last, which is kept outside the database."""

import argparse
import json

from parvis.project.django_session import open_django
from parvis.project.paths import installation_paths
from parvis.project.problems import Problem

EPILOGUE = """\
examples:
  parvis audit verify               what was changed, added or cut, if anything
  parvis audit verify --json        the same for machines
  parvis audit accept               after an older backup was restored: its end is the end from now on

exit codes: 0 the log is what was written · 1 it is not
"""
SENTENCES = {
    "entry-changed": "entry {entry} is not what was written",
    "entry-cut": "entry {entry} was cut out",
    "links-cut": "entries before {entry} were cut out of the chain",
    "links-joined": "the chain was joined anew before entry {entry}",
    "end-cut": "the end of the log was cut off: link {link} was seen before",
    "entries-added": "{count} entries were added around the chain",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("verify", "accept"))
    parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")


def execute(arguments: argparse.Namespace) -> int:
    paths = installation_paths()
    if not paths.secrets.exists():
        raise Problem(f"There is no installation in {paths.data}.", "Name its folder in PARVIS_DATA.")
    open_django(paths)
    from parvis.foundation.audit_head import accept_end, examine_and_remember

    report = accept_end() if arguments.what == "accept" else examine_and_remember()
    if arguments.json:
        faults = [
            {"kind": fault.kind, "link": fault.link_id, "entry": fault.entry_id, "count": fault.count}
            for fault in report.faults
        ]
        print(json.dumps({"is_whole": report.is_whole, "links": report.links, "faults": faults}))
        return 0 if report.is_whole else 1
    for fault in report.faults:
        print(SENTENCES[fault.kind].format(link=fault.link_id, entry=fault.entry_id, count=fault.count))
    if report.is_whole:
        print(f"The audit log is what was written: {report.links} entries.")
    return 0 if report.is_whole else 1
