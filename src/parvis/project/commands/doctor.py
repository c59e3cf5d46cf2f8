"""Say what is wrong with this installation, and what to do about each thing. Changes nothing."""

import argparse
import json
import sys

from parvis.project.examination import Finding, examine
from parvis.project.paths import installation_paths

EPILOGUE = """\
examples:
  parvis doctor
  parvis doctor --json | jq -r 'select(.is_well == false) | .way_out'

exit codes: 0 all is well · 1 something has to be done
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of sentences")


def execute(arguments: argparse.Namespace) -> int:
    is_well = True
    for finding in examine(installation_paths()):
        is_well = is_well and finding.is_well is not False
        _show_as_json(finding) if arguments.json else _show(finding)
    return 0 if is_well else 1


def _show(finding: Finding) -> None:
    mark = {True: "✓", False: "✗", None: "·"}[finding.is_well]
    if not (sys.stdout.encoding or "").lower().startswith("utf"):
        mark = {True: "ok", False: "!!", None: "--"}[finding.is_well]
    print(f"{mark} {finding.what}")
    if finding.way_out and finding.is_well is not True:
        print(f"    {finding.way_out}")


def _show_as_json(finding: Finding) -> None:
    print(json.dumps({"what": finding.what, "is_well": finding.is_well, "way_out": finding.way_out}))
