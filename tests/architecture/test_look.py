"""What holds the look together: tokens, vendored parts, icons, and templates that a strict CSP accepts."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "parvis"
STATIC = PACKAGE / "foundation" / "static"
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))


def test_vendored_files_are_those_of_the_manifest() -> None:
    manifest = json.loads((STATIC / "vendor" / "manifest.json").read_text())
    declared = {
        f"{part['name']}-{part['version']}/{name}": digest
        for part in manifest
        for name, digest in part["sha256"].items()
    }
    present = {
        str(path.relative_to(STATIC / "vendor")): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (STATIC / "vendor").glob("*/*")
    }
    assert present == declared
    assert all(part["licence"] for part in manifest)


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    sprite = next(STATIC.glob("vendor/tabler-icons-*/icons.svg")).read_text()
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    named: dict[str, str] = {}
    for path in TEMPLATES:
        text = path.read_text()
        for name in re.findall(r"""\{%\s*icon\s+["']([^"']+)["']""", text) + re.findall(
            r"""\bicon=["']([^"']+)["']""", text
        ):
            named[name] = str(path.relative_to(PACKAGE))
    for path in PACKAGE.rglob("*.py"):
        for name in re.findall(r"""\bicon(?:_name)?=["']([^"']+)["']""", path.read_text()):
            named[name] = str(path.relative_to(PACKAGE))
    assert {name: path for name, path in named.items() if name not in known} == {}


def test_templates_carry_nothing_that_the_content_security_policy_refuses() -> None:
    refused = {
        "style attribute": re.compile(r"""\sstyle\s*=\s*["']"""),
        "event handler": re.compile(r"""\son[a-z]+\s*=\s*["']"""),
        "hx-on": re.compile(r"\shx-on"),
        "evaluated values": re.compile(r"""hx-(?:vals|headers)\s*=\s*["']\s*(?:js|javascript):"""),
        "inline style": re.compile(r"<style[\s>]"),
        "inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>"),
        "address elsewhere": re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//"""),
    }
    found = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in TEMPLATES
        for name, pattern in refused.items()
        # A mail is read by programs that know no style sheet of ours, and under no policy of ours.
        if pattern.search(path.read_text())
        and not (name == "style attribute" and (path.name == "mail.html" or path.parent.name == "mail"))
    ]
    assert found == []


def test_dark_by_choice_and_dark_by_system_are_the_same() -> None:
    tokens = (STATIC / "foundation" / "tokens.css").read_text()
    chosen = re.search(r':root\[data-theme="dark"\] \{\n(.*?)\n\}', tokens, re.S)
    system = re.search(r':root\[data-theme="system"\] \{\n(.*?)\n\}', tokens, re.S)
    assert chosen and system
    assert chosen.group(1) == system.group(1)


def test_colours_are_numbers_in_the_tokens_only() -> None:
    numbers = re.compile(r"#[0-9a-fA-F]{3,8}\b")
    # Toasts stand on their own dark ground in both themes; the arrow of a select is a picture.
    allowed = re.compile(r"\.toast|url\(")
    found = [
        f"{path.relative_to(PACKAGE)}: {line.strip()}"
        for path in PACKAGE.rglob("static/**/*.css")
        if "vendor" not in path.parts and path.name != "tokens.css"
        for line in path.read_text().splitlines()
        if numbers.search(line) and not allowed.search(line)
    ]
    assert found == []


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_text_is_readable_on_every_surface_in_both_themes() -> None:
    assert contrast("#000000", "#ffffff") == 21
    tokens = (STATIC / "foundation" / "tokens.css").read_text()
    light = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", tokens.split(":root[data-theme")[0]))
    chosen = re.search(r':root\[data-theme="dark"\] \{\n(.*?)\n\}', tokens, re.S)
    assert chosen
    dark = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", chosen.group(1)))
    surfaces = (
        "ground",
        "surface",
        "surface-raised",
        "surface-sunk",
        "surface-hover",
        "surface-chosen",
        "neutral-soft",
    )
    pairs = [(text, surface) for text in ("text", "text-quiet") for surface in surfaces]
    pairs += [("accent-text", surface) for surface in ("ground", "surface", "surface-raised", "accent-soft")]
    pairs += [("text-faint", surface) for surface in ("surface", "surface-raised")]
    pairs += [("text-on-accent", "accent"), ("text-on-accent", "accent-hover")]
    meanings = ("success", "warning", "danger", "information", "positive", "negative")
    pairs += [(meaning, surface) for meaning in meanings for surface in (f"{meaning}-soft", "surface")]
    pairs += [(f"avatar-{number}-text", f"avatar-{number}") for number in range(8)]
    poor = [
        f"{theme}: {text} on {surface} {contrast(colours[f'--{text}'], colours[f'--{surface}']):.2f}"
        for theme, colours in (("light", light), ("dark", dark))
        for text, surface in pairs
        if contrast(colours[f"--{text}"], colours[f"--{surface}"]) < 4.5
    ]
    assert poor == []


def test_a_page_stays_light() -> None:
    """What the first page transfers beside fonts, as a browser receives it."""
    import gzip

    vendored = (
        "bootstrap-reboot.min.css",
        "bootstrap-utilities.min.css",
        "htmx.min.js",
        "uPlot.iife.min.js",
        "uPlot.min.css",
        "icons.svg",
    )
    files = [
        path
        for path in STATIC.rglob("*")
        if path.name in vendored or (path.suffix in (".css", ".js") and "vendor" not in path.parts)
    ]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= 250_000
