"""Take in a file of posts (mentions) or of both sides of a history (conversations): CSV or JSON Lines,
plain or gzip. Interrupted, it goes on where it stood; repeated, it brings nothing twice. A bad row is
listed with its line and reason and never stops the others."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from parvis.project.paths import installation_paths
from parvis.project.problems import Problem

_SHOWN_REJECTIONS = 10

EPILOGUE = """\
examples:
  parvis import tweets.csv.gz --source airlines
  parvis import history.jsonl --source twitter-support --as conversations --channel twitter
  parvis import export.csv --source forum --map text=Beitrag --map published_at=Datum --date-order dmy

fields for --map: id text published_at author author_name followers title url site language country
  engagement is_repost in_reply_to inbound recipient
  Columns are recognised by their usual names; a mapping is remembered for the source's next file.

output: one JSON object; rejected rows also on standard error.
exit codes: 0 everything taken in · 1 failed · 3 some rows were rejected
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--source", required=True, metavar="NAME", help="where it comes from; made if it is new"
    )
    parser.add_argument(
        "--as", dest="mode", choices=("mentions", "conversations"), default="mentions",
        help="said about us in public, or between us and customers (mentions)",
    )  # fmt: skip
    parser.add_argument(
        "--map", action="append", default=[], metavar="FIELD=COLUMN", help="repeat for several"
    )
    parser.add_argument("--channel", default="web", help="what people call it: twitter, forum, … (web)")
    parser.add_argument("--format", choices=("auto", "csv", "jsonl"), default="auto")
    parser.add_argument("--encoding", help="told from the content unless given")
    parser.add_argument("--delimiter", help="told from the content unless given")
    parser.add_argument("--date-order", choices=("dmy", "mdy"), help="for dates such as 03/04/2026")
    parser.add_argument("--time-zone", help="of dates that name none (UTC)")
    parser.add_argument("--site", help="the site of all rows, as www.example.com")


def execute(arguments: argparse.Namespace) -> int:
    file = arguments.file.expanduser().absolute()
    if not file.is_file():
        raise Problem(f"There is no file {arguments.file}.")
    mapping = dict(_field_and_column(pair) for pair in arguments.map)
    from parvis.project.django_session import open_django

    open_django(installation_paths())
    from parvis.channels.actions.import_file import start_import
    from parvis.foundation.audit import COMMAND_LINE
    from parvis.foundation.clock import utc_now

    run = start_import(
        _source(arguments.source, channel=arguments.channel),
        path=file,
        mode=arguments.mode,
        options={
            "mapping": mapping,
            "format": arguments.format,
            "encoding": arguments.encoding,
            "delimiter": arguments.delimiter,
            "date_order": arguments.date_order,
            "time_zone": arguments.time_zone,
            "site": arguments.site,
        },
        by=COMMAND_LINE,
        now=utc_now(),
        in_background=False,
    )
    run = _run_with_progress(run)
    _show_rejections(run)
    return _show_result(run, source=arguments.source)


def _field_and_column(pair: str) -> tuple[str, str]:
    field, separator, column = pair.partition("=")
    if not separator or not field or not column:
        raise Problem(f"--map takes FIELD=COLUMN, not {pair!r}.", "As in: --map text=Message")
    return field.strip(), column.strip()


def _source(name: str, *, channel: str) -> Any:
    from parvis.channels.actions.connections import source_of_files
    from parvis.foundation.audit import COMMAND_LINE
    from parvis.foundation.clock import utc_now

    name, channel = name.strip(), channel.strip()
    if not name.isprintable() or not 0 < len(name) <= 200:
        raise Problem("--source takes a name of 1 to 200 characters.", "As in: --source airlines")
    if not channel.isprintable() or not 0 < len(channel) <= 40:
        raise Problem("--channel takes a word of 1 to 40 characters.", "As in: --channel twitter")
    return source_of_files(name, channel=channel, by=COMMAND_LINE, now=utc_now())


def _run_with_progress(run: Any) -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from parvis.channels.actions.import_file import run_import

    with Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[rows]:,} rows"), TimeRemainingColumn(), console=Console(stderr=True),
    ) as progress:  # fmt: skip
        bar = progress.add_task(run.file_name, total=run.position_total or 1, rows=0)

        def show(now: Any) -> None:
            rows = now.count_new + now.count_repeated + now.count_rejected
            progress.update(bar, completed=now.position_done, total=now.position_total or 1, rows=rows)

        return run_import(run.pk, on_progress=show, deliver_here=True)


def _show_rejections(run: Any) -> None:
    from parvis.channels.logic.rejections import rejection_sentence

    for row in run.rejected.all()[:_SHOWN_REJECTIONS]:
        print(f"line {row.position}: {rejection_sentence(row.reason)}", file=sys.stderr)
    further = run.count_rejected - _SHOWN_REJECTIONS
    if further > 0:
        print(f"and {further} more; all are listed on the page of this import", file=sys.stderr)


def _show_result(run: Any, *, source: str) -> int:
    result = {
        "import": run.pk,
        "source": source,
        "state": run.state,
        "new": run.count_new,
        "repeated": run.count_repeated,
        "rejected": run.count_rejected,
    }
    print(json.dumps(result | ({"error": run.error_code} if run.error_code else {})))
    if run.state == "failed":
        raise Problem(f"The file could not be read to its end: {run.error_detail or run.error_code}.")
    return 3 if run.count_rejected else 0
