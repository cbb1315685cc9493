"""Which tracks of a recording cross, and how: their coded frames as they are, or decoded and coded anew.

Rules

1. The first real picture track and every sound track cross, unless they are switched off or muted.
2. Coded frames are moved when their text can be found and all that is hidden can be left out with whole frames. Else
   the track is decoded as it is shown and coded anew, so that nothing beyond a cut or outside of its edges is in it.
3. A codec that is neither moved nor decoded here is refused: each decoder is one more door. Those of the nineties are
   open, because what an archive holds cannot be filmed again; behind each is the same closed room (`confinement`).
"""

from __future__ import annotations

import av

from bot.anonymise.scrub.avi_lists import read_lists
from bot.anonymise.scrub.coded_edges import SETS, is_led_by_lengths
from bot.anonymise.scrub.matroska_heads import read_heads
from bot.anonymise.scrub.mp4_boxes import UPRIGHT, Showing, Turn, read_showings
from bot.anonymise.scrub.showing import DEMUXERS, LENIENCE, Shown, check_edits, is_lead_heard, look_through, open_source
from bot.anonymise.scrub.verdicts import FileKind, Instead, RefusalError, RefusalReason, refusal
from bot.anonymise.scrub.wordlists import words
from bot.frozen import frozen

PICTURE_CODECS = frozenset({"h264", "hevc", "mpeg4", "av1", "vp9"})
SOUND_CODECS = frozenset({"aac", "mp3", "opus", "alac", "pcm_s16le", "pcm_s16be"})
OGG_CODECS = frozenset({"opus", "vorbis"})
DECODED_PICTURES = PICTURE_CODECS | words(
    "h263 h263i mjpeg mjpegb vp8 mpeg1video mpeg2video msmpeg4v1 msmpeg4v2 msmpeg4 flv theora prores dvvideo "
    "svq1 svq3 cinepak qtrle rpza smc 8bps png rawvideo msrle msvideo1 indeo2 indeo3 indeo4 indeo5 wmv1 wmv2 wmv3 vc1 "
    "huffyuv dnxhd"
)
"""Of cameras, telephones and the programs that came with them since QuickTime 1 and Video for Windows."""
DECODED_SOUNDS = SOUND_CODECS | OGG_CODECS | words(
    "amrnb amrwb flac speex mp2 ac3 eac3 pcm_u8 pcm_s24le pcm_s24be pcm_s32le pcm_s32be pcm_f32le pcm_f32be "
    "pcm_f64le pcm_s8 pcm_mulaw pcm_alaw adpcm_ms adpcm_ima_wav adpcm_ima_qt gsm_ms qcelp evrc qdm2 qdmc mace3 mace6 "
    "wmav1 wmav2"
)
DECODERS = {"mp3float": "mp3", "libopus": "opus", "libvorbis": "vorbis", "libdav1d": "av1", "libvpx-vp9": "vp9",
            "libvpx": "vp8", "mp2float": "mp2", "libspeex": "speex", "libopencore_amrnb": "amrnb",
            "libopencore_amrwb": "amrwb"}  # fmt: skip
WHOLE = frozenset({"alac", "pcm_s16le", "pcm_s16be"})
"""Sounds of which every frame is heard without the one before it, so that none has a run-up."""
LEAD_MOST = 2  # packets: AAC encoders lead with up to 2112 samples of silence, which players do not play
LEAD_SECONDS = 0.1  # for more than one packet: two at a dictaphone's 8 kHz would be a quarter of a second
FINE_CUT = 0.05  # second: where frames are longer, a cut goes through them and not between them
MOVED_SOUNDS = {
    FileKind.MP4: SOUND_CODECS,
    FileKind.MOV: SOUND_CODECS,
    FileKind.M4A: SOUND_CODECS,
    FileKind.OGG: OGG_CODECS,
    FileKind.MATROSKA: frozenset({"aac", "opus"}),
}
"""Other containers are not trusted to say where a frame begins and when it is heard. AAC as a stream (ADTS) is not
moved either: only a decoder finds what its frames hold behind their sound, and it is short enough to be coded anew."""
OGG_KINDS = frozenset({FileKind.OGG, FileKind.MATROSKA})
MOVED_ALONE = frozenset({"aac", "alac"})  # what M4A holds; OGG_CODECS go into an OGG
NO_MOVED_PICTURES = frozenset({FileKind.AVI, FileKind.OGG})  # their frames have no times of their own
READERS = {FileKind.MATROSKA: read_heads, FileKind.AVI: read_lists}
"""How the heads of other containers than MP4 are read for what they say of their tracks' showing."""
TRACKS_MOST = 8  # chosen: a telephone records two; of more the rest is left behind, of twice as many all is refused


@frozen
class Track:
    """One track that crosses: its place in the source, what of it is shown and how, and whether its frames move."""

    index: int
    is_picture: bool
    codec: str
    head: bytes
    shown: Shown
    showing: Showing
    is_moved: bool

    @property
    def keeps_lead(self) -> bool:
        """True when hidden packets before the first shown one are the decoder's run-up, not something cut away."""
        before = self.shown.before
        is_short = before < LEAD_MOST or (before == LEAD_MOST and before * self.shown.longest <= LEAD_SECONDS)
        return not self.is_picture and is_short and self.codec not in WHOLE and not self.shown.is_lead_heard

    @property
    def is_cut(self) -> bool:
        """True when the source holds more than it shows, beyond a run-up and the moment that sound runs on."""
        if self.showing.crop is not None or self.shown.hides_edges:
            return True
        hidden = self.shown.between + self.shown.after + (0 if self.keeps_lead else self.shown.before)
        return hidden > 0 if self.is_picture else hidden * self.shown.longest > LENIENCE


@frozen
class Plan:
    """What crosses of a recording, and whether further tracks are left behind."""

    tracks: tuple[Track, ...]
    leaves_tracks: bool

    @property
    def picture(self) -> Track | None:
        """The picture track, if there is one."""
        return next((track for track in self.tracks if track.is_picture), None)

    @property
    def turn(self) -> Turn:
        """How the picture is turned when it is shown."""
        return self.picture.showing.turn if self.picture else UPRIGHT

    @property
    def codecs(self) -> frozenset[str]:
        """The codecs of what crosses."""
        return frozenset(track.codec for track in self.tracks)


def plan_tracks(content: bytes, kind: FileKind, *, is_ours: bool = False) -> Plan:
    """Choose the tracks of *content* and how each crosses; raises RefusalError when one cannot be cleaned.

    Of a file that *is_ours* all cross: our writer switches on only the first of a kind.
    """
    with open_source(content, kind) as source:
        showings = find_showings(content, kind, source)
        chosen = choose_streams(source, kind, set() if is_ours else unseen_of(showings))
        heads = [one.codec_context.extradata or b"" for one in chosen]
        names = [(one.index, one.type == "video", codec_of(one)) for one in chosen]
        others = [one for one in source.streams if one.type in ("video", "audio") and one not in chosen]
        leaves_tracks = any(not one.disposition & av.stream.Disposition.attached_pic for one in others)
    shown = look_through(content, kind, [index for index, _, _ in names])
    tracks = []
    for (index, is_picture, codec), head in zip(names, heads, strict=True):
        if index not in showings:
            raise refusal(RefusalReason.DOUBT, kind)
        showing = showings[index]
        check_edits(showing, shown[index], kind)
        track = Track(index, is_picture, codec, head, shown[index], showing, is_moved=True)
        before = shown[index].before
        if track.keeps_lead and before and DEMUXERS[kind] == "mov" and not is_ours:
            shown[index].is_lead_heard = is_lead_heard(content, kind, index, before)
        is_moved = can_move_picture(track, kind) if is_picture else can_move_sound(track, kind, names)
        tracks.append(track if is_moved else Track(index, is_picture, codec, head, shown[index], showing, False))
    return Plan(tuple(tracks), leaves_tracks)


def find_showings(content: bytes, kind: FileKind, source: av.container.InputContainer) -> dict[int, Showing]:
    """How each picture and sound track is shown, by its place; raises RefusalError where that cannot be told.

    An attached picture is a stream of the library's, but no track of the file.
    """
    streams = [
        one
        for one in source.streams
        if one.type in ("video", "audio") and not one.disposition & av.stream.Disposition.attached_pic
    ]
    if DEMUXERS[kind] == "mov":
        of_numbers = read_showings(content)
        return {one.index: of_numbers[one.id] for one in streams if one.id in of_numbers}
    found = {one.index: Showing() for one in streams}
    for sort, showings in READERS[kind](content).items() if kind in READERS else ():
        alike = [one.index for one in streams if one.type == sort]
        if len(alike) == len(showings):
            found |= dict(zip(alike, showings, strict=True))
        elif any(showing != Showing() for showing in showings):
            raise refusal(RefusalReason.DOUBT, kind)
    return found


def unseen_of(showings: dict[int, Showing]) -> set[int]:
    """The places of the tracks that are switched off or muted; where none at all is on, players show all.

    Raises RefusalError when nothing but muted sound would be left: nobody heard it.
    """
    muted = {place for place, showing in showings.items() if showing.is_muted}
    off = {place for place, showing in showings.items() if not showing.is_on}
    unseen = muted if off == set(showings) else muted | off
    if showings and unseen == set(showings):
        raise RefusalError(RefusalReason.EMPTY, Instead.SOUND)
    return unseen


def choose_streams(source: av.container.InputContainer, kind: FileKind, unseen: set[int]) -> list[av.stream.Stream]:
    """The first real picture track and the sound tracks, but those *unseen*; raises RefusalError for one unknown."""
    if len(source.streams) > TRACKS_MOST * 2:
        raise refusal(RefusalReason.DOUBT, kind)
    seen = [one for one in source.streams if one.index not in unseen]
    pictures = [
        one for one in seen if one.type == "video" and not one.disposition & av.stream.Disposition.attached_pic
    ]
    sounds = [one for one in seen if one.type == "audio"][:TRACKS_MOST]
    usable = [one for one in sounds if codec_of(one) in DECODED_SOUNDS]
    unknown = RefusalError(RefusalReason.TYPE, Instead.VIDEO if pictures else Instead.SOUND)
    if sounds and not usable or not (pictures or usable):
        raise unknown
    if pictures and codec_of(pictures[0]) not in DECODED_PICTURES:
        raise unknown
    return [*pictures[:1], *usable]


def codec_of(stream: av.stream.Stream) -> str:
    """The name of the codec of *stream*, or nothing when no decoder knows it."""
    context = stream.codec_context
    name = context.name if context else ""
    return DECODERS.get(name, name)


def can_move_picture(track: Track, kind: FileKind) -> bool:
    """True when the coded pictures can be moved and what is hidden left out."""
    shown = track.shown
    if track.codec not in PICTURE_CODECS or kind in NO_MOVED_PICTURES or track.showing.crop:
        return False
    if track.codec in SETS and (shown.hides_edges or not is_led_by_lengths(track.codec, track.head)):
        return False
    # What was cut away before a key frame, or after everything else, is left out; in between later frames build on it.
    is_ordered = shown.is_ordered or shown.order_anew() is not None
    return is_ordered and not shown.between and (not shown.before or shown.is_key_first)


def can_move_sound(track: Track, kind: FileKind, names: list[tuple[int, bool, str]]) -> bool:
    """True when the coded sound can be moved without what is hidden, into the container for all of *names*."""
    has_picture = any(is_picture for _, is_picture, _ in names)
    goes_to_ogg = kind in OGG_KINDS and len(names) == 1 and track.codec in OGG_CODECS
    if kind is FileKind.OGG and not goes_to_ogg:
        return False
    if not has_picture and not goes_to_ogg and track.codec not in MOVED_ALONE:
        return False
    if track.codec not in MOVED_SOUNDS.get(kind, frozenset()) or track.shown.between:
        return False
    if kind is FileKind.MATROSKA and track.codec == "aac" and not 2 <= len(track.head) <= 64:
        return False
    if track.shown.holds_words or (track.shown.after and track.shown.longest > FINE_CUT):
        return False
    return track.shown.is_ordered and (not track.shown.before or track.keeps_lead)
