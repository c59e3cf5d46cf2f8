"""Maintainers only: build the icon sprite and the manifest of vendored assets.

Unpack the icon package anywhere (`npm pack @tabler/icons && tar xzf …`), then
`manage vendor_icons path/to/package/icons/outline`. Only the names of icons.txt enter the sprite:
the whole set is 3 MB, the part we use is a few kilobytes after compression.
"""

import hashlib
import json
import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
LICENCES = {
    "bootstrap": "MIT",
    "htmx": "0BSD",
    "uplot": "MIT",
    "inter": "OFL-1.1",
    "source-serif-4": "OFL-1.1",
    "tabler-icons": "MIT",
}


def build_sprite(source: Path, *, names: list[str]) -> str:
    symbols = []
    for name in names:
        text = (source / f"{name}.svg").read_text()
        body = re.sub(r"<svg.*?>", "", text, count=1, flags=re.S).replace("</svg>", "")
        body = body.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
        body = re.sub(r"\s+", " ", body).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def describe_vendored() -> list[dict[str, Any]]:
    described = []
    for folder in sorted(path for path in VENDOR.iterdir() if path.is_dir()):
        name, _, version = folder.name.rpartition("-")
        files = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())
        }
        described.append({"name": name, "version": version, "licence": LICENCES[name], "sha256": files})
    return described


class Command(BaseCommand):
    help = "Build the icon sprite from an unpacked @tabler/icons and rewrite the vendor manifest"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("icons", nargs="?", type=Path, help="folder of outline icons")

    def handle(self, *args: Any, **options: Any) -> None:
        source: Path | None = options["icons"]
        folder = next(VENDOR.glob("tabler-icons-*"))
        if source is not None:
            names = (folder / "icons.txt").read_text().split()
            missing = [name for name in names if not (source / f"{name}.svg").exists()]
            if missing:
                raise CommandError(f"No such icon: {', '.join(missing)}")
            (folder / "icons.svg").write_text(build_sprite(source, names=sorted(names)))
        manifest = json.dumps(describe_vendored(), indent=1) + "\n"
        (VENDOR / "manifest.json").write_text(manifest)
        self.stdout.write("Wrote the vendor manifest.")
