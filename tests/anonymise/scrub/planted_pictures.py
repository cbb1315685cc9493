"""Pictures with the planted word in every place that their format has for words."""

from __future__ import annotations

import io
import struct
import zlib

import pillow_heif
from PIL import ExifTags, Image, ImageCms, PngImagePlugin, TiffImagePlugin

from tests.anonymise.scrub.searching import MARK

XMP = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    f'xmp:CreatorTool="{MARK}" xmp:CreateDate="2024-01-02T03:04:05">'
    f"<dc:creator><rdf:Seq><rdf:li>{MARK}</rdf:li></rdf:Seq></dc:creator>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def scene(mode: str = "RGB", size: tuple[int, int] = (320, 200)) -> Image.Image:
    """A picture with edges, gradients and one corner that tells up from down."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    picture.paste(Image.radial_gradient("L").resize((size[0] // 2, size[1] // 2)).convert("RGB"), (0, size[1] // 2))
    picture.paste((220, 30, 30), (0, 0, size[0] // 4, size[1] // 4))
    return picture.convert(mode) if mode != "RGB" else picture


def exif(orientation: int = 1) -> bytes:
    """EXIF with the word in every text tag, in the maker's note, and a place."""
    tags = Image.Exif()
    for tag in (0x010D, 0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x013C, 0x8298, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E):
        tags[tag] = MARK.encode("utf-16-le") if tag >= 0x9C9B else MARK
    tags[0x0132] = "2024:01:02 03:04:05"
    tags[0x0112] = orientation
    inner = tags.get_ifd(ExifTags.IFD.Exif)
    for tag in (0x9003, 0x9004):
        inner[tag] = "2024:01:02 03:04:05"
    for tag in (0xA420, 0xA430, 0xA431, 0xA433, 0xA434, 0xA435):
        inner[tag] = MARK
    inner[0x927C] = b"Maker\0" + MARK.encode()
    inner[0x9286] = b"ASCII\0\0\0" + MARK.encode()
    place = tags.get_ifd(ExifTags.IFD.GPSInfo)
    place[1], place[2], place[3], place[4] = "N", (43.0, 39.0, 0.0), "E", (51.0, 9.0, 0.0)
    place[0x1B] = MARK
    return tags.tobytes()


def profile() -> bytes:
    """An sRGB profile whose description is the word."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    name = MARK.encode("utf-16-be")
    place = made.find("sRGB".encode("utf-16-be"))
    made[place : place + len(name)] = name
    return bytes(made)


def segment(marker: int, body: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(picture: Image.Image | None = None, *, orientation: int = 1, **options: object) -> bytes:
    """A JPEG with the word in EXIF, XMP, IPTC, ICC, comment, other segments, a thumbnail and behind the end."""
    out = io.BytesIO()
    (picture or scene()).save(out, "JPEG", exif=exif(orientation), icc_profile=profile(), comment=MARK, **options)
    plain = out.getvalue()
    iptc = b"\x1c\x02\x50" + struct.pack(">H", len(MARK)) + MARK.encode()
    photoshop = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc
    extra = (
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP.encode())
        + segment(0xED, photoshop)
        + segment(0xE0, b"JFXX\0\x10" + MARK.encode())
        + b"".join(segment(marker, MARK.encode()) for marker in (0xE2, 0xE3, 0xE5, 0xE7, 0xEB, 0xEF))
    )
    place = 4 + int.from_bytes(plain[4:6], "big")
    return plain[:place] + extra + plain[place:] + b"PK\x03\x04" + MARK.encode() * 20


def png_chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(picture: Image.Image | None = None, **options: object) -> bytes:
    """A PNG with the word in every kind of text chunk, EXIF, ICC, a chunk of its own and behind the end."""
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", MARK)
    text.add_text("Comment", MARK, zip=True)
    text.add_itxt("Description", MARK, "en", MARK)
    text.add_itxt("XML:com.adobe.xmp", XMP)
    out = io.BytesIO()
    (picture or scene()).save(out, "PNG", pnginfo=text, exif=exif(), icc_profile=profile(), **options)
    plain = out.getvalue()
    extra = png_chunk(b"tIME", struct.pack(">HBBBBB", 2024, 1, 2, 3, 4, 5)) + png_chunk(b"maRk", MARK.encode())
    return plain[:33] + extra + plain[33:] + MARK.encode() * 20


def webp(picture: Image.Image | None = None, **options: object) -> bytes:
    """A WebP with the word in EXIF, XMP, ICC and behind the end."""
    out = io.BytesIO()
    (picture or scene()).save(out, "WEBP", exif=exif(), xmp=XMP.encode(), icc_profile=profile(), **options)
    return out.getvalue() + MARK.encode() * 20


def tiff(picture: Image.Image | None = None, **options: object) -> bytes:
    """A TIFF with the word in its tags and behind the end."""
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    for tag in (269, 270, 271, 272, 285, 305, 315, 316, 33432):
        tags[tag] = MARK
    tags[306] = "2024:01:02 03:04:05"
    tags[700] = XMP.encode()
    tags[33723] = MARK.encode()
    tags[34377] = MARK.encode()
    tags.tagtype[700] = tags.tagtype[33723] = tags.tagtype[34377] = 7
    out = io.BytesIO()
    (picture or scene()).save(out, "TIFF", tiffinfo=tags, icc_profile=profile(), **options)
    return out.getvalue() + MARK.encode() * 20


def gif() -> bytes:
    """A GIF of one frame with the word in a comment, an application block and behind the end."""
    out = io.BytesIO()
    scene("P").save(out, "GIF", comment=MARK.encode())
    return out.getvalue() + MARK.encode() * 20


def heic(**options: object) -> bytes:
    """A HEIC with the word in EXIF and XMP and a thumbnail."""
    out = io.BytesIO()
    heif = pillow_heif.from_pillow(scene())
    heif.save(out, quality=80, exif=exif(), xmp=XMP.encode(), **options)
    return out.getvalue()


def bmp(picture: Image.Image | None = None) -> bytes:
    """A BMP with the word between its table of colours and its pixels, and behind the end."""
    out = io.BytesIO()
    (picture or scene()).save(out, "BMP")
    plain = bytearray(out.getvalue())
    start = int.from_bytes(plain[10:14], "little")
    plain[10:14] = struct.pack("<I", start + len(MARK))
    plain[2:6] = struct.pack("<I", len(plain) + len(MARK))
    return bytes(plain[:start]) + MARK.encode() + bytes(plain[start:]) + MARK.encode() * 20


def avif(picture: Image.Image | None = None) -> bytes:
    """An AVIF with the word in EXIF, XMP, ICC, a free box and behind the end."""
    out = io.BytesIO()
    (picture or scene()).save(out, "AVIF", exif=exif(), xmp=XMP.encode(), icc_profile=profile(), quality=90)
    return out.getvalue() + struct.pack(">I4s", 8 + len(MARK), b"free") + MARK.encode()


def jpeg2000(picture: Image.Image | None = None) -> bytes:
    """A JP2 with the word in a comment of its codestream, in XML, XMP and unknown boxes and behind the end."""
    out = io.BytesIO()
    (picture or scene()).save(out, "JPEG2000", comment=MARK, irreversible=True, quality_layers=[10])
    plain = out.getvalue()
    xmp = bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + XMP.encode()  # the UUID of XMP in ISO base media files
    boxes = ((b"xml ", f"<a>{MARK}</a>".encode()), (b"uuid", xmp), (b"maRk", MARK.encode()))
    return plain + b"".join(struct.pack(">I4s", 8 + len(body), name) + body for name, body in boxes)
