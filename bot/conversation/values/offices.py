"""What a citizen reads of the offices themselves."""

from __future__ import annotations

from bot.frozen import frozen


@frozen
class ReadAbout:
    """Show what offices tell about themselves: which ones do, or what the one of `region` tells."""

    region: str | None = None


@frozen
class AboutOffices:
    """The regions whose offices tell something; the `text` of the one of `region`, if one was asked for."""

    regions: tuple[str, ...]
    region: str | None = None
    text: str = ""
