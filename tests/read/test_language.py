"""Languages are told from one news sentence; what cannot be read is refused by name."""

import pytest

from reportedly.errors import BadOption, LanguageError
from reportedly.read.language import check_language, detect, ensure_readable

SENTENCES = {
    "en": "The harbour will stay closed until Friday, the port authority said on Tuesday.",
    "fr": "Le port restera fermé jusqu'à vendredi, a annoncé mardi l'autorité portuaire.",
    "de": "Der Hafen bleibt bis Freitag geschlossen, teilte die Hafenbehörde am Dienstag mit.",
    "es": "El puerto permanecerá cerrado hasta el viernes, informó el martes la autoridad portuaria.",
    "it": "Il porto resterà chiuso fino a venerdì, ha detto martedì l'autorità portuale.",
    "pt": "O porto ficará fechado até sexta-feira, informou na terça-feira a autoridade portuária.",
    "ru": "Порт останется закрытым до пятницы, сообщила во вторник администрация порта.",
    "uk": "Порт залишиться закритим до п'ятниці, повідомила у вівторок адміністрація порту.",
    "tr": "Liman idaresi salı günü yaptığı açıklamada limanın cumaya kadar kapalı kalacağını duyurdu.",
    "ar": "قالت سلطة الميناء يوم الثلاثاء إن الميناء سيبقى مغلقا حتى يوم الجمعة.",
    "zh": "港务局周二表示,港口将关闭至周五。",
    "ja": "港湾当局は火曜日、港は金曜日まで閉鎖されると発表した。",
}


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_detect(language: str, sentence: str) -> None:
    assert detect(sentence) == language
    assert detect(sentence * 50_000) == language  # of a long text only a part is looked at


@pytest.mark.parametrize(
    "text", ["", "...", "1 2 3", "\0\0", "😀", "Lavrov said.", "Yes.", "Abdullah al-Thani met Wang Guangya in Hanoi."]
)
def test_in_doubt_it_is_english(text: str) -> None:
    assert detect(text) == "en"


def test_in_doubt_it_is_what_the_page_declares() -> None:
    assert detect("1 2 3", in_doubt="fr") == "fr"
    assert detect(SENTENCES["ru"], in_doubt="fr") == "ru"


def test_refusal_names_the_language() -> None:
    ensure_readable("en")
    with pytest.raises(LanguageError, match="is in Russian, but only English can be read"):
        ensure_readable("ru")
    with pytest.raises(LanguageError, match="a language with the code 'zz'"):
        ensure_readable("zz")


def test_codes() -> None:
    assert [check_language(code) for code in ("en", "en-GB", "pt_BR", "ZH-Hans-CN")] == ["en", "en", "pt", "zh"]
    for code in ("", "English", "e", "12", "../x"):
        with pytest.raises(BadOption, match="not a code of two letters"):
            check_language(code)
