"""Persons of one document: exact names, one person for all their forms, stated facts, references, and who is nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.document.people import People, find_people, harm
from onrecord.document.people.roles import affiliation_of

WIRE = {"agency": "Volga Wire"}
NAMES = [
    ("Mr Okello told reporters on Monday that he would appeal.", "Okello"),
    ("Prime Minister Hun Manet met the delegation, and he thanked them.", "Hun Manet"),
    ("Crown Prince Sheikh Mishal Al-Ahmad Al-Sabah said he was pleased.", "Mishal Al-Ahmad Al-Sabah"),
    ("“We will not leave,” said Ursula von der Leyen, who chairs the commission.", "Ursula von der Leyen"),
    ("The speaker, Nosiviwe Mapisa-Nqakula, said she would resign.", "Nosiviwe Mapisa-Nqakula"),
    ("Police arrested Kim Jin-pyo’s brother on Friday, Kim Jin-pyo said.", "Kim Jin-pyo"),
    ("General Prayut Chan-o-cha said the vote would be held in March.", "Prayut Chan-o-cha"),
    ("The raid was led by Lt. Col. Yaw Mensah, who was wounded.", "Yaw Mensah"),
    ("“These people were here first,” said Fr. Emmanuel Banda. “Where should they go?”", "Emmanuel Banda"),
    ("“It is the hardest project yet,” chief executive T.V. Sundaram said.", "T.V. Sundaram"),
    ("The agency’s General Counsel James Hale said that he would appeal.", "James Hale"),
    ("NTU secretary-general Lot Simelane vowed the strike would continue.", "Lot Simelane"),
    ("Asked about it, Casa Rosada spokesperson Ana Paz said: “We took note.”", "Ana Paz"),
]


@pytest.mark.parametrize(("sentence", "name"), NAMES)
def test_a_name_is_marked_without_title_and_possessive(read: Any, sentence: str, name: str) -> None:
    people = read(sentence)
    assert [person.name for person in people.persons] == [name]
    assert {mention.text for mention in people.mentions if mention.form == "name"} == {name}


@pytest.mark.parametrize(
    "sentence",
    [
        "Kenyan officials in Nairobi said the Ministry of Health would act on Tuesday.",
        "The advocacy group Atlas said that Kazakhs had left Almaty in January.",
        "Ugandans protested in the village of Arys, the Daily Tribune reported.",
        "The ferry operator, Nordlys Lines, said the crossing would reopen on Monday.",
        "The developer, Norte Energía, denied the charge. Norte Energía said it would appeal.",
        "They passed the Kaiseki Geopark on Friday.",
    ],
)
def test_peoples_places_and_bodies_are_nobody(read: Any, sentence: str) -> None:
    assert read(sentence).persons == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Yusuf Karimi, a 24-year-old survivor, said nobody came.",
        "Yusuf Karimi, 24, said nobody came.",
        "Yusuf Karimi, an Afghan 24-year-old, said nobody came.",
        "The 24-year-old driver Yusuf Karimi said nobody came.",
    ],
)
def test_an_age_is_read_beside_the_name(read: Any, sentence: str) -> None:
    (person,) = read(sentence).persons
    assert (person.age_min, person.age_max) == (24, 24)


def test_who_is_quoted_may_name_a_stranger_without_becoming_one(read: Any) -> None:
    text = "A spokesperson, Tengetile Zulu, disputed that. “The driver failed to stop,” she said."
    (person,) = read(text).persons
    assert ("pronoun", person.person_id) in {(m.form, m.person_id) for m in read(text).mentions}


def test_a_surname_is_the_person_whose_full_name_it_is_part_of(read: Any) -> None:
    text = "Lena Marsh, a nurse, said the ward was full.\nMarsh added that she slept.\nThe ward of Marsh is closed."
    people = read(text)
    assert [(person.name, person.aliases) for person in people.persons] == [("Lena Marsh", ["Marsh"])]
    assert [mention.text for mention in people.mentions if mention.form == "name"] == ["Lena Marsh", "Marsh", "Marsh"]


ROLES = [
    ("Foreign Ministry spokesman Aibek Rahmon said there were 14.", "Foreign Ministry spokesman", "Foreign Ministry"),
    ("Dana Reyes, the head of the group Atlas, said he was warned.", "head of the group Atlas", "group Atlas"),
    ("Gene Miller, an activist who has collected testimonies, said so.", "activist", None),
    ("Berik Osman, a member of the Blue Star party, spoke.", "member of the Blue Star party", "Blue Star party"),
]


@pytest.mark.parametrize(("sentence", "role", "affiliation"), ROLES)
def test_roles_are_read_as_written(read: Any, sentence: str, role: str, affiliation: str | None) -> None:
    (person,) = read(sentence).persons
    assert (person.roles, person.affiliation) == ([role], affiliation)


def test_a_relative_is_named_by_whose_relative_and_keeps_the_own_age(read: Any) -> None:
    text = "Nora Patel told journalists that her 82-year old grandfather, Raj Patel, was ordered to return."
    people = {person.name: person for person in read(text).persons}
    assert people["Raj Patel"].roles == ["grandfather of Nora Patel"]
    assert (people["Raj Patel"].age_min, people["Raj Patel"].gender) == (82, "male")
    assert people["Nora Patel"].age_min is None


def test_a_pseudonym_is_known_by_the_words_around_it(read: Any) -> None:
    text = (
        "One 23-year-old Kenyan citizen, who asked to be identified by her nickname Achi to protect her family, "
        "was able to return in July. She said she broke down in tears after an official called."
    )
    people = read(text)
    (person,) = people.persons
    assert (person.name, person.is_pseudonym, person.protection) == ("Achi", True, "pseudonym")
    assert (person.roles, person.nationality) == (["Kenyan citizen"], "Kenyan")
    assert (person.age_min, person.gender) == (23, "female")
    start = text.index("She said")
    assert people.at(start, start + 3) == person
    assert people.at(0, len("One 23-year-old Kenyan citizen")) == person


def test_gender_is_never_taken_from_a_name(read: Any) -> None:
    assert [person.gender for person in read("Maria Lopez, a farmer, said the crop was lost.").persons] == [None]


def test_minors_and_relatives_of_victims_need_care(read: Any) -> None:
    assert read("Tom Hale, 14, told the court what he had seen.").persons[0].protection == "minor"
    text = "Adil Omarov, a farmer, said that his brothers were arrested last year."
    assert read(text).persons[0].protection == "victim_or_relative"


def test_credits_name_authors(read: Any) -> None:
    text = "By Dana Reyes\nPeople hold up photos on Dec. 7. (AP Photo/Ann Cole)\nSam Wu is a Lima-based journalist."
    people = read(text, roles=("byline", "caption", "author_bio"), authors=("Dana Reyes", "Sam Wu", "Not In Text"))
    assert {person.name: person.roles for person in people.persons} == {
        "Dana Reyes": ["journalist"],
        "Ann Cole": ["photographer"],
        "Sam Wu": ["Lima-based journalist"],
    }
    assert all(person.is_author for person in people.persons)


@pytest.mark.parametrize("byline", ["By Staff Writer", "By Our Special Correspondent", "By Web Desk"])
def test_a_byline_that_names_nobody_gives_no_author(read: Any, byline: str) -> None:
    people = read(f"{byline}\nShops shut.", roles=("byline",), authors=(byline.removeprefix("By "),))
    assert people.persons == []


def test_an_outlet_in_a_byline_is_nobody(read: Any) -> None:
    people = read("By Example Press Service\nShops shut.", roles=("byline",), authors=("Example Press Service",))
    assert people.persons == []


def test_the_minister_is_the_one_minister_of_the_document(read: Any) -> None:
    text = "Foreign Minister Beibut Atanov said his department was working.\nThe minister also acknowledged the camps."
    people = read(text)
    start = text.index("The minister")
    person = people.at(start, start + 12)
    assert person is not None and person.name == "Beibut Atanov"


def test_removed_text_names_nobody(read: Any) -> None:
    people = read("Lena Marsh said so.\nPrime Minister Alan Stone told a news conference.", roles=("body", "off_topic"))
    assert [person.name for person in people.persons] == ["Lena Marsh"]


WORDS = [*"Mr Lena Marsh she said his brother , the minister of (AP/ ) 14 Al- van H .".split(), '"', "\n"]  # noqa: SIM905


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
def test_whatever_the_text_mentions_slice_and_do_not_overlap(read: Any, words: list[str]) -> None:
    text = " ".join(words)
    people: People = read(text)
    ids = {person.person_id for person in people.persons}
    previous = 0
    for mention in people.mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= previous and mention.person_id in ids
        previous = mention.end
        assert people.at(mention.start, mention.end) is not None
    assert sum(person.mention_count for person in people.persons) == len(people.mentions)


def _needs_care(read: Any, sentence: str) -> str:
    sentence = sentence.replace("<", "").replace(">", "")
    (person,) = [one for one in read(sentence).persons if one.name.startswith("Ana")]
    return str(person.protection)


@pytest.mark.parametrize("rule", [rule for rule in harm.EXAMPLES if not rule.startswith("not")])
def test_whom_harm_is_done_to_needs_care(read: Any, rule: str) -> None:
    assert _needs_care(read, harm.EXAMPLES[rule]) == "victim_or_relative"


@pytest.mark.parametrize(
    "sentence",
    [
        *(harm.EXAMPLES[rule] for rule in ("not", "not_yet", "not_in_truth")),
        "He threatened to kill Ms Ana Lopez, she said.",
    ],
)
def test_harm_that_was_not_done_is_none(read: Any, sentence: str) -> None:
    assert _needs_care(read, sentence) == "none"


def test_relatives_of_a_victim_need_care(read: Any) -> None:
    text = "Adil Omarov was tortured in prison, his wife, Volha, said.\nVolha has not seen Omarov since."
    assert {person.name: person.protection for person in read(text).persons} == {
        "Adil Omarov": "victim_or_relative",
        "Volha": "victim_or_relative",
    }


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Rosa Lindqvist, whose sister Ana died in the fire, wept.", ["Rosa Lindqvist", "Ana"]),
        ("Tom Hale left, and his wife, Elena, stayed.", ["Tom Hale", "Elena"]),
        ("The firm left, and its partner, Norlund, stayed.", []),
        ("God will judge them, she said.", []),
    ],
)
def test_relatives_are_persons_by_whatever_name(read: Any, sentence: str, names: list[str]) -> None:
    assert [person.name for person in read(sentence).persons] == names


def test_the_subject_of_the_main_clause_is_who_she_stands_for(read: Any) -> None:
    text = "Judge Miriam Oduya said Daniel Hale had lied.\n“He knew,” she told the court."
    people = read(text)
    at = text.index("she")
    person = people.at(at, at + 3)
    assert person is not None and person.name == "Miriam Oduya"


def test_a_person_of_an_age_is_the_one_just_spoken_of(read: Any) -> None:
    people = read("Asisat Okello won the title again. The 27-year-old thanked her mother.")
    assert [(person.name, person.age_min) for person in people.persons] == [("Asisat Okello", 27)]
    assert "The 27-year-old" in [mention.text for mention in people.mentions]


def test_names_are_as_the_article_writes_them(read: Any) -> None:
    people = read("Mayor Sean O’Malley said the road was closed.")
    assert [person.name for person in people.persons] == ["Sean O’Malley"]


@pytest.mark.parametrize(
    ("role", "affiliation"),
    [
        ("Minister of Education", None),
        ("mayor of Fort Pierce", None),
        ("director of the National Library Trust", "National Library Trust"),
        ("executive director of UNEP", "UNEP"),
        ("teacher of mathematics in Lima", None),
    ],
)
def test_a_field_or_place_of_office_is_no_affiliation(role: str, affiliation: str | None) -> None:
    assert affiliation_of(role) == affiliation


def test_what_opens_a_sentence_is_no_part_of_the_name(read: Any) -> None:
    people = read(
        "Campaigner Rachid Benali, whose wife is ill, said he had joined. Alexander Bello Marsh, a nurse, said so."
    )
    assert [person.name for person in people.persons] == ["Rachid Benali", "Alexander Bello Marsh"]


def test_someone_unnamed_since_is_who_she_stands_for(read: Any) -> None:
    text = "Her sister Zainab said he was dead.\nA UN official declined to say more. She left."
    assert "She" not in [mention.text for mention in read(text).mentions]


def test_someone_described_since_is_not_who_is_spoken_of(read: Any) -> None:
    text = "Prosecutor Ana Kral said the owner, a 44-year-old man, had been held. He was not named."
    people = read(text)
    assert [mention.text for mention in people.mentions] == ["Ana Kral"]
    text += "\nAmong the dead was Tomas Ruud, 19. His mother, Eva Ruud, wept."
    assert {person.name: person.roles for person in read(text).persons}["Eva Ruud"] == ["mother of Tomas Ruud"]


NAMESAKES = [
    (
        "Peter Haugen opened the shop in May. Haugen said it was full. His daughter Lena Haugen left. Haugen smiled.",
        "Haugen smiled",
        "Peter Haugen",
    ),
    ("Mr Daniel Okello met Ms Ruth Okello. Ms Okello spoke first. Mr Okello slept.", "Okello spoke", "Ruth Okello"),
    ("Mr Daniel Okello met Ms Ruth Okello. Ms Okello spoke first. Mr Okello slept.", "Okello slept", "Daniel Okello"),
    (
        "Prime Minister Han Seo-jun and Justice Minister Han Dae-ho met. Prime Minister Han spoke to reporters.",
        "Han spoke",
        "Han Seo-jun",
    ),
]


@pytest.mark.parametrize(("text", "at", "name"), NAMESAKES)
def test_a_shared_surname_is_whom_the_text_has_called_so(read: Any, text: str, at: str, name: str) -> None:
    person = read(text).at(text.index(at), text.index(at) + 3)
    assert person is not None and person.name == name


def test_the_name_after_an_abbreviation_is_the_persons(read: Any) -> None:
    people = read("Secretary Joseph Okello spoke. But Ahero MCA Ruth Amani accused him. “Nobody came,” she said.")
    assert [person.name for person in people.persons] == ["Joseph Okello", "Ruth Amani"]
    assert "she" not in [m.text for m in people.mentions if m.person_id == people.persons[0].person_id]


def test_a_headline_without_a_full_stop_says_nothing_of_the_next_line(read: Any) -> None:
    people = read("Lakeside appoints its first female chief engineer\nROME, 2 March: The city rejoiced.")
    assert people.persons == []


def test_a_hospital_with_a_saints_name_is_no_person(read: Any) -> None:
    people = read("They were flown to St. Luke’s hospital. Tom Hale, a nurse, met them.")
    assert [person.name for person in people.persons] == ["Tom Hale"]


def test_a_couple_is_two_persons(read: Any) -> None:
    people = read("Farmer Alec Hale sold it. Mrs Hale wept. Neither Mr Hale nor the firm has paid.")
    of = {mention.start: mention.person_id for mention in people.mentions}
    assert len(set(of.values())) == len(of) == 3
    people = read("Mr Alec Hale sold it. Mrs Hale wept. Mr Hale laughed. Hale left.")
    ids = [mention.person_id for mention in people.mentions]
    assert ids[0] == ids[2] == ids[3] != ids[1]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Viktor Hale, 70, and his son, Viktor Hale, 41, were hurt.", ["Viktor Hale", "Viktor Hale"]),
        ("Ana Okoro came with her daughter Ana Okoro Bell, a nurse.", ["Ana Okoro", "Ana Okoro Bell"]),
        ("Tom Hale met Viktor Hale and his son. Viktor Hale, 41, was hurt.", ["Tom Hale", "Viktor Hale"]),
    ],
)
def test_nobody_is_a_relative_of_himself(read: Any, sentence: str, names: list[str]) -> None:
    people = read(sentence)
    assert [person.name for person in people.persons] == names
    assert len({person.person_id for person in people.persons}) == 2


def test_an_agency_that_the_dateline_credits_is_no_person(parsed: Any) -> None:
    article, segments, annotation = parsed("KAZAN (Volga Wire) - Mr Oleg Volga said that the river had risen.")
    named = [find_people(annotation, row, segments).persons for row in (article, article.model_copy(update=WIRE))]
    assert [[person.name for person in persons] for persons in named] == [["Volga Wire", "Oleg Volga"], ["Oleg Volga"]]


def test_only_references_have_a_confidence_and_less_of_one_where_another_person_would_fit(read: Any) -> None:
    one = read("Ms Ana Lopez runs the clinic. She is proud.").mentions
    several = read("Ana Lopez runs the clinic. Lena Marsh helps Ana Lopez. She is proud.").mentions
    assert [mention.confidence for mention in one if mention.form == "name"] == [None]
    chances = [[m.confidence for m in found if m.form == "pronoun"] for found in (one, several)]
    assert chances[0][0] > chances[1][0] > 0.5


@pytest.mark.parametrize(
    ("text", "name", "roles"),
    [
        # The verb before its subject is no part of what the subject is.
        ('"We are ready," Replied State Department deputy spokesman Tom Hale.', "Tom Hale",
         ["State Department deputy spokesman"]),
        # A company's place is no name to be cut out of its middle.
        ("Tom Hale, chairman of the Moonstown, N.J., company, said profits rose.", "Tom Hale", ["chairman"]),
        ("William 'Bill' Hale, a teacher, said he would go.", "William 'Bill' Hale", ["teacher"]),
    ],
)  # fmt: skip
def test_a_role_is_what_the_person_is(read: Any, text: str, name: str, roles: list[str]) -> None:
    assert [(person.name, person.roles) for person in read(text).persons] == [(name, roles)]


def test_a_role_too_long_to_be_whole_ends_before_its_last_part(read: Any) -> None:
    text = "Ann Hale, pastor of the Fort Grand Moor Church of Christ and a Labour supporter since May, spoke."
    assert read(text).persons[0].roles == ["pastor of the Fort Grand Moor Church of Christ"]


def test_a_husband_in_a_role_says_nothing_of_his_wife(read: Any) -> None:
    (person,) = read("Ana Hale, a known lawyer by the time her husband won, left.").persons
    assert person.gender is None


def test_who_works_for_refugees_is_none(read: Any) -> None:
    assert read("Ana Lopez, refugee rights director at Atlas, left.").persons[0].protection == "none"


def test_a_role_keeps_the_apostrophe_of_the_text(read: Any) -> None:
    (person,) = read("Dana Reyes, the committee’s political director, said it would wait.").persons
    assert person.roles == ["committee’s political director"]


@pytest.mark.parametrize("change", [str, str.upper, str.lower])
def test_what_is_told_of_a_person_is_as_the_text_has_it(
    change: Callable[[str], str], read: Callable[..., People]
) -> None:
    text = (
        "The women’s rights lawyer Daniel Okello spoke. Ana Lopez, a Kenyan lawyer  who met him, is 34. "
        "Rosa Lim, chair of the O’Neill Foundation, left. Her uncle, Tom Hale, stayed."
    )
    people = {person.name: person for person in read(change(text)).persons}
    assert {name: person.roles for name, person in people.items()} == {
        change(name): [change(role)]
        for name, role in {
            "Daniel Okello": "rights lawyer",
            "Ana Lopez": "Kenyan lawyer",
            "Rosa Lim": "chair of the O’Neill Foundation",
        }.items()
    } | {change("Tom Hale"): [f"{change('uncle')} of {change('Rosa Lim')}"]}
    assert people[change("Rosa Lim")].affiliation == change("O’Neill Foundation")
    assert people[change("Ana Lopez")].nationality == change("Kenyan")
