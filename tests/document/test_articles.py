"""The row of an article: title, authors, credits, date and language, and null where nothing states them."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.document.articles import describe
from onrecord.document.articles.publication import FULL_DATES, full_date
from onrecord.document.segments import segment
from onrecord.inputs.page import Input, Page, Sidecar, Stated
from onrecord_schema import ids
from onrecord_schema.articles import Article

SEEDS = Path(__file__).parents[2] / "seeds"
BODY = """The old harbour of Tolvik reopened on Monday after a storm destroyed its wooden piers and sank two ferries.

Mayor Ingrid Solheim said the town had borrowed money to rebuild the piers because insurers refused to pay.

Fishermen lost almost three months of income when the storm closed the harbour, the fishing cooperative said."""


def article(text: str, sidecar: Sidecar = Sidecar(), **stated: str) -> Article:  # noqa: B008
    received = Input("harbour.txt", text.encode(), sidecar)
    facts = {what: (Stated(value, "json-ld"),) for what, value in stated.items()}
    page = Page(text, "text/plain", "utf-8", stated=facts)
    return describe(received, page, segment(page, ids.article_id(received.sha256)))


def seed(number: str) -> Article:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    return article(path.read_text(encoding="utf-8"))


def test_what_nothing_states_is_null() -> None:
    row = article(BODY)
    assert (row.title, row.subtitle, row.authors, row.agency, row.publisher) == (None, None, [], None, None)
    assert (row.dateline_place, row.published, row.published_basis, row.url, row.source_url) == (
        None,
        None,
        "unknown",
        None,
        None,
    )
    assert row.language == "en"
    assert row.removed_share == 0.0
    assert row.word_count == len(BODY.split())


def test_head_of_an_article() -> None:
    row = article(
        "Storm-hit harbour of Tolvik reopens\n\nUpdated 4 May 2021\n\nBy Mary Hale and John Ngata\n\n"
        "TOLVIK, Norway (AFP) — " + BODY
    )
    assert row.title == "Storm-hit harbour of Tolvik reopens"
    assert row.authors == ["Mary Hale", "John Ngata"]
    assert (row.published, row.published_basis) == ("2021-05-04", "stated")
    assert (row.dateline_place, row.agency) == ("TOLVIK, Norway", "Agence France-Presse")
    assert row.body.startswith("The old harbour")


def test_sidecar_wins() -> None:
    known = Sidecar(
        published="2021-05", title="Harbour", authors=("A. Hale",), publisher="Example Times", url="https://a.example/b"
    )
    row = article("Storm-hit harbour of Tolvik reopens\n\nUpdated 4 June 2021\n\nBy Mary Hale\n\n" + BODY, known)
    assert (row.published, row.published_basis) == ("2021-05", "curated")
    assert (row.title, row.authors, row.publisher, row.url) == (
        "Harbour",
        ["A. Hale"],
        "Example Times",
        "https://a.example/b",
    )


def test_page_states_facts() -> None:
    row = article(
        BODY, title="Harbour reopens", authors="Mary Hale", published="2021-05-04T10:00:00Z", publisher="Example Times"
    )
    assert (row.title, row.authors, row.publisher) == ("Harbour reopens", ["Mary Hale"], "Example Times")
    assert (row.published, row.published_basis) == ("2021-05-04", "stated")


def test_authors_note_names_the_author() -> None:
    assert article(BODY + "\n\nMary Hale is an Oslo-based journalist.").authors == ["Mary Hale"]


def test_address_gives_the_original_and_its_day() -> None:
    row = article(BODY + "\n\nhttps://news.example/2021/05/04/harbour")
    assert row.source_url == "https://news.example/2021/05/04/harbour"
    assert (row.published, row.published_basis) == ("2021-05-04", "inferred")


@pytest.mark.parametrize(
    ("stamp", "published"),
    [
        ("Updated 3 days ago", "2021-05-01"),
        ("Updated 5 min 9 sec ago", "2021-05-04"),
        ("2 hours ago", "2021-05-03/2021-05-04"),
    ],
)
def test_relative_stamp_is_resolved_against_the_day_of_saving(stamp: str, published: str) -> None:
    row = article(f"Storm-hit harbour of Tolvik reopens\n\n{stamp}\n\n{BODY}", Sidecar(retrieved="2021-05-04"))
    assert (row.published, row.published_basis) == (published, "relative")
    assert article(f"Storm-hit harbour of Tolvik reopens\n\n{stamp}\n\n{BODY}").published is None


def test_year_of_a_recent_event_is_inferred_from_the_months_named_with_one() -> None:
    told = BODY.replace("on Monday", "on November 26", 1)
    assert article(told).published is None
    row = article(told + "\n\nBetween January and September of 2018 it had been closed for repairs.")
    assert (row.published, row.published_basis) == ("2018-11-26/2018-12-02", "inferred")
    assert article(told + "\n\nIn May of 2010 it had been closed for repairs.").published is None


@pytest.mark.parametrize("example", [example for _, example in FULL_DATES])
def test_full_date_has_its_example(example: str) -> None:
    found = full_date(example)
    assert found is not None and found.isoformat() == "2019-03-09"


def test_day_and_month_that_could_be_exchanged_give_no_date() -> None:
    assert full_date("04/05/2021") is None
    assert full_date("31.12.2021") is not None


def test_other_language() -> None:
    german = (
        "Der Hafen von Tolvik wurde am Montag nach einem schweren Sturm wieder eröffnet, sagte die Bürgermeisterin."
    )
    assert article(german).language == "de"
    assert article("Tolvik 2021").language is None
    assert article("警方周二在港口逮捕了两名涉嫌纵火的男子。").language == "zh"
    assert article("Rain fell on Tuesday in the north.").language == "en"


def test_seeds() -> None:
    first, second, third = seed("000"), seed("001"), seed("002")
    assert first.title == second.title == "China allowing 2,000 ethnic Kazakhs to leave Xinjiang region"
    assert (first.publisher, first.authors, first.published) == ("Associated Press", ["Dake Kang"], "2019-01-09")
    assert (second.agency, second.dateline_place, second.authors) == ("Associated Press", "ALMATY, Kazakhstan", [])
    assert (third.publisher, third.authors, third.dateline_place) == ("RFE/RL", ["RFE/RL's Kazakh Service"], "ASTANA")
    assert seed("003").authors == ["Aliya Uteuova"]
    assert (seed("004").title, seed("004").agency) == (None, "Associated Press")


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("SUVA, Fiji (AP) — ", "SUVA, Fiji"),
        ("OSLO - ", "OSLO"),
        ("NEW YORK, Dec. 14 (UPI) — ", "NEW YORK"),
        ("CAIRO – 26 July 2022: ", "CAIRO"),
        ("Nairobi: ", "Nairobi"),
        ("Tolvik, Norway (XYZ) - ", "Tolvik, Norway"),
        ("TOLVIK — ", "TOLVIK"),
        ("TOLVIK NEWS – ", None),
        ("EXCLUSIVE — ", None),
    ],
)
def test_place_of_a_dateline_is_no_label_and_no_outlet(dateline: str, place: str | None) -> None:
    assert article(dateline + BODY).dateline_place == place


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("TOLVIK, Norway, Oct 14 (Fjord Wire) - ", "Fjord Wire"),
        ("TOLVIK (Fjord News Agency) — ", "Fjord News Agency"),
        ("TOLVIK (Norway) — ", None),
        ("Tolvik, Norway (XYZ) - ", None),
    ],
)
def test_an_agency_on_no_list_is_named_by_its_dateline(dateline: str, agency: str | None) -> None:
    row = article(f"Harbour reopens\n\nBy Ingrid Solheim and Per Dahl, Fjord Wire\n\n{dateline}{BODY}")
    assert (row.agency, row.authors) == (agency, ["Ingrid Solheim", "Per Dahl"])


def test_speaker_before_a_colon_is_no_dateline() -> None:
    text = "INGRID SOLHEIM: " + BODY.split("\n\n")[0]
    assert article(text + "\n\n" + BODY.split("\n\n", 1)[1]).body.startswith("INGRID SOLHEIM: The old harbour")


def test_short_sentence_above_the_dateline_is_the_headline() -> None:
    row = article("Storm-hit harbour of Tolvik reopens at last.\n\nOSLO (AP) — " + BODY)
    assert (row.title, row.dateline_place) == ("Storm-hit harbour of Tolvik reopens at last.", "OSLO")
    assert row.body.startswith("The old harbour")


@pytest.mark.parametrize(
    ("stamp", "published"),
    [
        ("Publicado el 3 de mayo de 2021, 10:42", "2021-05-03"),
        ("3. Mai 2021, 10:42 Uhr", "2021-05-03"),
        ("Le 1er août 2021", "2021-08-01"),
        ("Опубликовано 3 мая 2021", "2021-05-03"),
    ],
)
def test_stamps_of_other_languages(stamp: str, published: str) -> None:
    row = article(f"Storm-hit harbour of Tolvik reopens\n\n{stamp}\n\n{BODY}")
    assert (row.title, row.published, row.published_basis) == (
        "Storm-hit harbour of Tolvik reopens",
        published,
        "stated",
    )


@pytest.mark.parametrize(
    "byline",
    ["By Staff Reporter", "By Our Correspondent", "By News Desk", "Staff Writer", "By Web Desk", "By Online Team"],
)
def test_desks_are_no_authors(byline: str) -> None:
    assert article(f"Storm-hit harbour of Tolvik reopens\n\n{byline}\n\n{BODY}").authors == []


@pytest.mark.parametrize(
    "rest", ["| 22 September 2018", "· 22 September 2018 · Craft Quarterly", "| Tolvik | Sept 22, 2018"]
)
def test_byline_with_a_date_names_author_and_day(rest: str) -> None:
    row = article(f"Storm-hit harbour of Tolvik reopens\n\nBy Mary Hale {rest}\n\n{BODY}")
    assert (row.authors, row.published, row.published_basis) == (["Mary Hale"], "2018-09-22", "stated")


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Interview by Mary Hale | 22 September 2018", ["Mary Hale"]),
        ("Tomás Ngata | 22 September 2018 | 14:05", ["Tomás Ngata"]),
        ("By Mary Hale and agencies", ["Mary Hale"]),
        ("By Mary Hale in Lagos", ["Mary Hale"]),
        ("Mary Hale in Lagos and John Ngata in Lima", ["Mary Hale", "John Ngata"]),
        ("Words: Mary Hale", ["Mary Hale"]),
        ("Text by Mary Hale; photographs by John Ngata", ["Mary Hale"]),
        ("Human Rights in China", []),
        ("Tolvik, August 31", []),
    ],
)
def test_authors_of_differently_written_bylines(byline: str, authors: list[str]) -> None:
    assert article(f"Storm-hit harbour of Tolvik reopens\n\n{byline}\n\n{BODY}").authors == authors


def test_dateline_of_two_cities_and_its_agency() -> None:
    row = article("Storm-hit harbour of Tolvik reopens\n\nLIMA/QUITO (Reuters) - " + BODY)
    assert (row.agency, row.body.startswith("LIMA")) == ("Reuters", False)


def test_caption_that_ends_in_a_credit_in_capitals_is_no_subtitle() -> None:
    caption = "Residents wade through the harbour of Tolvik on Wednesday. PHOTO | FILE"
    row = article(f"Storm-hit harbour of Tolvik reopens\n\nBy Mary Hale\n\n{caption}\n\n{BODY}")
    assert row.subtitle is None and caption not in row.body


def test_byline_with_what_the_author_is() -> None:
    row = article("By Mary Hale, Chief Engineer of the Example Port Authority.\n\n" + BODY)
    assert (row.authors, row.title) == (["Mary Hale"], None)


def test_quoted_report_of_an_agency_does_not_make_it_the_agency() -> None:
    quoted = '\n\n"We wait," the mayor told the AP.\n\nThe storm moved north, according to the Associated Press.'
    assert article(BODY + quoted).agency is None
    own = '\n\n"We wait," the mayor told The Associated Press.\n\nAn AP reporter saw two ferries sink in the harbour.'
    assert article(BODY + own).agency == "Associated Press"


def test_someone_quoted_about_a_person_is_no_note_on_the_author() -> None:
    said = '"Mary Hale is well aware of the storms," said Ann Bo, a professor of engineering and former editor in Oslo.'
    row = article(BODY + "\n\n" + said)
    assert (row.authors, row.body.endswith("Oslo.")) == ([], True)


def test_day_and_single_month_of_the_past_do_not_date_an_article() -> None:
    told = BODY.replace("on Monday", "on June 17", 1)
    assert article(told + "\n\nThe ferries were bought in May 2017.").published is None
    assert article(BODY + "\n\nA letter was published on 13 October 2021 by the town.").published is None
