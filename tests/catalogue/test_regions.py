import pytest

from bot.catalogue.regions import REGIONS, Region, find_regions, in_order

CLEAR = {
    "abai": "Абай | абай обл | Абай облысы | область Абай | Абайская область | Семей | г. Семей | Семипалатинск"
    " | Semey | Semei",
    "akmola": "Ақмола | акмола | Акмолинская | акмолинской области | Кокшетау | Көкшетау қ. | Kökşetau | Степногорск",
    "aktobe": "Ақтөбе | актобе | Актюбинская обл. | Актюбинск | Aqtobe | Aktyubinsk | Ақтөбеден | Я живу в Актобе",
    "almaty_region": "алматы облысы | Алматы обл | Алматинская область | алматинской области | Almaty region"
    " | almaty oblysy | Алма-Атинская область | Алма-Ата обл | Қонаев | конаев | Капчагай | Талғар"
    " | Алматинская область, город Конаев | Алматы облысы, Қарасай ауданы, Қаскелең қаласы",
    "atyrau": "Атырау | атырау облысы | Атырауская | Atyrau | Atyraý | Атрау | Гурьев | Атырауда | Кульсары",
    "west_kazakhstan": "БҚО | ЗКО | зко | 3КО | ZKO | Орал | Уральск | Uralsk | Батыс Қазақстан | батыс"
    " | Западный Казахстан | в Западном Казахстане | Западно-Казахстанская область | West Kazakhstan",
    "zhambyl": "Жамбыл | жамбылская | Тараз | Taraz | Джамбул | Jambyl | Zhambyl oblysy | Әулиеата",
    "zhetisu": "Жетісу | Жетысу | жетісу облысы | Zhetysu | Jetisu | Талдыкорган | талдықорған | Taldyqorgan",
    "karaganda": "Қарағанды | Караганда | караганды | Қарағанды обл. | Карагандинская область | Қарағандыда"
    " | из Караганды | Karaganda | Qaraǵandy | КАРАГАНДА | Сарыарқа | Сарыарка | Saryarqa"
    " | Сарыарқа – адалдық алаңы | Темиртау | Карагандинская область, г. Абай | Абай қаласы | карагнада",
    "kostanay": "Қостанай | Костанай | Кустанай | Qostanay | костанайская | Рудный | Костонай | Қостанай (облыс)",
    "kyzylorda": "Қызылорда | Кызылорда | Кзыл-Орда | кзылорда | Кызыл Орда | Qyzylorda | Байқоңыр",
    "mangystau": "Мангистау | мангыстау | Маңғыстау обл | Маңғыстау облысы | Мангистауская область | Мангистауской"
    " | Mangystau | Mańǵystaý | актау | Ақтау | г. Актау | г.Актау | Aktau | Aqtau | AKTAY | Aктау | Мангисау"
    " | Мангышлак | Маңғыстауда | «Маңғыстау – адалдық алаңы» | Жанаозен | Мангистауская обл., г. Жанаозен",
    "pavlodar": "Павлодар | павлодарская обл | Pavlodar | Ертіс | Экибастуз | из Экибастуза | Екібастұз | Павладар",
    "north_kazakhstan": "СҚО | СКО | CKO | Солтүстік Қазақстан | Северо-Казахстанская область | северо казахстанская"
    " | Северный Казахстан | Петропавловск | Петропавл | Petropavl | Қызылжар",
    "turkistan": "Түркістан | Туркестан | Туркистан | Turkistan | Türkıstan | ЮКО | ОҚО | Кентау | туркестанская обл",
    "ulytau": "Ұлытау | Улытау | область Улытау | Ulytau | Жезказган | Жезқазған қаласы | Сатпаев",
    "east_kazakhstan": "ШҚО | ВКО | VKO | Шығыс Қазақстан | Восточно-Казахстанская область | Өскемен | Оскемен"
    " | Усть-Каменогорск | усть каменогорск | Ust-Kamenogorsk | Öskemen | Риддер | восток | в.к.о. | Усть-Каман",
    "astana": "Астана | астана қаласы | г. Астана | город Астана | Astana | Астанада | Нур-Султан | Нұр-Сұлтан"
    " | нурсултан | Елорда | столица | астнаа | Астана, Алматы ауданы | Астана қаласы Сарыарқа ауданы"
    " | район Сарыарка города Астана | р-н Байконур, Астана",
    "almaty_city": "г. Алматы | г.Алматы | город Алматы | Алматы қаласы | Алматы қ. | Алматы город | Алматы (город)"
    " | Алматы қаласында | Almaty city"
    " | Алма-Ата | Алмата | алмаата | г. Алматы, Бостандыкский район | Бостандыкский район г Алматы",
    "shymkent": "Шымкент | шымкент қаласы | Чимкент | Шимкент | Shymkent | Şymkent | Шымкентте | Шымкен",
}

SEVERAL = {
    "Алматы": {"almaty_city", "almaty_region"},
    "almaty": {"almaty_city", "almaty_region"},
    "Аlmaty": {"almaty_city", "almaty_region"},  # a Cyrillic А before Latin letters
    "алмты": {"almaty_city", "almaty_region"},
    "BKO": {"west_kazakhstan", "east_kazakhstan"},  # Latin letters: БҚО by sound, ВКО by look
    "Астана или Шымкент": {"astana", "shymkent"},
    "ВКО, Семей": {"east_kazakhstan", "abai"},  # Semey was there until 2022
}

NONSENSE = (
    " |...|12345|☀️|?|г.|облысы|қаласы|Казахстан|Қазақстан|весь Казахстан|не знаю|білмеймін|нет|жоқ|привет|сәлем"
    "|здравствуйте|школа|больница|пара|менің үйім|трудный вопрос|семья|өткізіп жіберу|Москва|Ташкент|Бишкек|Омск"
    "|Алтайский край|арыз|сақтау|asdf|qwerty|Сарыарқа ауданы|/start|в городской больнице|взятка в поликлинике"
)


def ids(text: str) -> set[str]:
    return {region.id for region in find_regions(text)}


@pytest.mark.parametrize(
    ("text", "region"), [(text.strip(), region) for region, texts in CLEAR.items() for text in texts.split(" | ")]
)
def test_one_region_is_found(text: str, region: str) -> None:
    assert ids(text) == {region}


@pytest.mark.parametrize(("text", "regions"), SEVERAL.items())
def test_several_regions_are_offered(text: str, regions: set[str]) -> None:
    assert ids(text) == regions


@pytest.mark.parametrize("text", NONSENSE.split("|"))
def test_nonsense_is_no_region(text: str) -> None:
    assert find_regions(text) == ()


@pytest.mark.parametrize("region", REGIONS.values(), ids=list(REGIONS))
def test_a_region_is_found_by_its_own_names(region: Region) -> None:
    for name in (*region.name.values(), *region.short.values()):
        assert find_regions(name) == (region,)


def test_a_very_long_text_is_read_in_part() -> None:
    assert ids("Астана " + "не знаю " * 100_000) == {"astana"}


def test_several_regions_come_in_kazakh_order() -> None:
    assert [region.id for region in find_regions("Шымкент, Алматы, Астана")] == [
        *("astana", "almaty_city", "shymkent", "almaty_region"),
    ]


def test_in_order_lists_the_cities_and_then_the_alphabet() -> None:
    kazakh = [region.short["kk"] for region in in_order("kk")]
    assert kazakh[:5] == ["Астана", "Алматы қ.", "Шымкент", "Абай", "Ақмола"]
    assert kazakh[-1] == "Шығыс Қаз."
    russian = [region.short["ru"] for region in in_order("ru")]
    assert russian[8:10] == ["Восточно-Каз.", "Жамбылская"]


def test_there_are_17_oblasts_and_3_cities_with_their_own_numbers() -> None:
    assert sum(region.is_city for region in REGIONS.values()) == 3
    assert len({region.number for region in REGIONS.values()}) == len(REGIONS) == 20


def test_an_office_without_a_confirmed_name_has_the_common_one() -> None:
    assert REGIONS["mangystau"].office["ru"] == "Маңғыстау – адалдық алаңы"
    assert REGIONS["karaganda"].office["kk"] == "Сарыарқа – адалдық алаңы"
    assert dict(REGIONS["abai"].office) == {
        "kk": "«Адалдық алаңы» жобалық кеңсесі",
        "ru": "Проектный офис «Адалдық алаңы»",
    }
