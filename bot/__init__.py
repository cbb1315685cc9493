"""The Telegram bot of the «Адалдық алаңы» project offices. THE MAP: one report on its way there, and the answer back.

Paths begin at the top of the repository. A test checks that every file named here exists and that no room is left out.

It starts
    bot/__main__.py reads the command line, a file of bot/commands/ carries it out, and bot/wiring.py, which alone sees
    every room, builds the house: settings (bot/settings.py, with the proxy of bot/proxy.py), the one clock
    (bot/clock.py) and the one source of chance (bot/chance.py), the database with its keys (bot/store.py), the texts.
    bot/hardening.py shuts the process, bot/memory.py keeps it small, storage/lock.py turns a second one away,
    storage/identity.py and bot/gateway/office_mark.py tell whether it is the database that this bot served with.
    What several rooms and the schema's CHECKs speak of is named in bot/terms.py (values are made by bot/frozen.py),
    what goes wrong in bot/errors.py; bot/logs.py holds no typed word and tells what lasts ever rarer (bot/repeats.py).

A citizen writes
    bot/gateway/receiver.py     getUpdates, raw. An update is acknowledged only after the COMMIT that holds its effects.
    bot/gateway/outage.py       While the store cannot be used it waits, and tells citizens and admins (bot/causes.py).
    bot/gateway/door.py         A private chat or a group? Each goes to the room that decides it.
    bot/gateway/incoming.py     The allow-list: of a message only a plain string crosses (bot/anonymise/plain.py).
    bot/desk/citizens/intake.py One transaction, a plain function: lock the actor, mark the update as seen
                                (storage/updates.py), open the visit (storage/visits.py) that is sealed under a key
                                of bot/encryption/session.py.
    bot/conversation/machine.py step(visit, event) -> (visit, effects): pure. The questions are rows of
                                bot/conversation/questionnaire/rows.py; their choices, and what typed words mean, come
                                from bot/catalogue/regions.py, bot/catalogue/spheres.py and bot/catalogue/meanings.py,
                                bot/folding.py reads misspellings, through bot/desk/citizens/questionnaire.py. What it
                                asks of the store is done by bot/desk/citizens/transaction.py. What reveals a person is
                                found by bot/anonymise/identifiers/__init__.py and put before the citizen by
                                bot/conversation/questionnaire/review.py, on one screen: hide, leave or rewrite.
    bot/gateway/private_chat.py After COMMIT the effects become one edit or one message, in the words of
                                bot/localisation.py (bot/parsed_texts.py), drawn by bot/gateway/wording.py, cut where
                                bot/graphemes.py lets it; what Telegram does not take is owed (bot/gateway/answers.py).

The citizen presses Send
    bot/desk/citizens/filing.py Still one transaction: a number drawn and claimed by the insert itself, a new data key
                                (bot/encryption/envelope.py, wrapped by bot/encryption/keyring.py), the case in
                                storage/cases.py, its card in storage/outbox/; what the account left is deleted.
                                The code (bot/encryption/codes.py) stood in the preview; its keyed hash alone is kept.
    storage/engine.py           COMMIT, durable (storage/sqlite/writer.py or storage/postgresql.py), into the database
                                that was opened (storage/sqlite/file.py). Only now the citizen sees the number.

A file comes along
    bot/desk/files.py           A job of its own (storage/files.py): the step only notes it and goes on.
    bot/background/file_jobs.py Downloads at once, cleans in a confined process (bot/anonymise/scrub/runner.py), seals
                                the clean copy in chunks. bot/background/file_news.py settles it at the desk and has
                                its sender told what was removed or why it was refused.
    bot/gateway/uploads.py      Posts it with the case: new bytes, a neutral name, albums as albums.

The card reaches the office
    bot/background/notifier.py  Claims what is due (bot/departures.py), one a lane; bot/desk/parcels/opening.py opens.
    bot/gateway/sender.py       Sends it as bot/gateway/cards.py draws it, within bot/gateway/budget.py, over
                                bot/gateway/transport.py; whatever Telegram answers becomes a value
                                (bot/gateway/outcomes.py).
    bot/background/settling.py  Settles the claim. The post is remembered by keyed hash in storage/posts.py, so that a
                                reply to it finds its case. What follows from a refusal is decided by
                                bot/background/retry.py, pure and with an end: a chat waits (bot/desk/groups/waits.py),
                                an item is set aside for an admin to decide (bot/desk/outgoing/aside.py).

The office answers
    bot/gateway/staff_group.py  A reply to a post of ours, from the group that storage/offices.py knows for the region.
    bot/desk/officers/replies.py    What the message means: an answer, a reason for opening contacts, or not ours.
    bot/desk/officers/previews.py   One transaction: the words become a preview, sealed. Its button sends them: the
                                status moves through the one door, and the answer stands in the talk.
    bot/desk/outgoing/relay.py  Puts a discreet push into the citizen's lane, for those who chose that the bot may
                                write. It is the one place where a stored address is opened.
    bot/background/notifier.py  again, bot/gateway/sender.py again: "there is something to read".
    bot/desk/citizens/intake.py again: by push or code it is read, and acted on (bot/desk/citizens/own_acts.py).

Beside the way
    bot/gateway/commands.py     is the table of commands: menus, /help, dispatch (command_desk.py, list_desk.py).
    bot/gateway/consent.py      asks a second person about a move of a region (bot/desk/groups/moves.py), or to stop
                                it; bot/background/moving.py carries out what nobody has stopped for a day.
    bot/background/clockwork.py does what is due: expiry, forgetting, reminders of terms (bot/background/deadlines.py).
    bot/background/chores.py    does bulk work in slices: what a bound group gets (bot/desk/groups/chores.py).
    bot/playground/server.py    is Telegram without Telegram: a strict Bot API server for rehearsal, demo and tests.
    pyproject.toml              says which room may import which; `make check` holds it to that.
"""
