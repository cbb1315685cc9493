"""What scrubbing costs: time from call to answer, and the most memory that one of its processes held."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path
from statistics import median

import av
import pikepdf
from PIL import Image

from bot.anonymise.scrub.runner import DEFAULT
from tests.benchmarks.figure import Figure, at_most, printed

ROUNDS = 3
ONE_ROUND = """
import asyncio, json, resource, sys, time
from bot.anonymise.scrub.runner import Cleaned, scrub
content = open(sys.argv[1], "rb").read()
began = time.monotonic()
result = asyncio.run(scrub(content))
seconds = time.monotonic() - began
assert isinstance(result, Cleaned), result
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def figures() -> list[Figure]:
    """Time and memory for a 12-megapixel JPEG, a PDF of 20 pages and an MP4 of 10 MB."""
    found = []
    for name, content in (("jpeg-12mp", photo()), ("pdf-20-pages", pages()), ("mp4-10mb", video())):
        rounds = [one_round(content) for _ in range(ROUNDS)]
        seconds, processor, memory = (median(values) for values in zip(*rounds, strict=True))
        found.append(printed(f"scrub-time-{name}", seconds, "s"))
        found.append(printed(f"scrub-cpu-{name}", processor, "s"))
        allowed = DEFAULT.memory_bytes / 2**20
        found.append(at_most(f"scrub-memory-{name}", memory, "MiB", allowed / 2, against="half of what is allowed"))
    return found


def one_round(content: bytes) -> list[float]:
    """Seconds, processor seconds and MiB of one scrubbing in a fresh interpreter."""
    with tempfile.NamedTemporaryFile() as sample:
        sample.write(content)
        sample.flush()
        command = [sys.executable, "-c", ONE_ROUND, sample.name]
        root = Path(__file__).parents[2]
        answer: list[float] = json.loads(subprocess.run(command, check=True, capture_output=True, cwd=root).stdout)
    return answer


def photo() -> bytes:
    """A JPEG of 4000 by 3000 pixels with the grain of a real one."""
    out = io.BytesIO()
    grain = Image.merge("RGB", [Image.effect_noise((4000, 3000), 24) for _ in range(3)])
    Image.blend(grain, Image.linear_gradient("L").resize((4000, 3000)).convert("RGB"), 0.5).save(
        out, "JPEG", quality=90
    )
    return out.getvalue()


def pages() -> bytes:
    """A PDF of 20 A4 pages of text with a photo on each."""
    picture = io.BytesIO()
    Image.effect_noise((1200, 800), 30).convert("RGB").save(picture, "JPEG", quality=80)
    document = pikepdf.new()
    image = pikepdf.Stream(document, picture.getvalue())
    image.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1200, Height=800, BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for number in range(20):
        lines = "".join(f"({number} lorem ipsum dolor sit amet consectetur) Tj 0 -13 Td " for _ in range(30))
        drawing = f"BT /F 11 Tf 60 780 Td {lines} ET q 475 0 0 316 60 50 cm /I Do Q"
        leaf = pikepdf.Dictionary(
            Type=pikepdf.Name.Page, MediaBox=[0, 0, 595, 842], Contents=pikepdf.Stream(document, drawing.encode()),
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font), XObject=pikepdf.Dictionary(I=image)),
        )  # fmt: skip
        document.pages.append(pikepdf.Page(leaf))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def video() -> bytes:
    """An MP4 of about 10 MB: a few seconds of grain, which hardly compresses."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast", "crf": "20"})
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        for number in range(400):
            frame = av.VideoFrame.from_image(Image.effect_noise((1280, 720), 40).convert("RGB"))
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(frame))
            if out.tell() > 10_000_000:
                break
        container.mux(stream.encode(None))
    return out.getvalue()


if __name__ == "__main__":
    for figure in figures():
        print(json.dumps(figure))
