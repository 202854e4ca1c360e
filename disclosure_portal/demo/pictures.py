"""Landscapes and plans drawn for the demo notices; no text in them. Pure."""

from __future__ import annotations

import io
from collections.abc import Callable
from math import sin
from zlib import crc32

from PIL import Image, ImageDraw

SIZE = (1200, 675)
Colour = tuple[int, int, int]


def draw(name: str, extension: str) -> bytes:
    """The drawing of that name: the same one each time."""
    image = Image.new("RGB", SIZE)
    canvas = ImageDraw.Draw(image)
    DRAWINGS[name](canvas)
    buffer = io.BytesIO()
    if extension == "png":
        image.save(buffer, "PNG", optimize=False)
    else:
        image.save(buffer, "JPEG", quality=82)
    return buffer.getvalue()


def _sky(canvas: ImageDraw.ImageDraw, top: Colour, low: Colour) -> None:
    width, height = SIZE
    for row in range(height):
        share = row / height
        mixed = tuple(int(a + (b - a) * share) for a, b in zip(top, low, strict=True))
        canvas.line([(0, row), (width, row)], fill=mixed)


def _ridge(
    canvas: ImageDraw.ImageDraw, base: int, swing: int, phase: float, fill: Colour
) -> None:
    width, height = SIZE
    points = [
        (x, base - swing * (0.6 * sin(x / 170 + phase) + 0.4 * sin(x / 61 + phase * 2)))
        for x in range(0, width + 8, 8)
    ]
    canvas.polygon([*points, (width, height), (0, height)], fill=fill)


def _hills(canvas: ImageDraw.ImageDraw) -> None:
    _sky(canvas, (176, 208, 232), (244, 240, 226))
    _ridge(canvas, 300, 70, 0.4, (138, 164, 176))
    _ridge(canvas, 380, 60, 1.9, (98, 136, 128))
    _ridge(canvas, 470, 40, 3.1, (76, 118, 84))
    river = [(0, 560), (360, 530), (700, 575), (1200, 540), (1200, 610), (640, 640)]
    canvas.polygon([*river, (0, 620)], fill=(150, 188, 206))


def _fields(canvas: ImageDraw.ImageDraw) -> None:
    _sky(canvas, (190, 214, 232), (240, 238, 220))
    _ridge(canvas, 250, 40, 2.2, (120, 150, 140))
    greens = [(126, 164, 78), (150, 182, 92), (108, 150, 72), (170, 190, 104)]
    for number in range(12):
        top = 270 + number * 34
        left = -200 + number * 22
        canvas.polygon(
            [(left, top), (1400, top - 26), (1400, top + 10), (left, top + 34)],
            fill=greens[number % len(greens)],
        )
    canvas.line([(560, 260), (430, 675)], fill=(214, 208, 190), width=26)


def _trees(canopy: Colour, dots: Colour) -> Callable[[ImageDraw.ImageDraw], None]:
    def drawn(canvas: ImageDraw.ImageDraw) -> None:
        _sky(canvas, (200, 220, 234), (246, 240, 228))
        _ridge(canvas, 290, 50, 0.9, (132, 158, 138))
        canvas.rectangle([0, 420, *SIZE], fill=(134, 158, 92))
        for number in range(30):
            seed = crc32(f"tree {number}".encode())
            x, y = seed % 1160, 340 + number * 8
            radius = 34 + number
            canvas.rectangle([x + radius - 6, y + radius, x + radius + 6, y + 110])
            canvas.ellipse([x, y, x + 2 * radius, y + 1.6 * radius], fill=canopy)
            for dot in range(14):
                spot = crc32(f"{number} {dot}".encode())
                left = x + 8 + spot % (2 * radius - 16)
                low = y + 8 + spot // 977 % int(1.6 * radius - 16)
                canvas.ellipse([left, low, left + 9, low + 9], fill=dots)

    return drawn


def _houses(canvas: ImageDraw.ImageDraw) -> None:
    _sky(canvas, (196, 216, 230), (242, 238, 228))
    canvas.rectangle([0, 540, *SIZE], fill=(196, 194, 186))
    walls = [(228, 206, 178), (216, 190, 160), (236, 220, 196), (222, 200, 176)]
    for number, wall in enumerate(walls):
        left, top = 40 + number * 290, 170 + (number % 2) * 50
        canvas.rectangle([left, top, left + 240, 540], fill=wall)
        canvas.rectangle([left - 8, top - 14, left + 248, top], fill=(150, 92, 72))
        for floor in range(6):
            for window in range(4):
                x, y = left + 22 + window * 54, top + 22 + floor * 54
                canvas.rectangle([x, y, x + 30, y + 32], fill=(124, 152, 170))
    canvas.line([(0, 610), (1200, 610)], fill=(240, 238, 230), width=6)


def _flow(canvas: ImageDraw.ImageDraw) -> None:
    """Five steps, one after the other: the words stand in the text."""
    canvas.rectangle([0, 0, *SIZE], fill=(250, 249, 245))
    for number in range(5):
        left = 40 + number * 232
        canvas.rectangle(
            [left, 260, left + 176, 410],
            fill=(226, 234, 243),
            outline=(28, 82, 140),
            width=4,
        )
        canvas.ellipse([left + 64, 300, left + 112, 348], fill=(28, 82, 140))
        if number < 4:
            canvas.line([(left + 176, 335), (left + 218, 335)], (28, 82, 140), 6)
            tip = [(left + 212, 322), (left + 232, 335), (left + 212, 348)]
            canvas.polygon(tip, fill=(28, 82, 140))


def _parcel(canvas: ImageDraw.ImageDraw) -> None:
    canvas.rectangle([0, 0, *SIZE], fill=(247, 246, 240))
    for number in range(1, 12):
        canvas.line([(number * 100, 0), (number * 100, 675)], (226, 224, 214), 2)
        canvas.line([(0, number * 100), (1200, number * 100)], (226, 224, 214), 2)
    canvas.line([(0, 120), (520, 170), (1200, 90)], fill=(160, 196, 216), width=40)
    canvas.line([(180, 675), (340, 330), (1200, 260)], fill=(198, 194, 184), width=24)
    edge = [(420, 360), (830, 330), (880, 560), (510, 600), (390, 500)]
    canvas.polygon(edge, fill=(246, 222, 214))
    canvas.line([*edge, edge[0]], fill=(188, 52, 36), width=6)


DRAWINGS: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {
    "hills": _hills,
    "fields": _fields,
    "blossom": _trees((226, 226, 216), (250, 250, 248)),
    "orchard": _trees((74, 116, 62), (226, 138, 44)),
    "houses": _houses,
    "flow": _flow,
    "parcel": _parcel,
}
