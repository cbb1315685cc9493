"""What a browser does not show of a page stays behind, however it was hidden; what it shows crosses."""

from __future__ import annotations

import re

import pytest

from bot.anonymise.scrub.letters import rebuild_archive
from bot.anonymise.scrub.verdicts import Instead, RefusalError, RefusalReason, Removed
from bot.anonymise.scrub.web_pages import rebuild_page
from tests.anonymise.scrub.searching import MARK

SEEN = "kept words"
STANDARD = "<!DOCTYPE html>"


def page_of(sheet: str, body: str, start: str = STANDARD) -> bytes:
    """A page of *body* with *sheet*."""
    return f"{start}<html><head><style>{sheet}</style></head><body><p>{SEEN}</p>{body}</body></html>".encode()


def words_of(content: bytes) -> tuple[str, frozenset[Removed]]:
    """The words of a page, and what was left out."""
    made, _, removed = rebuild_page(content)
    return " ".join(re.sub(r"<[^>]*>", " ", made.decode().partition("<body")[2].partition(">")[2]).split()), removed


HIDING_STYLES = [
    "display:none",
    "display:/**/none",
    "DISPLAY : None!important",
    r"display:n\6fne",
    "display:none;display:nonsense",
    "--d:none;display:var(--d)",
    "--a:var(--b);--b:hidden;visibility:var(--a)",
    "display:var(--no,none)",
    "visibility:hidden",
    "visibility:collapse",
    "opacity:0",
    "opacity:0.0",
    "opacity:1%",
    "filter:blur(2px) opacity(0)",
    "content-visibility:hidden",
    "font-size:0",
    "font-size:.4px",
    "font:0/0 a",
    "font-size:10px;font-size:0%",
    "text-indent:-9999px",
    "text-indent:-999em",
    "position:absolute;width:1px;height:1px;padding:0;margin:-1px;overflow:hidden;clip:rect(0,0,0,0);border:0",
    "position:absolute;clip:rect(1px 1px 1px 1px)",
    "position:absolute!important;clip:rect(1px,1px,1px,1px)",
    "position:fixed;clip:rect(0 0 0 0)",
    "height:1px;width:1px;overflow:hidden",
    "height:0;overflow:hidden",
    "max-height:0px;overflow:hidden",
    "max-height:0;overflow-y:clip",
    "height:0;overflow:auto",
    "width:0;overflow:hidden;white-space:nowrap",
    "block-size:0;overflow:hidden",
    "clip-path:inset(50%)",
    "-webkit-clip-path:inset(0 0 100% 0)",
    "clip-path:circle(0)",
    "clip-path:circle(0% at 50% 50%)",
    "clip-path:polygon(0 0,0 0,0 0,0 0)",
    "clip-path:polygon(0px 0px, 0px 0px, 0px 0px)",
    "position:absolute;left:-9999px",
    "position:absolute;left:-999em",
    "position:absolute;top:-500px",
    "position:absolute;top:-100vh",
    "position:fixed;left:-100%",
    "position:fixed;left:0;transform:translateX(-100%)",
    "position:fixed;inset:0 auto auto -9999px",
    "position:fixed;right:-100%",
    "position:fixed;bottom:-4000px",
    "position:relative;left:-9999px",
    "position:absolute;inset-inline-start:-10000px",
    "margin-left:-9999px",
    "position:absolute;left:9999px",
    "transform:scale(0)",
    "transform:rotate(3deg) scale(0, 1)",
    "transform:scaleX(0)",
    "-webkit-transform:scaleY(0)",
    "transform:matrix(0,0,0,0,0,0)",
    "transform:translateX(-9999px)",
    "transform:translate(-9999px, 0)",
    "transform:rotateY(90deg)",
    "translate:-9999px",
    "scale:0",
    "color:transparent",
    "color:rgba(0,0,0,0)",
    "color:#fff",
    "color:#fff0",
    "background:#eee;color:#eee",
    "color:#fefefe;background-color:white",
    "-webkit-text-fill-color:transparent",
    "color:rgb(255 255 255 / 0%)",
    "color:hsl(0 0% 100%)",
    "position:absolute;left:calc(-1px * 9999)",
    "left:min(-9999px,0px);position:absolute",
    "opacity:calc(0)",
    "font-size:calc(0px)",
    "position:absolute;right:100%",
    "position:fixed;bottom:100%",
    "position:absolute;margin-top:-500px",
    "text-indent:100%;white-space:nowrap;overflow:hidden",
    "transform:rotate3d(0,1,0,90deg)",
    "transform:matrix3d(0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1)",
    "display:table-column",
    "zoom:.01",
]


@pytest.mark.parametrize("style", HIDING_STYLES)
def test_what_a_style_hides_does_not_cross(style: str) -> None:
    own = words_of(page_of("", f'<div style="{style}">{MARK}</div>'))
    ruled = words_of(page_of(f".x{{{style}}}", f'<div class="x">{MARK}<b>{MARK}</b></div>'))
    assert (own[0], ruled[0]) == (SEEN, SEEN)
    assert Removed.HIDDEN in own[1] & ruled[1]


SHOWING_STYLES = [
    "display:none;display:block",
    "display:none!important;display:block!important",
    "display:var(--no)",
    "backface-visibility:hidden",
    "fill-opacity:0;stroke-opacity:0",
    "--tw-text-opacity:0",
    "mso-hide:all",
    "opacity:.5",
    "opacity:0;animation:fade-in 1s forwards",
    "visibility:hidden;visibility:visible",
    "font-size:12px",
    "font-size:0;font-size:clamp(1rem,2vw,3rem)",
    "font:0 a;font:bold calc(1rem + 1vw) a",
    "line-height:0;line-height:1.5;overflow:hidden",
    "left:calc(50% - 20px);position:absolute",
    "zoom:2",
    "margin-top:-10px",
    "font:bold 12px/1 serif",
    "text-indent:-18pt;margin-left:36pt",
    "height:0",
    "max-height:0",
    "height:0;padding-bottom:56.25%;overflow:hidden",
    "height:0;min-height:20px;overflow:hidden",
    "clip:rect(0,0,0,0)",
    "position:absolute;clip:auto",
    "clip-path:inset(5%)",
    "clip-path:polygon(0 0,100% 0,100% 100%)",
    "clip-path:url(#shape)",
    "position:absolute;left:-20px;width:400px",
    "position:absolute;top:2500px;left:300px",
    "position:absolute;left:50%;top:50%;transform:translate(-50%,-50%)",
    "position:relative;top:-10px",
    "position:static;left:-9999px",
    "left:-9999px",
    "position:absolute;left:-9999;",
    "margin-left:-15px",
    "transform:scale(.5)",
    "transform:scale(-1)",
    "transform:none",
    "color:#123456",
    "color:#fff;background:#000",
    "color:#fff;background:url(dark.png)",
    "color:#fff;background-image:linear-gradient(red,blue)",
    "color:transparent;background:linear-gradient(red,blue);background-clip:text",
]


@pytest.mark.parametrize("style", SHOWING_STYLES)
def test_what_a_style_shows_crosses(style: str) -> None:
    made = [
        words_of(page_of("", f'<div style="{style}">shown <b>too</b></div>')),
        words_of(page_of(f".x{{{style}}}", '<div class="x">shown <b>too</b></div>')),
    ]
    assert [words for words, _ in made] == [f"{SEEN} shown too"] * 2
    assert not any(Removed.HIDDEN in removed for _, removed in made)


HIDING_RULES = [
    ("div .x{display:none}", f"<div><p class='x'>{MARK}</p></div>"),
    ("@media screen{.x{display:none}}", f"<p class='x'>{MARK}</p>"),
    ("@media not print{.x{display:none}}", f"<p class='x'>{MARK}</p>"),
    ("@media (min-width:1px){.x{display:none}}", f"<p class='x'>{MARK}</p>"),
    ("@media(max-width:600px){.x{display:none}}@media(width>600px){.x{opacity:0}}", f"<p class='x'>{MARK}</p>"),
    ("@supports (display:grid){.x{display:none}}", f"<p class='x'>{MARK}</p>"),
    ("@layer a{.x{display:none!important}} .x{display:block}", f"<p class='x'>{MARK}</p>"),
    (".a{color:red;.x{display:none}}", f"<div class='a'><p class='x'>{MARK}</p></div>"),
    (".a{&.x{display:none}}", f"<p class='a x'>{MARK}</p>"),
    (":root{--off:none}.x{display:var(--off)}", f"<p class='x'>{MARK}</p>"),
    ("p:not(:first-child){display:none}", f"<p>{MARK}</p>"),
    ("[data-state=closed]{display:none}", f"<p data-state='closed'>{MARK}</p>"),
    (".x,::before{display:none}", f"<p class='x'>{MARK}</p>"),
    ("/* a */.x/* b */{/* c */display/* d */:/* e */none}", f"<p class='x'>{MARK}</p>"),
    ("<!-- .x{display:none} -->", f"<p class='x'>{MARK}</p>"),
    (".x{visibility:hidden}", f"<p class='x'>{MARK}<i>{MARK}</i></p>"),
    ("", f"<p hidden>{MARK}</p>"),
    ("", f"<p popover>{MARK}</p>"),
    ("", f"<dialog>{MARK}</dialog>"),
    ("", f"<div style='display:none'><p style='display:block;visibility:visible'>{MARK}</p></div>"),
    ("", f"<div style='opacity:0'><p style='opacity:1'>{MARK}</p></div>"),
    ("", f"<div style='color:transparent'><p><b>{MARK}</b></p></div>"),
    ("", f"<div style='background:#333'><span style='color:#333'>{MARK}</span></div>"),
    ("body{background:#123;color:#fff}", f"<span style='color:#112233'>{MARK}</span>"),
    ("", f"<table bgcolor='#ff0000'><tr><td><font color='red'>{MARK}</font></td></tr></table>"),
    ("", f"<div style='display:flex'><span style='height:0;overflow:hidden'>{MARK}</span></div>"),
]


@pytest.mark.parametrize(("sheet", "body"), HIDING_RULES)
def test_what_a_rule_hides_does_not_cross(sheet: str, body: str) -> None:
    words, removed = words_of(page_of(sheet, body))
    assert (words, Removed.HIDDEN in removed) == (SEEN, True)


SHOWING_RULES = [
    (".menu-closed p{display:none}", "<p>shown</p>"),
    ("div:empty{display:none}", "<div>shown</div>"),
    ("p:hover,p:focus{visibility:hidden}", "<p>shown</p>"),
    (".fade:not(.show){opacity:0}", "<p class='fade show'>shown</p>"),
    ("p:nth-child(9){display:none}", "<p>shown</p>"),
    (".tab{display:none}.tab.active{display:block}", "<p class='tab active'>shown</p>"),
    ("#a{display:block}p.x{display:none}", "<p class='x' id='a'>shown</p>"),
    (".x{display:none}", "<p class='x' style='display:block'>shown</p>"),
    (".x{display:block!important}", "<p class='x' style='display:none'>shown</p>"),
    ("@media (max-width:600px){.a{color:red}.x{display:none}}", "<p class='x'>shown</p>"),
    ("@media print{.a{margin:0}.x{display:none}}", "<p class='x'>shown</p>"),
    ("@media screen and (min-width:900px){.x{display:none}}", "<p class='x'>shown</p>"),
    (".x{display:none}@media (min-width:900px){.x{display:block}}", "<p class='x'>shown</p>"),
    ("@media (min-width:99999px){.x{display:none}}", "<p class='x'>shown</p>"),
    ("@media (nobody-knows:1){.x{display:none}}", "<p class='x'>shown</p>"),
    ("@supports not (display:grid){.x{display:none}}", "<p class='x'>shown</p>"),
    ("@container (width>1px){.x{display:none}}", "<p class='x'>shown</p>"),
    ("@layer a{.x.x.x{display:none}}.x{display:block}", "<p class='x'>shown</p>"),
    ("@layer b,a;@layer a{.x{display:block}}@layer b{.x.x{display:none}}", "<p class='x'>shown</p>"),
    (".x::before{display:none}", "<p class='x'>shown</p>"),
    (".x:nobody-knows{display:none}", "<p class='x'>shown</p>"),
    (".x, !{display:none}", "<p class='x'>shown</p>"),
    ("@keyframes a{from{opacity:0}} from{opacity:0}", "<p>shown</p>"),
    ("", "<p hidden style='display:block'>shown</p>"),
    ("", "<dialog open>shown</dialog>"),
    ("", "<div style='visibility:hidden'><p style='visibility:visible'>shown</p></div>"),
    ("", "<div style='font-size:0'><p style='font-size:12px'>shown</p></div>"),
    ("", "<div style='color:#fff'><p style='color:#000'>shown</p></div>"),
    ("", "<span style='height:0;overflow:hidden;transform:scale(0);width:0'>shown</span>"),
    ("", "<table><tr style='height:0;overflow:hidden'><td style='height:0;overflow:hidden'>shown</td></tr></table>"),
    ("", "<noscript><style>p{display:none}</style></noscript><p>shown</p>"),
    ("", "<style media='print'>p{display:none}</style><p>shown</p>"),
    ("", "<link rel='stylesheet' href='https://a.kz/x.css'><p style='color:#fff'>shown</p>"),
]


@pytest.mark.parametrize(("sheet", "body"), SHOWING_RULES)
def test_what_no_rule_hides_crosses(sheet: str, body: str) -> None:
    words, removed = words_of(page_of(sheet, body))
    assert (words, Removed.HIDDEN in removed) == (f"{SEEN} shown", False)


def test_pages_without_a_document_type_may_leave_out_units() -> None:
    page = f"<p style='position:absolute;left:-9999'>{MARK}</p>"
    assert words_of(page_of("", page, start=""))[0] == SEEN


def test_all_of_folded_details_but_their_heading_stays_behind() -> None:
    page = f"<details>{MARK}<summary>heading</summary>{MARK}<p>{MARK}</p>{MARK}</details><p>after</p>"
    assert words_of(page_of("", page)) == (f"{SEEN} heading after", {Removed.EDITING, Removed.HIDDEN, Removed.OTHER})
    opened = "<details open>one<summary>heading</summary>two</details>"
    assert words_of(page_of("", opened))[0] == f"{SEEN} one heading two"


@pytest.mark.parametrize("style", ["visibility:hidden", "opacity:0", "text-indent:-9999px", "display:none"])
def test_a_hidden_picture_stays_behind(style: str) -> None:
    picture = "<img src='data:image/png;base64,iVBORw0KGgo='>"
    made, _, removed = rebuild_page(page_of("", f"<div style='{style}'>{picture}</div>"))
    assert (b"<img" in made, Removed.HIDDEN in removed) == (False, True)
    assert b"<img" in rebuild_page(page_of("", f"<div style='font-size:0'>{picture}</div>"))[0]


@pytest.mark.parametrize(
    "page",
    [
        f"<style>body{{display:none}}</style><p>{MARK} words</p>",
        f"<style>p{{opacity:0}}</style><h1>Title</h1>{f'<p>{MARK} and a whole story</p>' * 30}",
    ],
)
def test_a_page_of_which_hardly_anything_would_be_left_is_refused_with_a_way(page: str) -> None:
    with pytest.raises(RefusalError) as refused:
        rebuild_page(page.encode())
    assert (refused.value.refused.reason, refused.value.refused.instead) == (RefusalReason.DOUBT, Instead.PDF)


@pytest.mark.parametrize(
    "page",
    [
        f"<style>{':not(' * 500}p{')' * 500}{{display:none}}</style><p>words</p>",
        f"<style>{'.a .b{opacity:0}' * 30_001}</style><p>words</p>",
        f"<style>{' ' * 3_000_001}</style><p>words</p>",
    ],
)
def test_styles_without_end_are_refused_with_a_way(page: str) -> None:
    with pytest.raises(RefusalError) as refused:
        rebuild_page(page.encode())
    assert refused.value.refused.instead is Instead.PDF


def test_light_letters_on_dark_keep_their_background() -> None:
    page = "<body style='background:#111'><div style='color:#fff'><table><tr><td>cell</td></tr></table>words</div>"
    made = rebuild_page(page.encode())[0].decode()
    assert made.count("color:#ffffff;background-color:#111111") == 4  # the div, the table, its row, its cell
    unknown = rebuild_page(b"<div style='background:url(x.png);color:#ffe'>words</div>")[0].decode()
    assert "#ff" not in unknown


def test_a_saved_page_hides_by_the_sheets_that_came_along() -> None:
    page = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
        '--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<link rel="stylesheet" href="https://a.kz/x.css">'
        f'<p class="x">{MARK}</p><p>{SEEN}</p>\r\n'
        "--b\r\nContent-Type: text/css\r\nContent-Location: https://a.kz/x.css\r\n\r\n"
        '@import "https://a.kz/y.css";\r\n'
        "--b\r\nContent-Type: text/css\r\nContent-Location: https://a.kz/y.css\r\n\r\n.x{display:none}\r\n--b--\r\n"
    )
    made, _, removed = rebuild_archive(page.encode())
    assert (MARK in made.decode(), SEEN in made.decode(), removed) == (
        False, True, {Removed.EDITING, Removed.HIDDEN, Removed.OTHER}
    )  # fmt: skip
