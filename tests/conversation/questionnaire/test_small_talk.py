"""What is said to a bot as to a person, and what only begins so."""

from __future__ import annotations

import pytest

from bot.conversation.questionnaire.small_talk import SmallTalk, asks_for_an_answer, small_talk

SAID = {
    SmallTalk.THANKS: "рахмет | рақмет сізге | спасибо | Спасибо большое! | rahmet | көп рахмет"
    " | благодарю вас за помощь",
    SmallTalk.GREETING: "здравствуйте | здраствуйте | салем | сәлеметсіз бе | добрый день | қайырлы күн | привет",
    SmallTalk.WHEN: "а когда ответите? | жауап қашан болады? | сколько ждать ответа | где мой ответ | жауап жоқ"
    " | здравствуйте, а когда будет ответ на мое обращение? | что там с моим обращением | рахмет, жауап қашан болады",
    SmallTalk.HERE: "алло, вы тут? | есть кто живой | бармысыз | вы человек или бот | кім бар мұнда",
    SmallTalk.AGREED: "ок | хорошо | жарайды | понятно | до свидания | сау болыңыз | 👍",
}
MATTERS = (
    "спасибо, но кабинет был 12 | рахмет, бірақ дәрігер тағы сұрады | здравствуйте, у меня вымогают | полиция"
    " | да | нет | взятка | 12 | мне когда землю дадут | | ?"
)


@pytest.mark.parametrize("talk", SAID)
def test_small_talk_is_understood(talk: SmallTalk) -> None:
    assert [text for text in SAID[talk].split(" | ") if small_talk(text.strip()) is not talk] == []


@pytest.mark.parametrize("text", MATTERS.split(" | "))
def test_one_word_more_is_no_small_talk(text: str) -> None:
    assert small_talk(text) is None


def test_a_question_for_the_answer_is_heard_among_other_words() -> None:
    assert asks_for_an_answer("ау, жауап қашан береді акимат")
    assert not asks_for_an_answer("когда отремонтируют дорогу")
