"""`identify` answers line by line, in order, and never repeats what it could not read."""

from __future__ import annotations

import io
import json

from bot.commands.identify import run


def _run(given: str) -> tuple[int, list[object], str]:
    out, err = io.StringIO(), io.StringIO()
    code = run(io.StringIO(given), out, err)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def test_identify_answers_every_line_in_order() -> None:
    lines = [{"id": number, "text": f"тел 8701123{number:04d}"} for number in range(2000)]
    code, answers, err = _run("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    assert (code, err) == (0, "")
    assert answers == [{"id": number, "spans": [{"start": 4, "end": 15, "type": "PHONE"}]} for number in range(2000)]


def test_identify_names_a_bad_line_without_its_text_and_answers_the_others() -> None:
    secret = "87011234567"
    given = "\n".join(
        [
            '{"id": "a", "text": "ештеңе"}',
            '{"id": "b", "text": "' + secret,
            "[1]",
            '{"text": "x"}',
            '{"id": "c"}',
            '{"id": "d", "text": 87011234567}',
            "",
            '{"id": "e", "text": "Атым Айгүл"}',
        ]
    )
    code, answers, err = _run(given)
    assert code == 1
    assert answers == [{"id": "a", "spans": []}, {"id": "e", "spans": [{"start": 5, "end": 10, "type": "SELF_NAME"}]}]
    assert secret not in err
    assert [line.split(": ")[1] for line in err.splitlines()[:5]] == [f"line {number}" for number in (2, 3, 4, 5, 6)]


def test_identify_survives_lone_surrogates() -> None:
    code, answers, _ = _run('{"id": "\\ud800", "text": "\\ud800 8 701 123 45 67"}\n')
    assert code == 0
    assert answers == [{"id": "\ud800", "spans": [{"start": 2, "end": 17, "type": "PHONE"}]}]
