"""Pictures made anew: only pixels pass, and nothing that was sent costs more than it may."""

from __future__ import annotations

import io
import resource

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from parvis.foundation.pictures import Pictures, made_anew
from tests.factories.pictures import animation, photograph, picture


def seen(made: Pictures | None) -> Image.Image:
    assert made is not None
    shown = Image.open(io.BytesIO(made.large), formats=("WEBP",))
    assert shown.size == (made.width, made.height)
    return shown


def colour(shown: Image.Image, x: float, y: float) -> str:
    red, _, blue = shown.convert("RGB").getpixel((int(shown.width * x), int(shown.height * y)))  # type: ignore[misc]
    return "red" if red > 200 > blue + 100 else "blue" if blue > 200 > red + 100 else f"{red} {blue}"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_the_four_kinds_are_shown_in_two_sizes(kind: str) -> None:
    made = made_anew(picture(kind, size=(2400, 1200)))
    shown = seen(made)
    assert shown.size == (1600, 800)
    assert (colour(shown, 0.2, 0.5), colour(shown, 0.8, 0.5)) == ("red", "blue")
    assert made is not None and Image.open(io.BytesIO(made.small)).size == (320, 160)


def test_a_small_picture_is_not_blown_up() -> None:
    assert seen(made_anew(picture(size=(40, 30)))).size == (40, 30)


def test_a_photograph_stands_upright_and_tells_nothing_beside_what_is_seen() -> None:
    sent = photograph()
    assert b"Velostral Camera" in sent and b"taken at home" in sent
    made = made_anew(sent)
    shown = seen(made)
    assert shown.size == (300, 400)
    assert (colour(shown, 0.5, 0.2), colour(shown, 0.5, 0.8)) == ("red", "blue")
    assert dict(shown.getexif()) == {} and not {"exif", "icc_profile", "xmp"} & shown.info.keys()
    for one in (made.large, made.small):  # type: ignore[union-attr]
        assert b"EXIF" not in one and b"XMP" not in one and b"Velostral" not in one and b"home" not in one


def test_of_an_animation_the_first_frame_is_shown() -> None:
    shown = seen(made_anew(animation()))
    assert not getattr(shown, "is_animated", False)
    assert colour(shown, 0.5, 0.5) == "red"


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1", "I;16"])
def test_other_colours_are_shown_too(mode: str) -> None:
    stream = io.BytesIO()
    Image.new(mode, (64, 64)).save(stream, "JPEG" if mode == "CMYK" else "PNG")
    assert seen(made_anew(stream.getvalue())).mode == "RGB"


def test_what_is_transparent_is_white() -> None:
    stream = io.BytesIO()
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(stream, "PNG")
    assert seen(made_anew(stream.getvalue())).convert("RGB").getpixel((32, 32)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7 not a picture",
        b"\x89PNG\r\n\x1a\nand then nothing",
        picture()[:-200],
        b"GIF89a<script>alert(1)</script>",
        picture("TIFF"),
        picture(size=(1, 1)),
        picture() + b"\0" * (15 * 1024 * 1024),
    ],
    ids=["empty", "svg", "pdf", "torn-at-once", "torn", "script", "tiff", "counting-mark", "too-heavy"],
)
def test_what_is_no_picture_is_not_shown(content: bytes) -> None:
    assert made_anew(content) is None


def test_a_name_or_type_decides_nothing_but_the_content_does() -> None:
    hidden = picture("PNG") + b"<script>alert(1)</script>"  # a picture and a page at once
    made = made_anew(hidden)
    assert made is not None and b"script" not in made.large


@pytest.mark.parametrize(
    ("kind", "size", "mode"),
    [("PNG", (30_000, 30_000), "1"), ("PNG", (50_001, 1_000), "L"), ("GIF", (16_000, 16_000), "L")],
)
def test_a_bomb_is_not_unpacked(kind: str, size: tuple[int, int], mode: str) -> None:
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, kind)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert made_anew(stream.getvalue()) is None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Unpacking any of them would cost seconds; looking at the head of one costs starting a program.
    assert after.ru_utime - before.ru_utime < 1


def test_a_telephone_of_a_hundred_megapixels_is_shown() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (12_000, 9_000), "red").save(stream, "JPEG")
    assert seen(made_anew(stream.getvalue())).size == (1600, 1200)


SEEDS = [picture(kind, size=(60, 40)) for kind in ("PNG", "JPEG", "GIF", "WEBP")] + [
    photograph(),
    animation(),
]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(8, 3000), st.integers(0, 9), st.binary(max_size=9)), max_size=5),
)
def test_whatever_comes_it_is_a_picture_or_nothing(
    content: bytes, changes: list[tuple[int, int, bytes]]
) -> None:
    for place, gone, put in changes:
        place %= len(content)
        content = content[:place] + put + content[place + gone :]
    made = made_anew(content)
    if made is not None:
        assert seen(made).format == "WEBP"
