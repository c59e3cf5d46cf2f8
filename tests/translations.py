"""Is French complete? Every catalogue is collected anew from its sources and compared with what is committed.

Run by `make test` and `make check`. Needs Debian's gettext; without it the committed files alone are checked.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "parvis"
CATALOGUE = Path("locale/fr/LC_MESSAGES/django.po")


def main() -> int:
    has_gettext = shutil.which("xgettext") is not None
    if not has_gettext:
        print("gettext is not installed: new sentences without a translation are not looked for")
    faults = []
    for capability in sorted(folder for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists()):
        faults += committed_faults(capability)
        if has_gettext:
            faults += collected_faults(capability)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults in the French catalogues")
    return 1 if faults else 0


def committed_faults(capability: Path) -> list[str]:
    """Empty or unsure translations, and a compiled file that says something else."""
    source = capability / CATALOGUE
    if not source.exists():
        return []
    catalogue = polib.pofile(str(source))
    faults = [
        f"{capability.name}: not translated: {entry.msgid!r}" for entry in catalogue.untranslated_entries()
    ]
    faults += [f"{capability.name}: unsure (fuzzy): {entry.msgid!r}" for entry in catalogue.fuzzy_entries()]
    compiled = source.with_suffix(".mo")
    if not compiled.exists() or meanings(polib.mofile(str(compiled))) != meanings(catalogue):
        faults.append(f"{capability.name}: django.mo is not compiled from django.po (make messages)")
    return faults


def meanings(catalogue: list[polib.POEntry]) -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    return {
        (entry.msgctxt or "", entry.msgid): (entry.msgstr, tuple(entry.msgstr_plural.values()))
        for entry in catalogue
        if entry.msgid and not entry.obsolete
    }


def collected_faults(capability: Path) -> list[str]:
    """Sentences of the sources that the committed catalogue does not know."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / capability.name
        shutil.copytree(
            capability, copy, ignore=shutil.ignore_patterns("locale", "__pycache__", "vendor", "*.npz")
        )
        (copy / "locale").mkdir()
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "--locale", "fr", "--verbosity", "0"],
            cwd=copy, check=True, capture_output=True,
        )  # fmt: skip
        if not (copy / CATALOGUE).exists():
            return []
        wanted = {(entry.msgctxt or "", entry.msgid) for entry in polib.pofile(str(copy / CATALOGUE))}
    source = capability / CATALOGUE
    known = set(meanings(polib.pofile(str(source)))) if source.exists() else set()
    return [f"{capability.name}: not in the catalogue: {msgid!r}" for _, msgid in sorted(wanted - known)]


if __name__ == "__main__":
    sys.exit(main())
