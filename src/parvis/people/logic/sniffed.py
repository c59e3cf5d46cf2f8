"""What a file is, by its first bytes. What its sender says it is counts for nothing.

Signatures: the formats' own specifications (PNG ISO/IEC 15948, JPEG ITU-T T.81, GIF89a, RIFF/WebP, PDF ISO 32000,
ZIP APPNOTE 4.3.7, OLE2 [MS-CFB] 2.2, RTF 1.9, gzip RFC 1952, ISO 14496-12 "ftyp", MP3 ID3v2, OggS RFC 3533).
"""

from __future__ import annotations

PLAIN, UNKNOWN = "text/plain", "application/octet-stream"
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x1f\x8b", "application/gzip"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
)
_INSIDE_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
)


def content_type_in(content: bytes) -> str:
    """The type that the bytes show; "text/plain" for readable text, "application/octet-stream" for all else."""
    head = content[:4096]
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:11] in (b"hei", b"mif") else "video/mp4"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for sign, kind in _INSIDE_ZIP if sign in head), "application/zip")
    return PLAIN if _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    """Readable as UTF-8 (a letter may be cut at the end) and without control signs. HTML is text: shown, not run."""
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return False
        text = head[: error.start].decode("utf-8")
    return all(sign >= " " or sign in "\t\n\r\f" for sign in text)
