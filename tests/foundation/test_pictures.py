"""Published pictures show the picture and tell nothing else."""

from __future__ import annotations

import io
import zlib
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from disclosure_portal.foundation import pictures
from disclosure_portal.foundation.pictures import MAX_SIDE, redraw
from disclosure_portal.foundation.refusals import RefusedFile

from . import made_files as made

pytestmark = pytest.mark.once

SECRET = "Canon of Zhang San"
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


@pytest.fixture
def redrawn(tmp_path):
    def redraw_content(content: bytes) -> Image.Image:
        path = tmp_path / "uploaded"
        path.write_bytes(content)
        drawn = Image.open(io.BytesIO(redraw(path)))
        drawn.load()
        return drawn

    return redraw_content


def exif(orientation: int = 1) -> Image.Exif:
    data = Image.Exif()
    data[MAKE] = SECRET
    data[ORIENTATION] = orientation
    data[GPS] = {1: "N", 2: (38.0, 2.0, 0.0)}
    return data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_a_picture_keeps_its_format_and_size(redrawn, kind):
    drawn = redrawn(made.picture(kind, (40, 30)))

    assert (drawn.format, drawn.size) == (kind, (40, 30))
    assert drawn.convert("RGB").getpixel((20, 15))[0] > 250


def noted_png() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET)
    return made.picture("PNG", exif=exif(), pnginfo=notes)


TELLING = {
    "camera and place": made.picture("JPEG", exif=exif()),
    "a comment": made.picture("JPEG", comment=SECRET.encode()),
    "a comment in a GIF": made.picture("GIF", comment=SECRET.encode()),
    "notes and EXIF in a PNG": noted_png(),
    "something behind the end": made.picture("JPEG") + SECRET.encode(),
}


@pytest.mark.parametrize("content", TELLING.values(), ids=TELLING.keys())
def test_nothing_is_told_beside_the_picture(tmp_path, content):
    path = tmp_path / "uploaded"
    path.write_bytes(content)

    drawn = redraw(path)

    assert SECRET.encode() in content
    assert SECRET.encode() not in drawn
    assert not Image.open(io.BytesIO(drawn)).getexif()


def half_and_half() -> Image.Image:
    """Red above, blue below, twice as wide as high."""
    image = Image.new("RGB", (40, 20), "red")
    image.paste("blue", (0, 10, 40, 20))
    return image


UPRIGHT = {
    1: ((40, 20), (20, 2)),
    3: ((40, 20), (20, 17)),
    6: ((20, 40), (17, 20)),
    8: ((20, 40), (2, 20)),
}


@pytest.mark.parametrize("orientation", UPRIGHT)
def test_a_picture_stands_as_the_camera_was_held(redrawn, orientation):
    size, red_at = UPRIGHT[orientation]
    buffer = io.BytesIO()
    half_and_half().save(buffer, "JPEG", exif=exif(orientation), quality=95)

    drawn = redrawn(buffer.getvalue())

    assert drawn.size == size
    red, _green, blue = drawn.getpixel(red_at)
    assert red > 200 > blue


def test_a_large_picture_becomes_smaller_in_proportion(redrawn):
    drawn = redrawn(made.picture("JPEG", (4800, 1200)))

    assert drawn.size == (MAX_SIDE, 600)


def test_a_colour_profile_is_applied_and_dropped(redrawn):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    drawn = redrawn(made.picture("PNG", icc_profile=profile))

    assert "icc_profile" not in drawn.info
    assert drawn.getpixel((1, 1))[0] > 250


def test_a_broken_colour_profile_is_only_dropped(redrawn):
    drawn = redrawn(made.picture("JPEG", icc_profile=b"x" * 200))

    assert "icc_profile" not in drawn.info


def in_mode(mode: str, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (10, 10), 200 if mode in ("L", "P", "1") else None).save(
        buffer, kind, **options
    )
    return buffer.getvalue()


MODES = [("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("1", "PNG"), ("LA", "PNG"),
         ("RGBA", "PNG"), ("I;16", "PNG"), ("L", "PNG"), ("P", "GIF")]  # fmt: skip


@pytest.mark.parametrize(("mode", "kind"), MODES, ids=lambda value: value)
def test_every_mode_of_colour_can_be_drawn(redrawn, mode, kind):
    assert redrawn(in_mode(mode, kind)).size == (10, 10)


def test_deep_grey_keeps_its_shades(redrawn):
    image = Image.new("I;16", (10, 10), 0x8000)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")

    assert redrawn(buffer.getvalue()).getpixel((5, 5)) == 128


def test_transparency_stays(redrawn):
    buffer = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(buffer, "PNG")

    assert redrawn(buffer.getvalue()).getpixel((5, 5))[3] == 0


def test_an_animation_keeps_moving(redrawn):
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue", "green")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=50)

    drawn = redrawn(buffer.getvalue())

    assert drawn.n_frames == 3


def test_an_endless_animation_stands_still(redrawn, monkeypatch):
    monkeypatch.setattr(pictures, "MAX_MOVING_PIXELS", 200)
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue", "green")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])

    assert redrawn(buffer.getvalue()).n_frames == 1


def png_of(width: int, height: int) -> bytes:
    """A small file that says it is large: the header is changed, its check too."""
    content = bytearray(made.picture("PNG"))
    content[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    checked = bytes(content[12:29])
    content[29:33] = zlib.crc32(checked).to_bytes(4, "big")
    return bytes(content)


REFUSED = {
    "a bomb": png_of(60_000, 60_000),
    "too many pixels": png_of(10_000, 6_000),
    "no picture": b"hello",
    "a drawing": made.SVG,
    "cut short": made.picture("JPEG", (400, 400))[:500],
    "another format": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_drawn_is_refused(redrawn, content):
    with pytest.raises(RefusedFile):
        redrawn(content)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_damaged_picture_is_drawn_or_refused(redrawn, data):
    content = bytearray(
        data.draw(
            st.sampled_from(
                [*TELLING.values(), made.picture("PNG"), made.picture("GIF")]
            )
        )
    )
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))

    with suppress(RefusedFile):
        redrawn(bytes(content))
