"""Files with a planted word in every place that no reader shows, and how to look for it in what went out."""

from __future__ import annotations

import functools
import io
import zipfile

from PIL import ExifTags, Image

from bot.playground import Call
from tests.anonymise.scrub import planted_office, planted_pdfs, planted_pictures, planted_recordings
from tests.anonymise.scrub.searching import MARK

UPLOADS = ("sendPhoto", "sendDocument", "sendVideo", "sendVoice", "sendVideoNote", "sendAudio", "sendMediaGroup")
NAME = f"{MARK} Айгүл Серікқызы.pdf"


@functools.cache
def photo() -> bytes:
    """A JPEG with EXIF, a place, comments and an owner's name."""
    return planted_pictures.jpeg()


@functools.cache
def phone_photo() -> bytes:
    """A JPEG as a phone makes it: make and model, the time, the place."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Phone", "A14"
    exif[ExifTags.Base.DateTime] = "2026:11:26 10:00:00"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (43.0, 39.0, 0.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (51.0, 10.0, 0.0)
    out = io.BytesIO()
    Image.new("RGB", (320, 200), "grey").save(out, "JPEG", exif=exif)
    return out.getvalue()


@functools.cache
def pdf() -> bytes:
    """A PDF with an author, scripts, attachments and old revisions."""
    return planted_pdfs.planted()


@functools.cache
def docx() -> bytes:
    """A text document with authors, comments, tracked changes and foreign parts."""
    return planted_office.document()


@functools.cache
def voice() -> bytes:
    """An OGG with comments and a cover."""
    return planted_recordings.ogg()


@functools.cache
def video_note() -> bytes:
    """A square MP4 with a place, a device and chapters."""
    return planted_recordings.recording("mp4", "libx264", "aac", size=(160, 160))


@functools.cache
def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    import pikepdf

    return planted_pdfs.plain(encryption=pikepdf.Encryption(owner="o", user="u"))


@functools.cache
def archive() -> bytes:
    """A plain ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(f"{MARK}.txt", MARK)
    return out.getvalue()


def program() -> bytes:
    """The beginning of a program of Windows."""
    return b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + bytes(4096)


def uploads(calls: list[Call], chat: int) -> list[Call]:
    """The calls that sent files into *chat*, and were answered."""
    sent = (call for call in calls if call.method in UPLOADS and call.ok)
    return [call for call in sent if str(call.parameters["chat_id"]) == str(chat)]


def names(calls: list[Call]) -> list[str]:
    """The names of the files, in the order in which they were sent."""
    return [upload.name for call in calls for upload in call.files.values()]


__all__ = ["MARK", "NAME", "archive", "docx", "locked_pdf", "names", "pdf", "photo", "program", "uploads"]
