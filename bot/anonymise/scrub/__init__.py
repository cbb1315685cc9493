"""Scrubbing: from the bytes of a file to bytes that no longer say who made it, or a refusal with a reason.

Rules

1. Nothing is passed through. A file is rebuilt from what it shows (pixels, pages, whitelisted parts, coded
   sound and picture) or refused; a doubt is a refusal (`runner.RefusedFile`), and a refusal says what to send instead.
2. The type is what the first bytes say and the decoder confirms (`sniff`), never the name. The name may only
   contradict: a program called .jpg is refused.
3. The original is opened only in a process of its own (`worker`, `confinement`): no environment, no disk (no file can
   grow), no network where the kernel allows, bounded memory, processor time and time; it dies with its parent, even
   when that is killed. The bytes travel through pipes, so a kill leaves nothing to sweep.
4. The output is walked again in a second such process that never saw the original (`verify` and its kin), by code that
   shares no reading or writing with the scrubbers.
5. The same input gives the same output: no times, no random identifiers, no versions of our libraries.

Pictures leave as JPEG or PNG made from pixels (of an animation the first frame, and that is said), PDF and multi-page
TIFF as a PDF of page pictures, DOCX and XLSX as a new ZIP of whitelisted parts (what cannot be rewritten, and other
office files, as pages printed by LibreOffice where it is installed: `manuscripts`, `printing`, then as any PDF), text
as UTF-8, sound and video as the same coded frames in a new container, or coded anew where what is shown and what was
cut away share frames or telephones do not play their codec.

Not promised: what is seen or heard (faces, voices, screens, handwriting), the style of writing, the noise pattern of a
camera's sensor, the habits of an encoder in coded sound and video, bytes that are no words behind the sound of AAC
frames that are moved, a mark woven into visible content.
"""
