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


LAYERS = {
    "on": 60, "off": 120, "never on screen": 180, "on in a form": 240, "off in a form": 300, "off by membership": 360,
    "off by expression": 420, "on by expression": 480,
}  # fmt: skip
"""The left sides of the boxes, 40 points wide, that the layers of `layered` hold."""


def layered() -> bytes:
    """A page with a black box in each of LAYERS: some are switched on, some off, some for print only."""
    document = pikepdf.new()
    groups = {name: document.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in LAYERS}
    groups["never on screen"].Usage = Dictionary(View=Dictionary(ViewState=Name.OFF))
    hidden = Array([group for name, group in groups.items() if name.startswith("off")])
    screen = Dictionary(Event=Name.View, Category=Array([Name.View]), OCGs=Array([groups["never on screen"]]))
    document.Root.OCProperties = Dictionary(
        OCGs=Array(list(groups.values())), D=Dictionary(BaseState=Name.ON, OFF=hidden, AS=Array([screen]))
    )
    forms, drawing, properties = Dictionary(), b"", Dictionary()
    for place, (name, left) in enumerate(LAYERS.items()):
        box = b"%d 700 40 40 re f " % left
        if name.endswith("form"):
            form = pikepdf.Stream(document, box)
            form.stream_dict = Dictionary(
                Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 595, 842]), OC=groups[name]
            )
            forms[f"/F{place}"] = document.make_indirect(form)
            drawing += b"/F%d Do " % place
        else:
            properties[f"/L{place}"] = layer_of(name, groups)
            drawing += b"/OC /L%d BDC %bEMC " % (place, box)
    leaf = Dictionary(
        Type=Name.Page, MediaBox=Array(A4), Contents=pikepdf.Stream(document, drawing),
        Resources=Dictionary(XObject=forms, Properties=properties),
    )  # fmt: skip
    document.pages.append(pikepdf.Page(leaf))
    return saved(document)


def layer_of(name: str, groups: dict[str, pikepdf.Object]) -> pikepdf.Object:
    """The layer called *name*: its group, or a membership that comes to it by others."""
    if name.endswith("membership"):
        return Dictionary(Type=Name.OCMD, OCGs=Array([groups["on"], groups["off"]]), P=Name.AllOn)
    if name.endswith("expression"):
        seen = Array([Name.Not, groups["off"]]) if name.startswith("on") else Array([Name.Not, groups["on"]])
        return Dictionary(Type=Name.OCMD, VE=Array([Name.And, groups["on"], seen]))
    return groups[name]


NOTES = {
    "stamp": (60, 4),
    "hidden": (160, 2),
    "not viewed": (260, 32),
    "hidden print": (360, 6),
    "switched off": (460, 4),
    "look switched off": (510, 4),
}
"""The left sides and the flags (ISO 32000-1, table 165) of the annotations of `annotated`."""


def annotated() -> bytes:
    """A page with a stamp that is seen and others that are hidden in every way the format has."""
    document = pikepdf.new()
    document.add_blank_page(page_size=A4[2:])
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(MARK)))
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    notes = []
    for name, (left, flags) in NOTES.items():
        look = pikepdf.Stream(document, b"0 0 40 40 re f")
        look.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 40, 40]))
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([left, 700, left + 40, 740]), F=flags, T=String(MARK),
            AP=Dictionary(N=document.make_indirect(look)),
        )  # fmt: skip
        if name == "switched off":
            note.OC = layer
        if name == "look switched off":
            look.OC = layer
        notes.append(document.make_indirect(note))
    document.pages[0].obj.Annots = Array(notes)
    return saved(document)


def saved(document: pikepdf.Pdf) -> bytes:
    """The bytes of *document*."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def scanned(*pictures: bytes, mode: bytes = b"/DeviceRGB", words: bytes = b"", **facts: object) -> bytes:
    """A PDF as scanners make it: a JPEG or fax on each page and, unseen, the *words* that were recognised."""
    document = pikepdf.new()
    for content in pictures:
        picture = pikepdf.Stream(document, content)
        picture.stream_dict = Dictionary(
            Type=Name.XObject, Subtype=Name.Image, ColorSpace=Name(mode.decode()), BitsPerComponent=8,
            Filter=Name.DCTDecode, **facts,
        )  # fmt: skip
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        drawing = b"q 595 0 0 842 0 0 cm /I Do Q BT 3 Tr /F 12 Tf 50 700 Td (%b) Tj ET" % words
        leaf = Dictionary(
            Type=Name.Page, MediaBox=Array(A4), Contents=pikepdf.Stream(document, drawing),
            Resources=Dictionary(XObject=Dictionary(I=document.make_indirect(picture)), Font=Dictionary(F=font)),
        )  # fmt: skip
        document.pages.append(pikepdf.Page(leaf))
    return saved(document)
