"""Names: the writer's own are certain, everybody else's are asked about, and what only looks like a name stays."""

from __future__ import annotations

import re

import pytest

from bot.anonymise.identifiers import IdentifierKind, find, people_words, self_cues
from bot.anonymise.identifiers.name_parts import LISTS, NamePart, part_of
from bot.anonymise.identifiers.reading import read

MARKED = re.compile(r"\[(.*?)\]", re.DOTALL)
NAMING = (IdentifierKind.SELF_NAME, IdentifierKind.PERSON, IdentifierKind.KIN, IdentifierKind.ROLE)


def shown(text: str, *, kind: IdentifierKind, certain: bool) -> str:
    """*text* with brackets around each finding of *kind*."""
    for span in reversed(find(text)):
        if span.kind is kind and span.certain is certain:
            text = f"{text[: span.start]}[{text[span.start : span.end]}]{text[span.end :]}"
    return text


OWN = [
    "Меня зовут [Серикова Айгуль], у нас берут деньги",
    "здравствуйте меня зовут [жумагуль], 500 тенге просят",
    "Менің атым [Бекарыс], дәрігер ақша сұрады",
    "Менің атым [Айша], ауылда тұрам",
    "Мен [Досжан Қуатов] деген азаматпын, су жоқ",
    "мен [сайран] деген кісімін, көмір ұрлап жатыр",
    "[Сайран] менің атым. Қоймашы көмір сатады",
    "Маған ауылда [Төкен] дейді",
    "От кого: [Досмагамбетова Р.К.]\nПрошу принять меры",
    "Кімнен: [Досмағамбетова Р.]\nЗавхоз бояу сатып жатыр.",
    "Вам пишет [Рауза Муратбековна], продавец с рынка",
    "Пишет сменный мастер [Шаймерденов]",
    "К вам обращается бывший завхоз школы [Шаймерденов Сабит]",
    "С уважением, [Иванова М. П.]",
    "Құрметпен, ауыл мұғалімі [Жанат Серікқызы]",
    "Я, пекарь хлебозавода, [Зарипова Гузель], видела, как вывозят муку",
    "Накажите их!!! [Мендыбаева]",
    "Когда кончатся поборы на ремонт класса? [Кульшат]",
    "Неге дәріні сатады? [Мұхамбетқали Ләззат]",
    "Верните людям деньги за дрова!\n[Лепесов Г. Т.]",
    "[Кусаинова Динара Есенжоловна], мать троих детей. В поликлинике просят 3000 за талон.",
    "[Мәлік Айсұлу], үш баланың анасы. Талонға 3000 сұрайды.",
    "Прошу проверить. [Воронова Алла Игнатьевна] ул. Ардагер, 51",
    "87052669013 [Байсеркенов О.Н.]",
    "Звонить [Зубайда Умирзаковне] 8 705 266 90 13",
    "Талон выписан на меня — [Ганиеву Гульсум Рашидовну]",
    "Мені, [Гүлсімді], жұмыстан шығарам дейді",
    "Мен Теміртау қаласының тұрғыны [Сейдахметов Азамат]пын. Цех бастығы ақша сұрады",
    "Моя фамилия [Штейнбах], имя [Виктор]. Работаю в шахте.",
    "ФИО: [Ким Александр Сергеевич]\nТел: 8 705 345 67 89",
    "men [zagira] degen mugalimmin, aqsha jinatady",
    "Jol jaman, kimge aitamyz? [Ospanova Kuralai]",
    "құрметпен\n\n[сабырбаева к.]",
]
OTHERS = [
    "Начальник отдела [Иванов Иван Иванович] берёт деньги",
    "Врач [Ахметова С.К.] сказала ждать",
    "Мен [Сәтжан Мұрат] деген инспекторды айтып тұрмын",
    "Мен [Қуанышева Роза] деген мейірбикеге алғыс айтамын",
    "Деньги берёт завуч. [Сания Ермековна]",
    "Ақшаны хатшы жинайды. [Гүлнәр Сейітқызы]",
    "2-я [Айгуль Сериковна], завуч, тоже берёт",
    "Дәрігер мен [Сәкен], жүргізуші, екеуі бөліседі",
    "Я поручила всё соседке, [Ганиевой Гульсум Рашидовне], она и подпишет",
    "Жаттықтырушының аты [Қанат ағай], тегін білмеймін",
    "jinagan adam [Qurmangali], akimnin bajasy",
    "председатель [фролов] собрал деньги и пропал",
    "пишу за соседку [баба нюра], ей трудно",
    "перевёл, а там [молдир к.] выходит",
    "Фамилия его [Мирошников], меня не называйте",
    "диспетчеру [Лоре] не говорите",
    "Аким сельского округа [Серик Кенесбаев] сдаёт луга куму",
]
FAMILY = [
    "мой сын [Алихан] учится там",
    "наш [Алинур из 6 «В»] принёс записку про шторы",
    "за [Самиру из 1 «А»] просят плату за охрану",
    "қызым [Аяна 3 «Б» сыныбында] оқиды",
    "[1 «А»-дағы Сәмираның] шешесімін, ақша жинайды",
    "күйеуімнің аты [Рашит], соған қоңырау шалыпты",
    "енеме [Күлзираға] укол салу үшін ақша сұрады",
    "[Сабит], младший мой, подписал акт",
]
POSTS = [
    "Я [единственный логопед школы 5], и мне велели писать детей, которых нет",
    "работаю [главным бухгалтером в сельском акимате], деньги уходят",
    "Мен [№5 мектептің жалғыз логопедімін], ақшаны бастық алады",
    "мен [«Ақбота» бақшасының аспазымын], ет үйге кетіп жатыр",
    "[единственный окулист на весь район] уехал, ждём полгода",
    "пишет [завхоз школы 31], заставили списать парты",
    "[заведую сельским клубом], премию делят между своими",
    "Мен [аудандық мұражайда жалғыз маманмын], қол қойғызды",
    "[осы ветстанцияның зертханашысымын], дәрі жоқ",
    "на весь колледж [один мастер по сварке], и это я",
    "Жұбайым [аудандық архивтің бас маманы], оны қысып жатыр",
    "Должность моя - [методист районо], вижу все сметы",
    "ya [feldsher v Karaoi], lekarstv net",
    "[завклубом] я, сцену латаю сам",
    "мать работает [техничкой в акимате Бурабая]",
    "Мне как [завучу вечерней школы] приказали молчать",
    "[кітапханада жалғызбын], есеп толтыртады",
    "Мен [Тасөткел ауылындағы жалғыз фельдшермін], дәрі жоқ",
    "Мы с мужем [держим крестьянское хозяйство «Береке-С»], субсидии нет",
]
NO_POSTS = [
    "Директор школы №5 берёт деньги за приём в первый класс",
    "Аудандық аурухананың бас дәрігері ақша алады",
    "Я обратилась к главврачу больницы №2, он не принял",
    "Мен мектеп директоры туралы жазып отырмын",
    "Повар мен завхоз тамақты үйге тасиды",
    "Мен бұған қарсымын, мектепте ақша жинамаңыздар",
    "Мен ауыл тұрғынымын, су жоқ",
    "Деньги берёт сам начальник отдела",
    "Дүкен «Береке» алдында жарық жоқ",
]
EXPECTED = [
    "я чабан [Гулек], овец не дают пасти",
    "Мен малшы [Бөкеш], шөп берген жоқ",
    "кличка у меня [Шама], так и запишите",
    "меня [саят] зовут, живу в ауле",
    "Дорогу так и не сделали. [Шойбек]",
    "свет моргает каждый вечер\nнапишите мне\n[сандугаш]",
    "87015554433 [кемаш]",
    "Приезжайте на рынок, спросите [тётю Галю]",
    "[Айшегюль] деп білсеңіздер болады",
    "Айтпақшы, [нукеш] деп жазыңыз",
    "Здравствуйте, [Хурзада] беспокоит, третий раз пишу",
    "Добрый день! [Шахризат] на связи",
    "[Қалбан] боламын, Семейден",
    "мен зейнеткермін, [Қалиман]. Отын жоқ",
    "Үміт үзіп отырмыз. [Сыйлаш апа], үш баланың анасы, көмек күтеді",
    "Я жила в Германии. [Альфинур Гергенредер], род. 30/07/1951",
    "Жалоба от [Кемаш Айшегюль]\nПросим помочь",
    "С уважением, жительница посёлка, [Чолпан]",
    "жауап күтемін [Мыктыбек]",
    "акт не дали.\n\n[изтлеуов м.қ.], 11 қараша",
    "Тақырып: су\n[Ораш]",
    "ФИО: Ли Виктор, Риддер. Просто [Ли], как все пишут",
    "[пак людмила]\nжалоба на цон",
    "[розия] деген апаңыз боламын, ауылдан",
    "Орны белгілі. [Сапарәлі қария] десе бәрі біледі",
    "Ол баланың аты [Азамат], мен емес",
]
"""The writer's names by their place alone: in no list, or typed small."""
NOBODY = [
    "БІР ДӘРІ ІЗДЕП ЕДІМ, таппадым",
    "Мен сұраған едім, жауап жоқ",
    "Президент подписал закон о пенсиях",
    "Мы подписали. ПВ лежит на складе",
    "мен Шымкенттен боламын",
    "Звоните в Энергосбыт, там не берут. Каспи",
    "Добрый день. Маршрут 5 не ходит. Спасибо",
    "я из Балхаша, у нас дым",
    "Это Казахстан! Беспредел!",
    "Атымды айтпаймын, аноним деп жазыңыз",
    "Меня зовут на каждое собрание",
    "От Водоканала пришёл счёт за воду",
    "Рахмет! Өте жақсы қызмет",
    "Мусор не вывозят. Караганда.",
    "Здравствуйте! Подскажите, когда включат воду",
    "Жолға шам қойыңыздар.\nРахмет",
    "Дәрі тегін берілуі керек еді. Тексеріңіз. Рахмет!",
    "На улице Абая яма, напротив школы имени Абая",
    "Абай көшесінде жарық жоқ, Абай атындағы мектептің жанында",
    "Біздің Райымбек батыр көшесінде 11 баған тұр",
    "Мен Айша ауылынан, су жоқ",
    "Свет отключили в марте, роза во дворе замёрзла",
    "Қаңтарда су болмады, қыста жол жабылды",
    "Дорогу делал подрядчик. Асыл Жол",
    "Кафе «Айгуль» на первом этаже шумит",
    "Работаю в школе, всё хорошо",
    "В поликлинике Конаева нет талонов",
    "Жаңаөзеннен жазып отырмын, су жоқ",
    "Әділет министрлігі жауап бермеді",
]


@pytest.mark.parametrize("marked", OWN)
def test_the_writers_own_name_is_certain(marked: str) -> None:
    assert shown(MARKED.sub(r"\1", marked), kind=IdentifierKind.SELF_NAME, certain=True) == marked


@pytest.mark.parametrize("marked", OTHERS)
def test_another_name_is_asked_about_and_never_certain(marked: str) -> None:
    text = MARKED.sub(r"\1", marked)
    assert shown(text, kind=IdentifierKind.PERSON, certain=False) == marked
    assert not any(span.certain for span in find(text))


@pytest.mark.parametrize("marked", EXPECTED)
def test_a_name_where_one_is_expected_is_found(marked: str) -> None:
    text = MARKED.sub(r"\1", marked)
    found = {place for span in find(text) if span.kind in NAMING for place in range(span.start, span.end)}
    wanted = {place for start, end in _marked_places(marked) for place in range(start, end) if text[place].isalpha()}
    assert wanted <= found


def _marked_places(marked: str) -> list[tuple[int, int]]:
    """Where the brackets of *marked* stand in the text without them."""
    return [
        (mark.start() - 2 * number, mark.end() - 2 - 2 * number) for number, mark in enumerate(MARKED.finditer(marked))
    ]


@pytest.mark.parametrize("marked", FAMILY)
def test_the_family_is_asked_about(marked: str) -> None:
    assert shown(MARKED.sub(r"\1", marked), kind=IdentifierKind.KIN, certain=False) == marked


@pytest.mark.parametrize("marked", POSTS)
def test_a_post_that_one_person_holds_is_asked_about(marked: str) -> None:
    assert shown(MARKED.sub(r"\1", marked), kind=IdentifierKind.ROLE, certain=False) == marked


@pytest.mark.parametrize("text", NO_POSTS)
def test_what_tells_nothing_of_the_writer_is_not_asked_about(text: str) -> None:
    assert [span for span in find(text) if span.kind is IdentifierKind.ROLE] == []


@pytest.mark.parametrize("text", NOBODY)
def test_what_only_looks_like_a_name_stays(text: str) -> None:
    assert [span for span in find(text) if span.kind in NAMING] == []


@pytest.mark.parametrize(
    "typed",
    [
        "Айгүл", "Айгуль", "айгүлге", "Айгулью", "Aigul", "aigulge", "Нұрланның", "Нурлана", "Нурланом", "Жанайым",
        "Қарлығаш", "Карлыгаш", "Qarlygash", "Күлзираға", "Гузели", "Хуршида", "Әнуарбек", "Дильшат", "Марсель",
    ],
)  # fmt: skip
def test_a_given_name_is_known_in_any_case_and_spelling(typed: str) -> None:
    assert part_of(read(typed).folded, capital=True) & NamePart.GIVEN


@pytest.mark.parametrize("typed", ["Сериков", "Серікованың", "Ахметовке", "Иванову", "Ospanova", "Ким", "Шевченко"])
def test_a_surname_is_known_by_its_ending(typed: str) -> None:
    assert part_of(read(typed).folded, capital=True) & NamePart.SURNAME


def test_the_lists_of_names_are_in_letters_of_one_alphabet() -> None:
    letters = re.compile(r"[абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі-]+")
    for path in sorted(LISTS.glob("*.txt")):
        words = [word for line in path.read_text("utf-8").splitlines() if line[:1] != "#" for word in line.split()]
        assert words
        assert [word for word in words if not letters.fullmatch(word)] == [], path.name
        assert len(words) == len(set(words)), path.name


def test_no_word_around_names_mixes_two_alphabets() -> None:
    kept = [people_words, self_cues]
    lists = [value for module in kept for value in vars(module).values() if isinstance(value, frozenset)]
    words = {word for words in lists for word in words}
    assert [word for word in words if re.search(r"[a-z]", word) and re.search(r"[^\x00-\x7f]", word)] == []


def test_thousands_of_given_names_are_listed() -> None:
    counts = {path.stem: len(path.read_text("utf-8").split()) for path in LISTS.glob("given_*.txt")}
    assert counts["given_kazakh"] > 4000
    assert sum(counts.values()) > 6000


@pytest.mark.parametrize(
    "piece",
    ["Айгүл ", "А. ", "мен Айгүл ", "я, Я, ", "сын ", "3 «Б» ", "деген ", "Директор ", "жалғыз ", "Ә" * 50, "от "],
)
def test_names_come_to_an_end_on_any_ten_thousand_characters(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    assert list(find(text)) == sorted(find(text))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("нас затопило, я саня если что", "саня"),
        ("мен дидар осы ауылда турам", "дидар"),
        ("мен рахат апа гой баягы", "рахат апа"),
        ("жаловался пенсионер семёнов", "семёнов"),
        ("меня лена зовут помогите", "лена"),
        ("подпись бота", "бота"),
        ("звонил следователь жумабеков д. вчера", "жумабеков д."),
        ("не отвечают. л. приходько", "л. приходько"),
        ("пишите 8 705 311 40 25 зуева н.п.", "зуева н.п."),
        ("директор гимназии оспанова раушан кабиевна", "оспанова раушан кабиевна"),
    ],
)
def test_a_small_name_that_is_also_a_word_is_asked_about_where_somebody_names_themselves(said: str, name: str) -> None:
    assert name in [said[span.start : span.end] for span in find(said)]


@pytest.mark.parametrize("said", ["очень рада если что", "мне рахат сезіледі", "лена и иртыш реки", "ждал пенсионер"])
def test_such_a_word_elsewhere_is_a_word(said: str) -> None:
    assert find(said) == ()
