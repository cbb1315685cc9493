"""The terms that several rooms speak of, each defined once: the schema's CHECKs are made of them.

Rules
- A value stands in databases and backups: it is never renamed, only added to (docs/storage.md says how).
- Names and nothing else: what follows from a term (which change is allowed, how it is worded) belongs to the rooms.
"""

from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What a citizen hands in; office and citizen see it on the card and in the case."""

    REPORT = "report"
    PROPOSAL = "proposal"


class Level(StrEnum):
    """How the citizen can be reached: not at all, by the bot, or by contacts of their own; the card shows it."""

    CODE = "code"
    RELAY = "relay"
    CONTACT = "contact"


class Language(StrEnum):
    """The language of a text, chosen by each citizen for themselves and by each office for its group."""

    KAZAKH = "kk"
    RUSSIAN = "ru"


class Status(StrEnum):
    """Where a case stands; the citizen reads it by code. It waits while its region has no group."""

    WAITING = "waiting"
    REGISTERED = "registered"
    ANSWERED = "answered"
    IN_WORK = "in_work"
    """An officer has taken it."""
    QUESTION = "question"
    """The office has asked its citizen something."""
    EXPERT = "expert"
    WITH_HEAD = "with_head"
    REDIRECTED = "redirected"
    """It is not the office's to decide: a competent body has it."""
    CLOSED = "closed"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    """Another case of the same matter is being looked into."""
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class Desk(StrEnum):
    """Who works at a case; its citizen reads it. No group knows of one that is not its own."""

    GROUP = "group"
    """The group of its region's office."""
    HEAD = "head"
    """Whoever leads the office, in private: its citizen has sent it past the group."""


class Result(StrEnum):
    """What came of a case when it was closed; its citizen reads it."""

    MEASURES = "measures"
    EXPLAINED = "explained"
    NOT_CONFIRMED = "not_confirmed"
    FORWARDED = "forwarded"
    PROPOSAL_USED = "proposal_used"
    PROPOSAL_NOT = "proposal_not"
    OTHER = "other"


class Side(StrEnum):
    """Who said a message of a case's talk; both sides see whose it is."""

    CITIZEN = "citizen"
    TO_HEAD = "to_head"
    """The citizen's, for whoever leads the office alone: that somebody presses on them."""
    OFFICE = "office"


class Likeness(IntEnum):
    """How surely digits in somebody's words are a code of ours; the citizen's words are kept by it, or opened by it."""

    POSSIBLE = 0
    """Twenty digits in somebody's own grouping: telephone numbers may add up to them."""
    LIKELY = 1
    """Twenty digits in a row."""
    SURE = 2
    """As the bot shows it, called a code, or all that was written."""


class TalkState(StrEnum):
    """Where a message of the talk stands; the citizen sees only what was sent, the group also its previews."""

    PREVIEW = "preview"
    LEAVING = "leaving"
    """An officer has sent it, and can take it back for a moment: nobody else reads it yet."""
    SENT = "sent"
    DROPPED = "dropped"


class OutboxState(StrEnum):
    """Whether an item still has to reach Telegram or cannot; admins hear of those set aside, nobody sees the word."""

    PENDING = "pending"
    SET_ASIDE = "set-aside"


class SetAside(StrEnum):
    """Why an item of the outbox cannot be delivered as it is; admins are told, and may have it tried again."""

    REFUSED = "refused"
    """Telegram refuses it, and will go on to."""
    TOO_LARGE = "too-large"
    """Telegram takes no message or file of this size."""
    ANSWER_LOST = "answer-lost"
    """Sent several times, and never heard whether it arrived."""
    SERVER_ERRORS = "server-errors"
    """Telegram fails at it again and again."""
    CANNOT_OPEN = "cannot-open"
    """Its box or what it speaks of does not open."""
    FAULTY = "faulty"
    """We fail at it again and again."""


class Priority(IntEnum):
    """What goes first within a lane: the lower, the sooner."""

    FIRST = 0
    """Previews, confirmations, prompts: somebody waits for them."""
    TALK = 10
    """Questions and answers."""
    CARD = 20
    """New cases."""
    FILES = 30
    """What came with them."""
    REFRESH = 40
    """Cards that say again how their case stands: nobody waits for them, and the next one replaces this one."""


class Cleaning(StrEnum):
    """Where a kept file stands: a refused one is not kept. Nobody sees the word; the draft has its own, FileState."""

    WAITING = "waiting"
    CLEAN = "clean"


class Chore(StrEnum):
    """Bulk work for the group of one region, done in slices; nobody sees the word, they see the posts come."""

    HEAD = "head"
    """What was sent past the group goes to whoever leads the office now, and from whoever did."""
    PREVIEWS = "previews"
    """Replies that nobody has decided are shown again: the group has another id, and its buttons are out of reach."""
    MISSING = "missing"
    """Unanswered cases that the group has not got are posted."""
    WORDS = "words"
    """Of cases that are answered or at an end the group loses the words, for it is to see notices only."""
    WAITING = "waiting"
    """Cases that waited for a group are taken up, and their terms begin."""


class Reminder(StrEnum):
    """What an office is reminded of about a case, the gravest last; it stands in the group, nobody sees the word."""

    SILENT = "silent"
    """Nobody has taken it."""
    CRIME = "crime"
    """It shows signs of a crime, and has not been sent on."""
    HALF_TIME = "half-time"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"


class Suspension(StrEnum):
    """Why the lane of a staff group waits; admins are told. What lies in it is kept."""

    PUBLIC = "public"
    """Anybody can read the group."""
    REMOVED = "removed"
    """The bot was thrown out."""
    SILENCED = "silenced"
    """The bot may not write."""
    UNBOUND = "unbound"
    """No group serves the region."""
    FORBIDDEN = "forbidden"
    """Telegram refused a message: the bot was removed, and nothing else told us."""
    DAMAGED = "damaged"
    """Its row, or why the lane was stopped, cannot be read."""
    GONE = "gone"
    """Telegram knows no such chat any more."""
    TOPIC = "topic"
    """The topic that the bot writes into is closed or deleted."""
    NO_FILES = "no-files"
    """The bot may write, but not send files: they alone wait."""


class MoveStep(StrEnum):
    """Where a region's move to another group stands; the old group and all admins are told of each step."""

    ASKED = "asked"
    AGREED = "agreed"


class DeedKind(StrEnum):
    """What an admin did to offices or admins that may be taken back for a day; all admins are told of each."""

    BOUND = "bound"
    BOUND_AGAIN = "bound-again"
    UNBOUND = "unbound"
    MOVE_ASKED = "move-asked"
    ADMIN_ADDED = "admin-added"
    ADMIN_REMOVED = "admin-removed"
    STOPPED = "stopped"
    """Somebody else took back what this admin did: they leave the region alone for a day."""
    WITHDRAWN = "withdrawn"
    """They took it back themselves."""


class ExpertField(StrEnum):
    """What an expert is asked as; it stands in sealed boxes, so names are only added."""

    BUSINESS = "business"
    SCIENCE = "science"
    CIVIL = "civil"
    MEDIA = "media"


class OfficeRole(StrEnum):
    """What somebody of an office may do beside what every member of its group may."""

    HEAD = "head"
    """Leads the office: one a region."""
    CONTACTS = "contacts"
    """May open what citizens left as contacts."""
    CURATOR = "curator"
    """Looks after a district: hears of its cases in private."""
