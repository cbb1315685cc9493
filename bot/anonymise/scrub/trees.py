"""Small changes to an XML tree."""

from __future__ import annotations

from lxml import etree


def drop(element: etree._Element) -> None:
    """Take *element* out of its tree."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def drop_all(root: etree._Element, names: frozenset[str]) -> bool:
    """Take every element with one of *names* out of *root*; True when there was one."""
    found = list(root.iter(*names))
    for element in found:
        drop(element)
    return bool(found)


def unwrap(wrapper: etree._Element) -> None:
    """Put the children of *wrapper* in its place."""
    parent = wrapper.getparent()
    if parent is None:
        return
    # Beside the wrapper, never by its place among its siblings: to count that takes as long as there are siblings.
    for child in list(wrapper):
        wrapper.addprevious(child)
    parent.remove(wrapper)
