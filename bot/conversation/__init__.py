"""The conversation: pure, so that every pair of a visit and an event can be tested without a network.

Rules:
1. `machine.step(visit, event, occasion)` returns the next visit and effects; it never raises and never waits.
2. The open question is derived from the answers (`questions.open_question`): adding or moving a row of the
   questionnaire cannot strand a saved draft.
3. Only the standard library's pure parts are imported. The catalogue arrives as functions inside `Questions`,
   the day and a fresh code inside `Occasion`, what the database knows inside events.
4. Every button carries the step it belongs to; the send button carries the fingerprint of its preview.
5. Words for people are keys (`Say`), never sentences.
"""
