"""Keys, and everything that is made with them: sealed boxes, keyed hashes, codes.

Rules of the room:

1. Only this room imports ``cryptography``; nothing here invents a primitive.
2. Nothing is sealed without its place (table, row, field or context): a box that
   was moved, swapped or cut fails to open, it never opens as something else.
3. Every box is padded (256 bytes at least, then Padmé), so its length says little.
4. What must live as long as a case hangs on the *keyring*; what an account leaves
   before filing hangs on the *session keys*, which are forgotten within days.
5. A keyed hash carries its purpose: the same value under two purposes shares nothing.
6. No key shows in a repr, an error or a traceback, and no error names a row or a value:
   whoever logs it cannot tie an account to a case by accident.
7. Forgetting a key removes it from its file and drops it here. Python cannot wipe memory
   and a disk may keep old blocks: that much is best effort, and said so.

Byte layouts (version 1)::

    field     01 | nonce 12 | AES-256-GCM( length 4 | plain | zeros ) | tag 16
    wrapped   01 | key id 4 | nonce 12 | AES-256-GCM( data key 32 )   | tag 16
    row       wrapped | field
    session   01 | key id 4 | nonce 12 | AES-256-GCM( length 4 | plain | zeros ) | tag 16
"""
