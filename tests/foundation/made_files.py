"""Small real files of every kind, made in memory."""

from __future__ import annotations

import io
import zipfile

from PIL import Image

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN = "application/vnd.openxmlformats-officedocument."


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office(part: str, **more: bytes) -> bytes:
    types = f'<Types><Override PartName="/x" ContentType="{MAIN}{part}"/></Types>'
    members = {"[Content_Types].xml": types.encode(), "x/document.xml": b"<x/>"}
    return zipped(
        members | {f"{name.replace('__', '/')}.bin": c for name, c in more.items()}
    )


def docx(**more: bytes) -> bytes:
    return office("wordprocessingml.document.main+xml", **more)


def xlsx() -> bytes:
    return office("spreadsheetml.sheet.main+xml")


def pptx() -> bytes:
    return office("presentationml.presentation.main+xml")


def ofd() -> bytes:
    return zipped({"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b"<x/>"})


def compound(*streams: str) -> bytes:
    """The beginning and the directory of an old Office file."""
    names = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + b"\0" * 64 for name in streams
    )
    return OLE.ljust(512, b"\0") + names.ljust(4096, b"\0")


def picture(kind: str, size: tuple[int, int] = (8, 6), **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, kind, **options)
    return buffer.getvalue()


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x64" + bytes(400)
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42" + bytes(64)
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(200)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
TEXT = "关于公开的通知\r\n一、总体要求\t甲\r\n"
