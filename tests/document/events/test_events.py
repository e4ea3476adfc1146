"""Events in running text: what is one and what is not, when, where, who, how many, and the laws of the rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.language.en.words import country_of
from onrecord_schema.events import Event

Reported = Callable[..., list[Event]]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Police detained 29 people in Lyon on Monday.", [("COERCE", "arrest")]),
        ("He was handed a 12-year sentence.", [("COERCE", "arrest"), ("SANCTION", "convict")]),
        ("Two lawyers have been barred from leaving the country.", [("COERCE", "restrict")]),
        ("Three reporters were barred from entering the country.", [("REJECT", None)]),
        ("The former minister was placed under house arrest.", [("COERCE", "restrict")]),
        ("The rebels said they would release the hostages on Sunday.", [("CONCEDE", None)]),
        ("The president will visit Kenya on Friday.", [("AGREE", None)]),
        ("The country expelled 40 migrants.", [("COERCE", "deport")]),
        ("The exile was sentenced in absentia to nine years.", [("SANCTION", "convict"), ("THREATEN", "arrest")]),
        ("Prosecutors issued a warrant in absentia for the exiled banker.", [("THREATEN", "arrest")]),
        (
            "A court convicted the editor and sentenced him to three years in prison.",
            [("SANCTION", "convict"), ("COERCE", "arrest")],
        ),
        ("Students held a rally to demand the resignation of the mayor.", [("PROTEST", "demo")]),
        ("The court issued an arrest warrant for the exiled leader.", [("THREATEN", "arrest")]),
        ("Two pilots were arrested and taken to a prison last year.", [("COERCE", "arrest")]),
    ],
)
def test_types(sentence: str, found: list[tuple[str, str | None]], reported: Reported) -> None:
    assert [(event.event_type, event.mode) for event in reported(sentence)] == found


@pytest.mark.parametrize(
    "sentence",
    [
        "The ministry rejected the allegations.",
        "The singer left the stage in protest.",
        "The party is holding caucuses in March.",
        "The series was released in May.",
        "The spokesman declined to comment.",
        "If the police detained the men, they would have told the families.",
        "No one was arrested.",
        "Neither the mayor nor the firm has signed the contract yet.",
        "Anyone who blocks roads tonight will regret it.",
        "Nobody knows whether the men were arrested.",
        "Did the police arrest the men?",
        "The new rules target farmers.",
        "The arrest of lawyers has been a problem in the neighbouring country.",
        "People who are detained in camps need help.",
        "The earthquake killed 200 people.",
        "The club signed a striker on Monday.",
        "The bank tried to arrest the decline.",
        "She wants the government to release her brother.",
    ],
)
def test_no_event(sentence: str, reported: Reported) -> None:
    assert reported(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Police arrested three men.", "happened"),
        ("Police are arresting protesters.", "ongoing"),
        ("Eleven men are barred from leaving the country.", "ongoing"),
        ("The guards allegedly tortured four prisoners.", "alleged"),
        ("Two men could be deported next week.", "hypothetical"),
        ("The men will be deported next week.", "planned"),
        ("The ministry denied that its soldiers killed civilians.", "denied"),
        ("The guard denied beating the prisoner.", "denied"),
        ("The army rejected claims that its troops had tortured detainees.", "denied"),
        ("The general rejected accusations of torturing prisoners.", "denied"),
        ("Witnesses made allegations that soldiers raped two women.", "alleged"),
        ("The clinic reported treating 19 wounded villagers.", "happened"),
    ],
)
def test_status(sentence: str, status: str, reported: Reported) -> None:
    assert [event.status for event in reported(sentence)] == [status]


@pytest.mark.parametrize(
    ("text", "date", "basis"),
    [
        ("Police arrested three men on Monday.", "2018-11-26", "relative"),
        ("The ministry said in November that the army had detained 50 men.", None, "unknown"),
        ("In January, the ministry announced that it would release the men.", "2018-01", "relative"),
        ("They have been released since June.", "2018-06/..", "relative"),
        ("The group has kidnapped hundreds of people since its formation in 2007.", "2007/..", "stated"),
        ("She was ordered by the court to return to the city in March 2015.", "2015-03", "stated"),
        ("A nurse went back to the city in 2015, but was detained.", "2015", "stated"),
        ("A court upheld the verdict over the 2015 killing of a priest.", "2015", "stated"),
        ("Police arrested two men on Friday over the 2015 theft of a painting.", "2018-11-23", "relative"),
        ("Last year, 60 sailors were detained. Of those, 41 were returned to their ships.", "2017", "inferred"),
    ],
)
def test_date(text: str, date: str | None, basis: str, reported: Reported) -> None:
    last = reported(text)[-1]
    assert (last.date, last.date_basis) == (date, basis)


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("A bomb in the market killed 3 people and 42 injured on Monday.", [3, 42]),
        ("Gunmen killed three people and 42 were injured on Friday.", [3, 42]),
        # Not the voters were released, nor those who signed, but poll and letter.
        ("This is according to a poll of 400 voters released on Friday by the institute.", []),
        ("The club met four signatories of the letter, released by Khan.", []),
    ],
)
def test_a_number_counts_those_of_its_own_act(sentence: str, counts: list[int], reported: Reported) -> None:
    found = [event for event in reported(sentence) if event.event_type in ("ASSAULT", "RETREAT")]
    assert [event.count_min for event in found] == counts


@pytest.mark.parametrize(
    ("sentence", "place", "country"),
    [
        ("Police detained 29 people in Lyon on Monday.", "Lyon", "FR"),
        ("Police detained 29 people in Izmir, Turkey.", "Izmir", "TR"),
        ("Police detained 29 people in Georgia.", "Georgia", None),
        ("Police detained 29 people.", None, None),
        ("A court in Lyon sentenced a man to death.", "Lyon", "FR"),
        ("Soldiers killed two people during a raid in Lyon.", "Lyon", "FR"),
        ("The army released two men after talks in Lyon.", None, None),
    ],
)
def test_place(sentence: str, place: str | None, country: str | None, reported: Reported) -> None:
    (event,) = reported(sentence)
    assert (event.place, event.country) == (place, country)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Russia", "RU"),
        ("the Netherlands", "NL"),
        ("California", "US"),
        ("Kandahar", "AF"),
        ("Congo", None),
        ("Monday", None),
    ],
)
def test_country_of(name: str, code: str | None) -> None:
    assert country_of(name) == code


@pytest.mark.parametrize(
    ("sentence", "bounds"),
    [
        ("The army detained 29 villagers.", (29, 29)),
        ("More than 3,000 people were released from the camps.", (3000, None)),
        ("One of her sons was arrested.", (1, 1)),
        ("A nurse was detained at the border.", (1, 1)),
        ("Gunmen killed two nurses and three guards.", (5, 5)),
        ("The army detained villagers.", (None, None)),
    ],
)
def test_count(sentence: str, bounds: tuple[int | None, int | None], reported: Reported) -> None:
    (event,) = reported(sentence)
    assert (event.count_min, event.count_max) == bounds


def test_actor_and_recipient_whatever_the_voice(reported: Reported) -> None:
    for sentence in ("Police detained two reporters.", "Two reporters were detained by police."):
        (event,) = reported(sentence)
        assert (event.actor or "").lower() == "police"
        assert (event.recipient or "").lower() == "two reporters"
        assert (event.actor_kind, event.recipient_kind) == ("government", "group")
    (event,) = reported("Two reporters were detained on Monday.")
    assert event.actor is None and event.actor_kind == "unknown"


@pytest.mark.parametrize(
    ("sentence", "actor", "recipient"),
    [
        ("A court in Lyon on Wednesday sentenced two men to five years in prison.", "A court in Lyon", "two men"),
        ("Police fired tear gas and rubber bullets at the marchers.", "Police", "the marchers"),
        ("Police used water cannon to disperse a crowd.", "Police", "a crowd"),
        ("Residents accused officials of stealing food.", "Residents", "officials"),
        ("The bank pledged $10 million in aid.", "The bank", None),
        ("The rebels left the valley. They abducted three nurses.", "The rebels", "three nurses"),
        ("It was dark. They abducted three nurses.", None, "three nurses"),
        ("Teachers went on strike on Monday.", "Teachers", None),
        ("Police on Monday shot dead two people, including a boy.", "Police", "two people"),
    ],
)
def test_participants(sentence: str, actor: str | None, recipient: str | None, reported: Reported) -> None:
    last = reported(sentence)[-1]
    assert (last.actor, last.recipient) == (actor, recipient)


def test_what_is_denied_presupposes_what_it_tells_in_passing(reported: Reported) -> None:
    arrested, tortured = reported("The minister denied that the men who were arrested in May had been tortured.")
    assert (arrested.event_type, arrested.status, arrested.date) == ("COERCE", "happened", "2018-05")
    assert (tortured.event_type, tortured.status, tortured.date) == ("ASSAULT", "denied", None)


def test_two_places_and_two_days_in_one_sentence(reported: Reported) -> None:
    killed, march = reported("A bomb killed three people in Lagos on Friday after a march in Abuja on Thursday.")
    assert (killed.place, killed.country, killed.date) == ("Lagos", "NG", "2018-11-23")
    assert (march.place, march.country, march.date) == ("Abuja", "NG", "2018-11-22")


def test_who_accuses_is_not_who_tortured(reported: Reported) -> None:
    accused, tortured = reported("The charity accused the police of torturing detainees.")
    assert (accused.actor, accused.recipient) == ("The charity", "the police")
    assert (tortured.actor, tortured.recipient, tortured.status) == ("the police", "detainees", "alleged")


def test_unlike_things_are_not_added_and_money_is_no_count(reported: Reported) -> None:
    for sentence in (
        "The army deployed 200 soldiers and six helicopters to the valley.",
        "The union promised $10 million in aid.",
    ):
        (event,) = reported(sentence)
        assert (event.count_min, event.count_max) == (None, None)


def test_a_cause_told_in_the_same_sentence_is_one_event(reported: Reported) -> None:
    (event,) = reported("Four people were killed in Lyon in June when a gunman attacked a checkpoint.")
    assert (event.actor, event.recipient, event.place) == ("a gunman", "Four people", "Lyon")


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Doctors called off a three-week strike.", [("CONCEDE", None)]),
        ("The army launched an air strike on the port.", [("ASSAULT", "aerial")]),
        ("The ministry dismissed the report as false.", []),
        ("Not a shot had been fired by the soldiers.", []),
    ],
)
def test_what_is_called_off_or_denied(sentence: str, found: list[tuple[str, str | None]], reported: Reported) -> None:
    assert [(event.event_type, event.mode) for event in reported(sentence)] == found


def test_clause_not_sentence(reported: Reported) -> None:
    text = "They said that the army had detained 40 pilots, and 12 had since been released and allowed to return home."
    detained, released = reported(text)
    assert detained.text == "the army had detained 40 pilots"
    assert released.text == "12 had since been released and allowed to return home"
    assert released.trigger == "released"


def test_a_place_is_given_as_the_text_has_it(reported: Reported) -> None:
    (event,) = reported("Police detained 29 people in Xi’an on Monday.")
    assert event.place == "Xi’an"


@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_without_a_mixture_of_capitals_and_small_letters_events_are_the_same(
    change: Callable[[str], str], reported: Reported
) -> None:
    text = "Police detained Daniel Okello and two nurses in Lima on Monday. Soldiers shot dead three people in Nairobi."
    cased, changed = reported(text), reported(change(text))
    assert len(cased) == 2
    for one, other in zip(cased, changed, strict=True):
        assert (other.event_type, other.mode, other.country, other.count_min) == (
            one.event_type, one.mode, one.country, one.count_min
        )  # fmt: skip
        for column in ("text", "trigger", "actor", "recipient", "place"):
            assert getattr(other, column) == (change(value) if (value := getattr(one, column)) else None)


def test_blanks_set_double_are_no_part_of_a_name(reported: Reported) -> None:
    (event,) = reported("The leaders  met in Vienna on Monday.")
    assert event.actor == "The leaders"


def test_a_headline_is_not_read(reported: Reported) -> None:
    assert reported("Police detain 29 people in Lyon", role="headline") == []
    assert reported("Police detain a protester in Lyon.", role="caption") != []


def test_a_sentence_printed_twice_reports_once(reported: Reported) -> None:
    sentence = "The army detained 29 villagers near the northern border on Monday.\n"
    assert len(reported(sentence * 3)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "He was taken from his home by the police and sentenced to seven years in prison in 2017.",
        "Soldiers detained him near the market of the town in the spring of 2017.",
    ],
)
def test_a_sentence_repeated_of_another_person_reports_again(sentence: str, reported: Reported) -> None:
    text = f"Daniel Okello is a carpenter. {sentence}\nPeter Lang taught mathematics. {sentence}\n"
    arrests = [event for event in reported(text) if event.mode == "arrest"]
    assert [event.recipient for event in arrests] == ["Daniel Okello", "Peter Lang"]
    strangers = text.replace("Daniel Okello", "One of them").replace("Peter Lang", "Another")
    assert len([event for event in reported(strangers) if event.mode == "arrest"]) == 2


WORDS = st.sampled_from(
    [
        *(
            "Police",
            "detained",
            "released",
            "were",
            "not",
            "the",
            "two",
            "men",
            "in",
            "Lyon",
            ",",
            "and",
            "who",
            "on",
            "Monday",
        ),
        *("urged", "to", "by", "protest", "killed", "will", "“", "”", "-", "(", ")", "of", "’s", "if", "strike", "."),
    ]
)


@settings(derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, min_size=1, max_size=25))
def test_any_text_gives_rows_that_slice(words: list[str], reported: Reported) -> None:
    text = " ".join(words)
    events = reported(text)
    for event in events:
        assert text[event.start : event.end] == event.text
        assert event.start <= event.trigger_start < event.trigger_end <= event.end
        assert text[event.trigger_start : event.trigger_end] == event.trigger
        assert event.person_ids == sorted(set(event.person_ids))
    assert len({event.event_id for event in events}) == len(events)
    assert events == reported(text)


@pytest.mark.parametrize(
    ("sentence", "actor", "recipient", "count"),
    [
        # A result beside the verb, a role noun that no list has by hand, two verbs with one object.
        ("Gunmen shot dead a polio vaccinator on Monday.", "Gunmen", "a polio vaccinator", 1),
        ("Gunmen shot and wounded a cameraman.", "Gunmen", "a cameraman", 1),
        # What befalls the subject of an active verb.
        ("A patrol came under attack from militants.", "militants", "A patrol", None),
        ("Eleven people died in the unrest.", None, "Eleven people", 11),
        ("Forty villagers are in custody.", None, "Forty villagers", 40),
        # The name behind the office; no time within the name.
        ("The governor, Jane Hale, condemned the bombing.", "The governor, Jane Hale", None, None),
        ("A court in the capital on Tuesday sentenced two men to death.", "A court in the capital", "two men", 2),
        ("Rebels ambushed a convoy near the border.", "Rebels", "a convoy", None),
        # Of what was attacked and who died of it, the goal is what was attacked.
        ("Bandits attacked a farm, killing five workers.", "Bandits", "a farm", 5),
    ],
)
def test_who_did_what_to_whom(
    sentence: str, actor: str | None, recipient: str | None, count: int | None, reported: Reported
) -> None:
    (event,) = reported(sentence)
    assert (event.actor, event.recipient, event.count_min) == (actor, recipient, count)


def test_who_condemns_a_killing_is_not_its_victim(reported: Reported) -> None:
    condemned, killing = reported("The minister condemned the killing of two nurses.")
    assert (condemned.event_type, condemned.actor, condemned.recipient) == ("ACCUSE", "The minister", None)
    assert (killing.event_type, killing.actor, killing.recipient) == ("ASSAULT", None, "two nurses")


def test_day_and_place_behind_a_participle_are_the_acts(reported: Reported) -> None:
    (shot,) = reported(
        "Gunmen shot dead a teacher and wounded the policeman guarding her in Lyon on Friday, officials said."
    )
    assert (shot.date, shot.place) == ("2018-11-23", "Lyon")


def test_a_clause_behind_a_comma_tells_what_came_next(reported: Reported) -> None:
    thrown, gas = reported("Marchers threw stones at riot police, who responded with tear gas.")
    assert (thrown.event_type, thrown.recipient) == ("PROTEST", "riot police")
    assert (gas.event_type, gas.mode, gas.actor) == ("ASSAULT", "crowd-control", "riot police")


def test_who_shares_its_subject_with_a_report(reported: Reported) -> None:
    (called,) = reported("The director said there was a pattern of abuse and called for an independent inquiry.")
    assert (called.event_type, called.actor) == ("REQUEST", "The director")


def test_a_participle_that_stands_as_a_noun(reported: Reported) -> None:
    (fighting,) = reported("Fighting between farmers and herders left 23 people dead.")
    assert (fighting.event_type, fighting.count_min) == ("ASSAULT", 23)


def test_what_follows_from_an_act_shares_its_day(reported: Reported) -> None:
    stormed, freed = reported("Troops stormed a bandit camp on Friday, killing 14 gunmen and freeing 39 hostages.")
    assert (stormed.event_type, stormed.date, stormed.count_min) == ("ASSAULT", "2018-11-23", 14)
    assert (freed.date, freed.count_min) == ("2018-11-23", 39)


def test_nothing_that_happened_did_so_after_the_article_appeared(reported: Reported) -> None:
    (urged,) = reported("The mayor urged his followers to stay at home on 5 December 2018.")
    assert (urged.event_type, urged.date) == ("REQUEST", None)
    (met,) = reported("The mayor will meet workers on 5 December 2018.")
    assert (met.event_type, met.status, met.date) == ("AGREE", "planned", "2018-12-05")


def test_two_readings_of_a_clause_as_one_type_are_one_event(reported: Reported) -> None:
    sentence = "Gov. Hale filed a complaint for a judgement against the ministry, AG Brandt, and Deputy AG Vera Roy."
    assert [event.trigger for event in reported(sentence)] == ["filed a complaint"]
