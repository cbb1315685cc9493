"""PDFs with the planted word in every place that the format has for words and no reader shows."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.anonymise.scrub.planted_pictures import XMP, jpeg
from tests.anonymise.scrub.searching import MARK

A4 = (0, 0, 595, 842)


def page(document: pikepdf.Pdf, text: str, box: tuple[float, ...] = A4, rotate: int = 0) -> pikepdf.Page:
    """A page that shows *text*, a red box and a picture that carries EXIF, and holds the word unseen."""
    picture = pikepdf.Stream(document, jpeg())
    picture.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=320, Height=200, ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )  # fmt: skip
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    hidden = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(MARK)))
    drawing = (
        f"1 0 0 rg 50 50 100 60 re f 0 g BT /F 24 Tf 60 700 Td ({text}) Tj ET "
        f"BT /F 24 Tf 3 Tr 60 600 Td ({MARK}) Tj ET "
        f"/OC /H BDC BT /F 24 Tf 60 500 Td ({MARK}) Tj ET EMC q 200 0 0 125 300 300 cm /I Do Q % {MARK}"
    )
    leaf = Dictionary(
        Type=Name.Page, MediaBox=Array(box), Rotate=rotate, Contents=pikepdf.Stream(document, drawing.encode()),
        Resources=Dictionary(Font=Dictionary(F=font), XObject=Dictionary(I=picture), Properties=Dictionary(H=hidden)),
        PieceInfo=Dictionary(Word=Dictionary(Private=String(MARK))),
    )  # fmt: skip
    document.pages.append(pikepdf.Page(leaf))
    return document.pages[-1]


def plain(count: int = 1, **options: object) -> bytes:
    """A PDF of *count* pages without much else."""
    document = pikepdf.new()
    for number in range(1, count + 1):
        page(document, f"Page {number}")
    out = io.BytesIO()
    document.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def planted() -> bytes:
    """A PDF with the word in info, XMP, scripts, attachments, comments, outlines, identifiers and old revisions."""
    document = pikepdf.new()
    leaf = page(document, "Page 1", rotate=90)
    layers = [leaf.obj.Resources.Properties.H]
    document.Root.OCProperties = Dictionary(OCGs=Array(layers), D=Dictionary(OFF=Array(layers), Order=Array(layers)))
    for name in ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "Firm"):
        document.docinfo[f"/{name}"] = String(MARK)
    document.docinfo["/CreationDate"] = String("D:20240102030405+05'00'")
    document.Root.Metadata = pikepdf.Stream(document, XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    document.attachments["note.txt"] = pikepdf.AttachedFileSpec(
        document, MARK.encode(), filename=MARK, description=MARK
    )
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{MARK}')"))
    document.Root.OpenAction = script
    document.Root.Names.JavaScript = Dictionary(Names=Array([String(MARK), document.make_indirect(script)]))
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([400, 780, 420, 800]), Contents=String(MARK), T=String(MARK),
        M=String("D:20240102030405Z"),
    )  # fmt: skip
    leaf.obj.Annots = Array([document.make_indirect(note)])
    leaf.obj.AA = Dictionary(O=script)
    document.Root.Lang = String(MARK)
    document.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, Alt=String(MARK))
    document.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(MARK))]))
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(MARK, 0))
    document.trailer.ID = Array([String(MARK), String(MARK)])
    out = io.BytesIO()
    document.save(out)
    return with_old_revision(out.getvalue())


def with_old_revision(content: bytes) -> bytes:
    """*content* with one more revision that overwrites an object which held the word, and the word behind the end."""
    start = content[content.rfind(b"startxref") + 9 :].split()[0].decode()
    body = f"\n900 0 obj\n({MARK})\nendobj\n"
    place = len(content)
    table = place + len(body)
    tail = f"xref\n900 1\n{place + 1:010d} 00000 n \ntrailer\n<< /Size 901 /Root 1 0 R /Prev {start} >>\n"
    return content + body.encode() + tail.encode() + f"startxref\n{table}\n%%EOF\n%{MARK}\n".encode()


def form() -> bytes:
    """A PDF with a filled field that has no appearance of its own."""
    document = pikepdf.new()
    leaf = page(document, "Form")
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("name"),
            V=String("FILLED FILLED"),
            Rect=Array([60, 400, 260, 430]),
            DA=String("/F 18 Tf 0 g"),
            TU=String(MARK),
            F=4,
        )  # fmt: skip
    )
    leaf.obj.Annots = Array([field])
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    document.Root.AcroForm = Dictionary(
        Fields=Array([field]), DA=String("/F 18 Tf 0 g"), DR=Dictionary(Font=Dictionary(F=font)), NeedAppearances=True
    )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
