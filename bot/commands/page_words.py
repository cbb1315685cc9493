"""The words of the playground's page: the texts whose keys its files name.

The page is for those who build the bot and for offices that rehearse with it. Offices work in Kazakh and in Russian, so
its words are texts of the catalogues like all others, though no citizen sees them.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.localisation import LANGUAGES, Texts

PAGE_KEYS = (
    "demo.banner",
    "demo.citizen",
    "demo.group",
    "demo.admin",
    "demo.new_citizen",
    "demo.down",
    "demo.slow",
    "demo.flood",
    "demo.restart",
    "demo.short_citizen",
    "demo.short_group",
    "demo.short_admin",
    "demo.chats",
    "demo.unread",
    "demo.time",
    "demo.hour",
    "demo.day",
    "demo.two_weeks",
    "demo.real_speed",
    "demo.fast",
    "demo.faults",
    "demo.actions",
    "demo.language",
    "demo.facts",
    "demo.whose_chat",
    "demo.who_writes",
    "demo.block",
    "demo.messages",
    "demo.bot",
    "demo.news",
    "demo.message",
    "demo.send",
    "demo.start",
    "demo.attach",
    "demo.commands",
    "demo.no_commands",
    "demo.photo",
    "demo.document",
    "demo.voice",
    "demo.audio",
    "demo.video",
    "demo.video_note",
    "demo.sticker",
    "demo.contact",
    "demo.location",
    "demo.poll",
    "demo.of_album",
    "demo.cannot_show",
    "demo.pending",
    "demo.too_large",
    "demo.reply",
    "demo.edit",
    "demo.cancel",
    "demo.edited",
    "demo.more",
    "demo.less",
    "demo.hidden_words",
    "demo.copied",
    "demo.not_copied",
    "demo.link",
    "demo.close",
    "demo.service_new_chat_members",
    "demo.service_left_chat_member",
    "demo.service_new_chat_title",
    "demo.service_pinned_message",
    "demo.service_migrate_to_chat_id",
)


def page_texts(texts: Texts) -> Mapping[str, Mapping[str, str]]:
    """The words of the page, by language and key; the page fills their places itself."""
    return {language: {key: texts.unfilled(key, language) for key in PAGE_KEYS} for language in LANGUAGES}
