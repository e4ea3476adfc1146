"""Text is decoded from every encoding of saved pages, and binary data is recognized."""

from __future__ import annotations

import codecs

import pytest

from onrecord.inputs.decode import decode, repair

ENGLISH = "The minister said that “nothing would change”, and that it’s the café owners – not the state – who do.\n"
TEXTS = {
    "english": ENGLISH,
    "french": "Le ministère a déclaré lundi que les élèves étaient rentrés à l’école. Où êtes-vous allés ?\n",
    "german": "Die Behörden erklärten, dass die Züge über München später führen; Fußgänger müssten warten.\n",
    "polish": "Premier oświadczył w poniedziałek, że żadnych zmian nie będzie, choć opozycja zażądała głosowania.\n",
    "czech": "Vláda v pondělí oznámila, že žádné změny nebudou, ačkoli opozice požaduje hlasování příští týden.\n",
    "turkish": "Bakan pazartesi günü hiçbir değişiklik olmayacağını açıkladı, ancak muhalefet oylama istedi.\n",
    "russian": "Министр заявил в понедельник, что изменений не будет, однако оппозиция потребовала голосования.\n",
    "greek": "Ο υπουργός δήλωσε τη Δευτέρα ότι δεν θα υπάρξουν αλλαγές, αλλά η αντιπολίτευση ζήτησε ψηφοφορία.\n",
    "hebrew": "השר אמר ביום שני כי לא יהיו שינויים, אך האופוזיציה דרשה הצבעה בכנסת.\n",
    "arabic": "قال الوزير يوم الاثنين إنه لن تكون هناك تغييرات، لكن المعارضة طالبت بالتصويت.\n",
    "japanese": "大臣は月曜日、変更はないと述べたが、野党は採決を要求した。国会は来週開かれる予定である。\n",
    "chinese": "部长周一表示不会有任何改变，但反对派要求进行投票。议会将于下周召开会议。\n",
    "korean": "장관은 월요일에 변화가 없을 것이라고 말했지만 야당은 투표를 요구했다. 국회는 다음 주에 열린다.\n",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        *((language, encoding) for language in TEXTS for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32")),
        *(
            ("english", encoding)
            for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252", "mac_roman")
        ),
        *(("russian", encoding) for encoding in ("utf-16-le", "cp1251", "koi8-r")),
        *[
            ("french", "cp1252"),
            ("german", "cp1252"),
            ("german", "iso8859-1"),
            ("polish", "cp1250"),
            ("polish", "iso8859-2"),
        ],
        *[
            ("czech", "cp1250"),
            ("czech", "iso8859-2"),
            ("turkish", "cp1254"),
            ("greek", "cp1253"),
            ("hebrew", "cp1255"),
        ],
        *[("arabic", "cp1256"), ("japanese", "cp932"), ("japanese", "euc_jp"), ("japanese", "iso2022_jp")],
        *[("japanese", "utf-16-le"), ("chinese", "gb18030"), ("chinese", "utf-16-be"), ("korean", "cp949")],
    ],
)
def test_text_in_any_encoding_is_decoded(language: str, encoding: str) -> None:
    text = TEXTS[language] * 5
    decoded = decode(text.encode(encoding))
    assert decoded is not None
    assert decoded.text == text
    assert codecs.lookup(decoded.encoding)


def test_a_few_marks_in_english_are_windows_marks() -> None:
    text = "It’s a long statement of many plain words about nothing in particular at all, and more. " * 3
    decoded = decode(text.encode("cp1252"))
    assert decoded is not None
    assert (decoded.text, decoded.encoding) == (text, "cp1252")


def test_a_declared_encoding_is_believed() -> None:
    page = "<html><head><meta charset='iso-8859-7'></head><body>Ναι</body></html>"
    decoded = decode(page.encode("iso8859-7"))
    assert decoded is not None
    assert "Ναι" in decoded.text


def test_valid_utf8_is_believed_over_what_is_declared() -> None:
    decoded = decode("<meta charset='windows-1251'><p>café</p>".encode())
    assert decoded is not None
    assert decoded.text.endswith("<p>café</p>")


def test_line_ends_become_newlines_and_nothing_else_changes() -> None:
    decoded = decode("One\r\ntwo\rthree\n\nfour\u00a0five\t\u00ad \u200b".encode())
    assert decoded is not None
    assert decoded.text == "One\ntwo\nthree\n\nfour\u00a0five\t\u00ad \u200b"


def test_a_page_cut_off_in_mid_character_stays_utf8() -> None:
    decoded = decode((TEXTS["russian"] * 5).encode() + b"\xd0")
    assert decoded is not None
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith("Министр") and decoded.text.endswith("голосования.\n\ufffd")


def test_bytes_without_a_character_become_the_replacement_character() -> None:
    decoded = decode((ENGLISH * 3).encode() + b"a\x00b")
    assert decoded is not None and decoded.text.endswith("a\ufffdb")
    surrogate = "\ufeff".encode("utf-16-le") + ENGLISH.encode("utf-16-le") + b"\x00\xd8a\x00"
    decoded = decode(surrogate)
    assert decoded is not None
    decoded.text.encode()


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x00" * 5000, b"\x01\x02\x03\x04" * 100])
def test_binary_data_is_not_text(data: bytes) -> None:
    assert decode(data) is None


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
def test_certain_mojibake_is_repaired(wrong: str) -> None:
    line = "The Président’s “café” — he said"
    received = line.encode().decode(wrong, errors="ignore") if wrong == "latin-1" else "donâ€™t say â€“ he said"
    meant = line if wrong == "latin-1" else "don’t say – he said"
    assert repair(f"Untouched “line”.\n{received}\n") == f"Untouched “line”.\n{meant}\n"


@pytest.mark.parametrize("text", ["SÃO PAULO", "L’Âge d’or", "ANÃLISE", "“naïve” Ã", "Â", "Plain text.", "Привет, мир"])
def test_uncertain_text_is_left_alone(text: str) -> None:
    assert repair(text) == text
