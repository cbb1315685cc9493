"""Drawings of orders (EMF, WMF)."""

from __future__ import annotations

from PIL import Image

from bot.anonymise.scrub.verdicts import Limits


def draw_metafile(content: bytes, limits: Limits) -> Image.Image | None:
    """The pixels of a metafile, or None when *content* is none or cannot be drawn."""
    return None
