"""An Excel workbook of one sheet, written row by row (ECMA-376, the parts that a plain table needs).

Text stands in its cell as text (`inlineStr`), so no spreadsheet takes it for a formula. Times are numbers of days
since 30 December 1899 in the zone that is given, as Excel keeps them: it knows no zones.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from typing import IO, Any
from xml.sax.saxutils import escape

MOST_ROWS = 1_048_576  # of a sheet, its head included
MOST_CHARACTERS = 32_767  # of a cell
_DAY_ZERO = datetime(1899, 12, 30)
# XML 1.0 has no such characters, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Style 1: a moment; 2: a heading.
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_SPREADSHEET}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>"""


def write_workbook(
    file: IO[bytes], *, title: str, head: Sequence[str], rows: Iterable[Sequence[Any]], zone: tzinfo
) -> int:
    """Write the workbook and return how many rows it has below its head. Raises ValueError past MOST_ROWS."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as book:
        book.writestr(
            "[Content_Types].xml",
            f'{_HEAD}<Types xmlns="{_TYPES}">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
        )
        book.writestr(
            "_rels/.rels",
            f'{_HEAD}<Relationships xmlns="{_RELATIONS}">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{_HEAD}<Relationships xmlns="{_RELATIONS}">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name="{_attribute(_sheet_name(title))}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        book.writestr("xl/styles.xml", _STYLES)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            return _write_sheet(sheet, head, rows, zone)


def _write_sheet(sheet: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[Any]], zone: tzinfo) -> int:
    sheet.write(
        f'{_HEAD}<worksheet xmlns="{_SPREADSHEET}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        "<sheetData>".encode()
    )
    sheet.write(f"<row>{''.join(_text(word, style=2) for word in head)}</row>".encode())
    count = 0
    for row in rows:
        count += 1
        if count >= MOST_ROWS:
            raise ValueError("More rows than a sheet can have.")
        sheet.write(f"<row>{''.join(_cell(value, zone) for value in row)}</row>".encode())
    sheet.write(b"</sheetData></worksheet>")
    return count


def _cell(value: Any, zone: tzinfo) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value!r}</v></c>" if abs(value) < 1e15 else _text(str(value))
    if isinstance(value, datetime):
        local = value.astimezone(zone).replace(tzinfo=None)
        return f'<c s="1"><v>{(local - _DAY_ZERO).total_seconds() / 86400:.8f}</v></c>'
    if isinstance(value, date):
        return _text(value.isoformat())
    return _text(value if isinstance(value, str) else ", ".join(map(str, value)))


def _text(words: str, *, style: int = 0) -> str:
    # "_x000D_" and its like would be read as the character of that number.
    kept = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", _FORBIDDEN.sub("", words)[: MOST_CHARACTERS - 1])
    # What escapes added may be more than a cell holds; the end is lost, not the file.
    kept = kept[:MOST_CHARACTERS]
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(kept)}</t></is></c>'


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", _FORBIDDEN.sub("", title)).strip()[:31] or "Sheet1"


def _attribute(words: str) -> str:
    return escape(words, {'"': "&quot;"})
