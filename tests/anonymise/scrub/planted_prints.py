"""Files that only LibreOffice reads, with the planted word wherever their sender did not see it.

Those of before 2007 and PPTX lie in printed/: LibreOffice made them once from the three open documents here.
"""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

from tests.anonymise.scrub.planted_pictures import jpeg
from tests.anonymise.scrub.searching import MARK

SHOWN = "Kepil 5 000"
"""What is seen in each of them."""
KEPT = Path(__file__).parent / "printed"
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{short}="{OASIS}{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
        ("meta", "meta"), ("presentation", "presentation"), ("script", "script"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip
NOTE = f"<office:annotation><dc:creator>{MARK}</dc:creator><text:p>{MARK}</text:p></office:annotation>"


def open_document(kind: str, styles: str, body: str, declared: str = "") -> bytes:
    """An open document of *kind* ("text", "spreadsheet", "presentation")."""
    head = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES} office:version="1.2">'
    content = f"{head}{declared}<office:automatic-styles>{styles}</office:automatic-styles>"
    content += f"<office:body>{body}</office:body></office:document-content>"
    meta = (
        f'<office:document-meta {SPACES} office:version="1.2"><office:meta><meta:initial-creator>{MARK}'
        f"</meta:initial-creator><dc:creator>{MARK}</dc:creator><dc:title>{MARK}</dc:title></office:meta>"
        "</office:document-meta>"
    )
    mime = f"application/vnd.oasis.opendocument.{kind}"
    parts = {"content.xml": content, "meta.xml": meta, "Thumbnails/thumbnail.png": MARK}
    parts |= own_macro()
    types = {"/": mime} | dict.fromkeys(parts, "text/xml")
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    listed = "".join(entry.format(name, said) for name, said in types.items())
    manifest = f'<manifest:manifest xmlns:manifest="{OASIS}manifest:1.0" manifest:version="1.2">{listed}'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), mime)
        archive.writestr("META-INF/manifest.xml", manifest + "</manifest:manifest>")
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def own_macro() -> dict[str, str]:
    """A macro that writes the planted word into its document, as a file brings one along."""
    library = 'xmlns:library="http://openoffice.org/2000/library"'
    source = f'Sub Began\nThisComponent.Text.String = "{MARK}"\nEnd Sub'
    return {
        "Basic/script-lc.xml": f'<library:libraries {library} xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<library:library library:name="Standard" library:link="false"/></library:libraries>',
        "Basic/Standard/script-lb.xml": f'<library:library {library} library:name="Standard" '
        'library:readonly="false" library:passwordprotected="false"><library:element library:name="Own"/>'
        "</library:library>",
        "Basic/Standard/Own.xml": '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Own" '
        f'script:language="StarBasic">{source}</script:module>',
    }


def odt() -> bytes:
    """A text with a tracked deletion, hidden words, a comment, a linked file, and a macro that begins with it."""
    styles = (
        '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="S" style:family="section"><style:section-properties/></style:style>'
    )
    change = f"<dc:creator>{MARK}</dc:creator><dc:date>2026-11-27T10:00:00</dc:date>"
    body = (
        '<office:text><text:tracked-changes text:track-changes="true"><text:changed-region text:id="c1" xml:id="c1">'
        f"<text:deletion><office:change-info>{change}</office:change-info><text:p>{MARK}</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        f'<text:p>{SHOWN}<text:change text:change-id="c1"/>'
        f'<text:span text:style-name="H">{MARK}</text:span>{NOTE}</text:p>'
        f'<text:section text:style-name="S" text:name="a" text:display="none"><text:p>{MARK}</text:p></text:section>'
        '<text:section text:style-name="S" text:name="b"><text:section-source xlink:type="simple" '
        'xlink:href="file:///etc/passwd"/><text:p/></text:section></office:text>'
    )
    began = (
        '<office:scripts><office:event-listeners xmlns:dom="http://www.w3.org/2001/xml-events">'
        '<script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:type="simple" '
        'xlink:href="vnd.sun.star.script:Standard.Own.Began?language=Basic&amp;location=document"/>'
        "</office:event-listeners></office:scripts>"
    )
    return open_document("text", styles, body, began)


def ods() -> bytes:
    """A table with a hidden sheet, row and column, a comment, and more than what was chosen for printing."""
    hidden = '<style:table-properties table:display="false"/>'
    styles = f'<style:style style:name="T" style:family="table">{hidden}</style:style>'
    cell = '<table:table-cell office:value-type="string">{}<text:p>{}</text:p></table:table-cell>'
    rows = (
        f"<table:table-row>{cell.format(NOTE, 'first')}{cell.format('', MARK)}{cell.format('', 'third')}"
        "</table:table-row>"
        f'<table:table-row table:visibility="collapse">{cell.format("", MARK)}</table:table-row>'
    )
    column = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    body = (
        f'<office:spreadsheet><table:table table:name="A" table:print-ranges="A.A1:A.A1">{column}{rows}</table:table>'
        f'<table:table table:name="B"><table:table-row>{cell.format("", SHOWN)}</table:table-row></table:table>'
        f'<table:table table:name="C" table:style-name="T"><table:table-row>{cell.format("", MARK)}</table:table-row>'
        "</table:table></office:spreadsheet>"
    )
    return open_document("spreadsheet", styles, body)


def odp() -> bytes:
    """Slides with notes, a comment and a hidden slide."""
    styles = (
        '<style:style style:name="D" style:family="drawing-page">'
        '<style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )
    frame = (
        '<draw:frame svg:x="2cm" svg:y="2cm" svg:width="10cm" svg:height="4cm"><draw:text-box><text:p>{}</text:p>'
        "</draw:text-box></draw:frame>"
    )
    notes = f'<presentation:notes draw:style-name="N">{frame.format(MARK)}</presentation:notes>'
    body = (
        f'<office:presentation><draw:page draw:name="a" draw:master-page-name="">{frame.format(SHOWN)}{notes}'
        "</draw:page>"
        f'<draw:page draw:name="b" draw:style-name="D" draw:master-page-name="">{frame.format(MARK)}</draw:page>'
        "</office:presentation>"
    )
    return open_document("presentation", styles, body)


def rtf() -> bytes:
    """A text with an author, hidden words, a tracked deletion and a comment."""
    return (
        rf"{{\rtf1\ansi{{\info{{\author {MARK}}}{{\company {MARK}}}}}{{\*\generator {MARK};}}"
        rf"{{\*\revtbl{{Unknown;}}{{{MARK};}}}}\pard {SHOWN} {{\v {MARK}}}{{\deleted\revauthdel1 {MARK}}}"
        rf"{{\*\atnid {MARK}}}{{\*\atnauthor {MARK}}}\chatn{{\*\annotation \pard {MARK}}}\par}}"
    ).encode()


def page() -> bytes:
    """A page of the web with what is not seen on it, and pictures of its own, of the internet and of the disk."""
    own = base64.b64encode(jpeg()).decode()
    return (
        f"<!DOCTYPE html><html lang='kk'><head><title>{MARK}</title><meta name='author' content='{MARK}'>"
        "<style>body .x, p#y:not(.q) {color: red; display : NONE !important} /* .z{display:none} */ "
        "@media (max-width: 600px) {.z {display: none}} @media screen {.w {visibility:hidden}}</style>"
        f"<script>document.write('{MARK}')</script></head><body onload='{MARK}'><!-- {MARK} -->"
        f"<p class='z'>{SHOWN}</p><div class='a x'>{MARK}</div><p id='y'>{MARK}</p><i class='w'>{MARK}</i>"
        f"<p style='display:none'>{MARK}</p><p hidden>{MARK}</p><input type='hidden' value='{MARK}'>"
        f"<input value='Tolendi'><select><option>{MARK}<option selected>Astana</select>"
        f"<details><summary>Q</summary><p>{MARK}</p></details><iframe src='file:///etc/passwd'></iframe>tail"
        f"<img src='data:image/jpeg;base64,{own}'><img src='http://127.0.0.1:9/{MARK}.png' alt='{MARK}'>"
        f"<img src='file:///etc/passwd'><a href='https://{MARK}.kz/'>link</a><custom-{MARK}>odd</custom-{MARK}>"
        "</body></html>"
    ).encode()


def letter() -> bytes:
    """A letter with a head full of traces, words as a page with a picture that came along, and an attached file."""
    picture = base64.b64encode(jpeg()).decode()
    return (
        f"Received: from {MARK} ([10.1.2.3]) by mail.kz; Fri, 27 Nov 2026 10:00:00 +0500\r\n"
        f"Return-Path: <{MARK}@mail.kz>\r\nReply-To: {MARK}@mail.kz\r\nMessage-ID: <{MARK}@mail.kz>\r\n"
        "From: =?utf-8?B?0JjQstCw0L3QvtCy?= <ivanov@akimat.kz>\r\n"
        f"To: {MARK} <{MARK}@mail.kz>\r\nCc: {MARK}@mail.kz\r\n"
        f"X-Mailer: {MARK}\r\nX-Originating-IP: 10.1.2.3\r\nSubject: Kepil\r\nDate: Fri, 27 Nov 2026 10:00:00 +0500\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        '--b\r\nContent-Type: multipart/related; boundary="r"\r\n\r\n'
        "--r\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"<p>{SHOWN}</p><img src='cid:one@mail'><img src='https://{MARK}.kz/pixel.gif'><p hidden>{MARK}</p>\r\n"
        "--r\r\nContent-Type: image/jpeg\r\nContent-ID: <one@mail>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{picture}\r\n--r--\r\n"
        '--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="act.pdf"\r\n\r\n'
        f"{MARK}\r\n--b--\r\n"
    ).encode()


MAKERS = {"odt": odt, "ods": ods, "odp": odp, "rtf": rtf, "html": page, "eml": letter}


def printed_case(extension: str) -> bytes:
    """The planted file of *extension*."""
    return MAKERS[extension]() if extension in MAKERS else (KEPT / f"planted.{extension}").read_bytes()
