"""Small PDF documents, made in memory."""

from __future__ import annotations

import io

from pypdfium2 import PdfDocument


def pdf_of(text: str, *, pages: int = 1) -> bytes:
    """The text in large letters on each page (ASCII: the font has no others)."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    stream = f"BT /F1 24 Tf 60 700 Td ({text}) Tj ET".encode()
    for number in range(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources"
            b" << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (5 + 2 * number)
        )
        objects.append(
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
        )
    return _written(objects, b"")


def locked_pdf() -> bytes:
    """A document that asks for a password: its keys fit none."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
        % (b"41" * 32, b"42" * 32),
    ]
    return _written(objects, b" /Encrypt 3 0 R /ID [<4141> <4141>]")


def blank_pdf(*, pages: int, height: float = 842) -> bytes:
    document = PdfDocument.new()
    for _number in range(pages):
        document.new_page(595, height)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _written(objects: list[bytes], more: bytes) -> bytes:
    content = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer\n<< /Size %d /Root 1 0 R%s >>\n" % (len(objects) + 1, more)
    return content + b"startxref\n%d\n%%%%EOF\n" % start
