"""The text of a document that is there and cannot be read: pale on pale, too small, squeezed, or pushed off the page.

Rules

1. A run's own look goes before its character style, that before the paragraph's, that before the table's.
2. Letters in the colour of what lies behind them go, the pictures and spaces among them stay. Behind them lies
   the nearest of a marker's stroke, the shading of letters, of the paragraph, of the cells around, a shape, the page.
3. Where a drawing may lie behind pale letters, the file is refused: a printer tells whether they are seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bot.anonymise.scrub.cell_colours import INK, PAPER, TINY, Colour, is_alike
from bot.anonymise.scrub.hidden_text import WALKED, StandingTable, standing_table
from bot.anonymise.scrub.hiding_styles import HidingStyles
from bot.anonymise.scrub.namespaces import PREFIXES, W, name_of, split_name
from bot.anonymise.scrub.opaque_drawings import filling_of, length, measures, whole
from bot.anonymise.scrub.page_places import PageGround, is_off_page
from bot.anonymise.scrub.trees import drop
from bot.anonymise.scrub.verdicts import Instead, RefusalError, RefusalReason
from bot.anonymise.scrub.word_looks import AUTO, CLEAR, MIXED, NOTHING, Paint, TextLook

A = f"{{{PREFIXES['a']}}}"
M = f"{{{PREFIXES['m']}}}"
WP = f"{{{PREFIXES['wp']}}}"
LETTERS = frozenset({W + "t", W + "sym", M + "t"})
USUAL_HALF_POINTS = 20  # of letters of which nothing is said (ECMA-376-1, 17.3.2.38)
LOW_LINE = 40  # twentieths of a point, as of rows
FAR_RAISED = 1400  # half points: as high as the text of a page, beyond which a line ends up on no page
LOW_SHAPE = 25_400  # EMU, two points: a box in which no letter has room


class UnreadText:
    """Walks one story once and collects what cannot be read in it."""

    def __init__(self, styles: HidingStyles, page: PageGround) -> None:
        self.styles, self.colours = styles, styles.colours
        self.page = page
        self.tables: list[StandingTable | None] = []
        self.cells: list[TextLook] = [NOTHING]  # what the table's style says of letters in the cells around
        self.papers: list[Paint] = [page.paper]
        self.paragraphs: list[tuple[TextLook, bool]] = []  # the look of those around, and whether nothing is seen
        self.shut: list[bool] = [False]  # whether a shape around has no room
        self.faint: list[etree._Element] = []
        self.gone: list[etree._Element] = []

    def walk(self, root: etree._Element) -> None:
        """Collect the letters of *root* that cannot be read, and the runs of which nothing is seen."""
        for event, one in etree.iterwalk(root, events=("start", "end"), tag=WALKED):
            if event == "start":
                self.enter(one)
            elif one.tag == W + "p":
                self.paragraphs.pop()
                self.papers.pop()
            elif one.tag in (W + "tbl", W + "txbxContent"):
                self.tables.pop()
            if event == "end" and one.tag in (W + "tc", W + "txbxContent"):
                self.cells.pop()
                self.papers.pop()
            if event == "end" and one.tag == W + "txbxContent":
                self.shut.pop()

    def enter(self, one: etree._Element) -> None:
        """Take one step down."""
        table = self.tables[-1] if self.tables else None
        if one.tag == W + "tbl":
            self.tables.append(standing_table(one, self.styles))
        elif one.tag == W + "tr" and table is not None:
            table.enter_row(one)
        elif one.tag == W + "tc":
            self.enter_cell(one, table)
        elif one.tag == W + "txbxContent":
            self.enter_shape(one)
        elif one.tag == W + "p":
            self.enter_paragraph(one)
        elif one.tag in (W + "r", M + "r"):
            self.look_at(one)

    def enter_cell(self, cell: etree._Element, table: StandingTable | None) -> None:
        """Take one step down into a cell."""
        if table is not None:
            table.column += 1
        around = table.look() if table is not None else NOTHING
        own = self.colours.of_cell(cell.find(W + "tcPr")).over(around)
        self.cells.append(own)
        self.papers.append(upon(own.cell, self.papers[-1]))

    def enter_shape(self, words: etree._Element) -> None:
        """Take one step down into the text of a shape, whose ground and letters its own properties tell."""
        shape = next((one for one in words.iterancestors() if is_shape(one)), None)
        paper, look, shut = self.page.paper, NOTHING, False
        if shape is not None:
            paper = upon(self.ground_of(shape), MIXED if self.page.has_backdrop else self.page.paper)
            look = self.letters_of(shape)
            shut = is_low(shape)
        self.tables.append(None)
        self.cells.append(look)
        self.papers.append(paper)
        self.shut.append(shut)

    def ground_of(self, shape: etree._Element) -> Paint | None:
        """What *shape* is filled with."""
        looks = next((one for one in shape if split_name(one.tag)[1] == "spPr"), None)
        if looks is not None:
            fill = filling_of(shape, looks)
            if fill is None:
                return CLEAR
            return self.colours.drawn(next(iter(fill), None)) if fill.tag in (A + "solidFill", A + "fillRef") else MIXED
        if shape.get("filled", "t").lower() in ("f", "false"):
            return CLEAR
        fills = [one for one in shape if name_of(one.tag) == "v:fill"]
        named = shape.get("fillcolor", "#ffffff").split(" ")[0].lower()
        short = {"white": "#ffffff", "black": "#000000"}.get(named, named).removeprefix("#")
        long = "".join(2 * sign for sign in short) if len(short) == 3 else short
        is_plain = len(long) == 6 and all(sign in "0123456789abcdef" for sign in long)
        if not is_plain or any(one.get("type", "solid") != "solid" or "opacity" in one.attrib for one in fills):
            return MIXED
        return int(long[:2], 16), int(long[2:4], 16), int(long[4:], 16)

    def letters_of(self, shape: etree._Element) -> TextLook:
        """The colour that the style of *shape* gives to its letters."""
        said = next((one for one in shape.iter(A + "fontRef")), None)
        return TextLook(ink=self.colours.drawn(said[0])) if said is not None and len(said) else NOTHING

    def enter_paragraph(self, paragraph: etree._Element) -> None:
        """Take one step down into a paragraph."""
        properties = paragraph.find(W + "pPr")
        named = properties.find(W + "pStyle") if properties is not None else None
        rule = self.styles.of(named.get(W + "val") if named is not None else None, "paragraph")
        around = self.cells[-1].over(self.styles.default_look)
        look = self.colours.of_paragraph(properties).over((rule.look if rule is not None else NOTHING).over(around))
        is_gone = self.shut[-1] or (look.line is not None and 0 < look.line < LOW_LINE) or self.is_pushed_off(look)
        frame = properties.find(W + "framePr") if properties is not None else None
        is_gone = is_gone or (frame is not None and self.page.is_frame_off(frame))
        self.paragraphs.append((look, is_gone))
        self.papers.append(upon(look.field, self.papers[-1]))

    def is_pushed_off(self, look: TextLook) -> bool:
        """True when the indents of a paragraph leave nothing of it on the page; raises RefusalError where some may."""
        left, right, width = look.left or 0, look.right or 0, self.page.width
        if max(-left, left, -right, right) < width:
            return False
        if left <= -width and right >= width // 2 or right <= -width and left >= width // 2 or left >= width:
            return True
        raise RefusalError(RefusalReason.DOUBT, Instead.PDF)

    def look_at(self, run: etree._Element) -> None:
        """Collect *run* when it cannot be read."""
        around, is_gone = self.paragraphs[-1] if self.paragraphs else (NOTHING, False)
        if is_gone:
            self.gone.append(run)
        elif any((one.text or "").strip() or one.tag == W + "sym" for one in run.iterchildren(*LETTERS)):
            properties = run.find(W + "rPr")
            named = properties.find(W + "rStyle") if properties is not None else None
            rule = self.styles.of(named.get(W + "val") if named is not None else None, "character")
            own = self.colours.of_text(properties)
            look = own.over(rule.look if rule is not None else NOTHING).over(around)
            if is_unreadable(look) or is_unseen(look, self.papers[-1]):
                self.faint.append(run)


def is_unreadable(look: TextLook) -> bool:
    """True for letters that are too small, too narrow, too far from their line, or all in one place."""
    points = (USUAL_HALF_POINTS if look.half_points is None else look.half_points) / 2
    broad = points * (100 if look.percent is None else look.percent) / 100
    is_heaped = look.spread is not None and look.spread / 20 <= -points
    return points < TINY or broad < TINY or abs(look.raised or 0) >= FAR_RAISED or is_heaped


def is_unseen(look: TextLook, paper: Paint) -> bool:
    """True for letters in the colour of what lies behind them; raises RefusalError where that is not known."""
    ground = upon(look.marker, upon(look.band, paper))
    ink = AUTO if look.ink is None else look.ink
    if ink == AUTO and look.marker not in (None, CLEAR):
        ink = INK  # before a marker's stroke letters stay as they are
    if ink == CLEAR:
        return True
    if not isinstance(ink, tuple):
        return False
    if isinstance(ground, tuple):
        return is_alike(ink, ground)
    if is_alike(ink, PAPER):
        raise RefusalError(RefusalReason.DOUBT, Instead.PDF)
    return False


def upon(own: Paint | None, below: Paint) -> Paint:
    """What is seen of a ground on another one."""
    return below if own is None or own in (CLEAR, AUTO) else own


def is_shape(one: etree._Element) -> bool:
    """True for the shape in which a text stands."""
    name = name_of(one.tag) or ""
    return name == "wps:wsp" or (name.startswith("v:") and name not in ("v:textbox", "v:group"))


def is_low(shape: etree._Element) -> bool:
    """True for a shape that leaves no room for letters and does not grow with them."""
    if name_of(shape.tag) == "wps:wsp":
        size = next((one.find(WP + "extent") for one in shape.iterancestors(WP + "anchor", WP + "inline")), None)
        grows = next(shape.iter(A + "spAutoFit"), None) is not None
        return size is not None and not grows and min(whole(size.get("cx")), whole(size.get("cy"))) < LOW_SHAPE
    style = shape.get("style", "")
    said = measures(style)
    sides = [length(said[word]) for word in ("width", "height") if said.get(word, "")[-2:].isalpha()]
    return "mso-fit-shape-to-text:t" not in style.replace(" ", "") and any(side < LOW_SHAPE for side in sides)


def off_page(root: etree._Element, page: PageGround) -> Iterator[etree._Element]:
    """The drawings and tables of *root* that stand beside the page."""
    for one in root.iter(WP + "anchor", W + "pict", W + "tbl"):
        if is_off_page(one, page):
            holder = one.getparent() if one.tag == WP + "anchor" else one
            if holder is not None:
                yield holder


def drop_unread_text(root: etree._Element, styles: HidingStyles, page: PageGround) -> bool:
    """Drop from *root* what cannot be read; True when there was something."""
    away = list(off_page(root, page))
    for one in away:
        drop(one)
    unread = UnreadText(styles, page)
    unread.walk(root)
    found = bool(away or unread.faint)
    for run in unread.gone:
        found |= any(one.tag != W + "rPr" for one in run)
        drop(run)
    for run in unread.faint:
        for letters in list(run.iterchildren(*LETTERS)):
            run.remove(letters)
    return found


def paper_of(root: etree._Element, *, is_shown: bool) -> Colour:
    """The colour of the page, which a document shows only when its settings say so."""
    ground = root.find(W + "background")
    code = ground.get(W + "color", "") if ground is not None and is_shown else ""
    said = code if len(code) == 6 and all(sign in "0123456789abcdefABCDEF" for sign in code) else "FFFFFF"
    return int(said[:2], 16), int(said[2:4], 16), int(said[4:], 16)
