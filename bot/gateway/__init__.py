"""The gateway: the only room that knows Telegram.

Rules
- An update is acknowledged only after the COMMIT that holds its effects (`receiver`).
- From a citizen only a plain string crosses (`incoming.words_of`); nothing is forwarded or copied, no file id is kept.
- Posts go out without parse mode, without link previews, protected, and defanged.
- The token stands in every URL: no URL, no request and no library exception text reaches a log.
"""
