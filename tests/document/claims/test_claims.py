"""Claims of short texts: content, kind, speaker, cue, stance and time as a reader would give them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from onrecord.document.claims.constructions import candidates
from onrecord.document.claims.conversations import turns
from onrecord_schema.claims import Claim

Claimed = Callable[[str], list[Claim]]


@pytest.mark.parametrize(
    ("text", "content", "speaker", "cue"),
    [
        ("The ministry has said that the border is closed.", "that the border is closed", "The ministry", "has said"),
        ("The ministry has said the border is closed.", "the border is closed", "The ministry", "has said"),
        (
            "The ministry has said the border is closed. Roads to four districts were cut.",
            "the border is closed",
            "The ministry",
            "has said",
        ),
        (
            "The inspector said that the dam had held, but the warnings stopped.",
            "that the dam had held, but the warnings stopped",
            "The inspector",
            "said",
        ),
        (
            "The inspector said that the dam had held, but the lawyers have grown tired.",
            "that the dam had held",
            "The inspector",
            "said",
        ),
        ("His wife, Elena, said she had not been allowed in.", "she had not been allowed in", "Elena", "said"),
        ("The border is closed, the email said.", "The border is closed", "the email", "said"),
        ("According to the police, the road is blocked.", "the road is blocked", "the police", "According to"),
        (
            "The move, the mayor explained, was the result of planning.",
            "The move, the mayor explained, was the result of planning",
            "the mayor",
            "explained",
        ),
        (
            "The union is convinced that the law will fail.",
            "that the law will fail",
            "The union",
            "is convinced",
        ),
        (
            "The office confirmed reports from December that the ministry had agreed to let them leave.",
            "that the ministry had agreed to let them leave",
            "The office",
            "confirmed reports",
        ),
        (
            "The bridge was closed, one driver said, citing a police officer.",
            "The bridge was closed",
            "one driver",
            "said",
        ),
        (
            "Six were jailed, the rights group Lantern reported at the time.",
            "Six were jailed",
            "the rights group Lantern",
            "reported",
        ),
        ("Officials put the death toll at 43.", "the death toll at 43", "Officials", "put"),
    ],
)
def test_reported(text: str, content: str, speaker: str, cue: str, claimed: Claimed) -> None:
    (claim,) = claimed(text)
    assert (claim.text, claim.kind, claim.speaker, claim.cue) == (content, "indirect", speaker, cue)
    assert text[claim.start : claim.end] == claim.text
    assert claim.speaker_start is not None and text[claim.speaker_start : claim.speaker_end] == speaker


def test_split_quotation_is_rows_that_share_a_quote_id(claimed: Claimed) -> None:
    first, second = claimed("“We are closing the school,” the mayor said. “There is no money.”")
    assert (first.text, second.text) == ("We are closing the school,", "There is no money.")
    assert first.kind == second.kind == "direct"
    assert first.quote_id is not None and first.quote_id == second.quote_id
    assert first.speaker == second.speaker == "the mayor"


def test_quotation_that_fills_the_next_paragraph_has_the_same_speaker(claimed: Claimed) -> None:
    claims = claimed("“I want to go home,” said Maria Lopez, who lives in Lima.\n“They are all very scared.”")
    assert [(c.text, c.speaker) for c in claims] == [
        ("I want to go home,", "Maria Lopez"),
        ("They are all very scared.", "Maria Lopez"),
    ]


def test_quotation_over_paragraphs_whose_speaker_is_named_at_its_end(claimed: Claimed) -> None:
    text = "The valley was dark.\n“There have been many thefts.\n“We ask everybody to stay at home,” the mayor said."
    claims = claimed(text)
    assert [(c.text, c.speaker) for c in claims] == [
        ("There have been many thefts.", "the mayor"),
        ("We ask everybody to stay at home,", "the mayor"),
    ]
    assert claims[0].quote_id is not None and claims[0].quote_id == claims[1].quote_id


def test_speaker_with_an_apposition_before_the_verb(claimed: Claimed) -> None:
    (claim,) = claimed("“The river is rising,” Ana Silva, a farmer in the valley, tells the newspaper.")
    assert (claim.text, claim.speaker, claim.cue) == ("The river is rising,", "Ana Silva", "tells")


def test_title_in_quotation_marks_is_no_speech(claimed: Claimed) -> None:
    claims = claimed("In “A Time to Sow,” published in 2015, Mr. Berg described how the farm was lost.")
    assert [claim.text for claim in claims] == ["how the farm was lost"]


def test_quotation_that_runs_past_its_sentence_is_in_the_content(claimed: Claimed) -> None:
    (claim,) = claimed("The senator said that the bill “is dead. Nobody will vote for it.”")
    assert claim.text == "that the bill “is dead. Nobody will vote for it.”"


def test_what_a_speaker_does_besides_is_no_part_of_what_is_denied(claimed: Claimed) -> None:
    denied, accused = claimed("The major denied that any secret sites existed and accused foreign media of lying.")
    assert (denied.text, denied.speaker, denied.stance) == ("that any secret sites existed", "The major", "denies")
    assert (accused.speaker, accused.cue) == ("The major", "accused")


def test_quotation_goes_on_after_the_terms_of_sourcing(claimed: Claimed) -> None:
    text = "“Go home,” said Oglen Bay, a nurse, who asked that her age be withheld. “My son is ill.”"
    first, asked, last = claimed(text)
    assert first.speaker == last.speaker == "Oglen Bay" and last.stance == "asserts"
    assert (asked.cue, asked.stance) == ("asked", "requests")


def test_remark_of_the_narrator_is_no_content(claimed: Claimed) -> None:
    (claim,) = claimed("Officials warned that the river could rise, in a sign that the crisis deepens.")
    assert claim.text == "that the river could rise"


def test_interview_turns(claimed: Claimed) -> None:
    text = "Lopez: Who pays for it?\nStone: The ministry said it would pay.\nLopez: And when?"
    claims = claimed(text)
    assert [(c.speaker, c.text, c.kind, c.stance) for c in claims] == [
        ("Lopez", "Who pays for it?", "direct", "questions"),
        ("Stone", "The ministry said it would pay.", "direct", "asserts"),
        ("Lopez", "And when?", "direct", "questions"),
    ]


INTERVIEW = (
    "Tesfay Habte, a teacher, spent a year in a camp. He spoke to us in Port Sudan.\n"
    "How were you arrested?\nFour men came to the school. They took me away. An officer said I had collected money.\n"
    "What did you eat?\nWe were 60 in a room.\nWe got a cup of lentils.\nWhat do you want now?\n"
    "I want someone to write down the names.\nThe ministry did not reply."
)


def test_interview_without_labels(claimed: Claimed) -> None:
    claims = claimed(INTERVIEW)
    assert [(c.text, c.speaker, c.kind) for c in claims] == [
        (
            "Four men came to the school. They took me away. An officer said I had collected money.",
            "Tesfay Habte",
            "direct",
        ),
        ("We were 60 in a room.", "Tesfay Habte", "direct"),
        ("We got a cup of lentils.", "Tesfay Habte", "direct"),
        ("I want someone to write down the names.", "Tesfay Habte", "direct"),
    ]


def test_questions_of_the_narrator_are_no_interview(claimed: Claimed) -> None:
    told = INTERVIEW.replace("me", "him").replace("We ", "They ").replace("I want", "He wants").replace(" I ", " he ")
    assert all(claim.kind == "indirect" for claim in claimed(told))


def test_label_that_does_not_return_is_no_turn(claimed: Claimed) -> None:
    assert claimed("Tickets: The shop is closed.\nPhoto: A street in the rain.\nContact: The desk is open.") == []


def test_quotation_without_cue_or_context_has_no_speaker(claimed: Claimed) -> None:
    (claim,) = claimed("The square was empty.\n“We have lost everything we ever owned.”")
    assert claim.speaker is None and claim.cue is None and claim.speaker_kind == "unknown"


def test_partly_quoted_content_is_mixed(claimed: Claimed) -> None:
    (claim,) = claimed('Officials said the protesters were "armed and paid by foreign powers."')
    assert claim.kind == "mixed"
    assert claim.text == 'the protesters were "armed and paid by foreign powers."'


def test_term_in_quotation_marks_leaves_the_content_indirect(claimed: Claimed) -> None:
    text = 'Officials said that some two thousand people from the north were being held in "centers" in the capital.'
    (claim,) = claimed(text)
    assert claim.kind == "indirect"


def test_pronoun_gets_its_antecedent_and_keeps_its_place(claimed: Claimed) -> None:
    text = "Several farmers said the dam had failed. They said nobody had warned the village."
    first, second = claimed(text)
    assert first.speaker == second.speaker == "Several farmers"
    assert text[second.speaker_start : second.speaker_end] == "They"


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The company denied that the plant had leaked.", "denies"),
        ("Reporters asked whether the plant had leaked.", "questions"),
        ("The company said that the plant had not leaked.", "asserts"),
        ("The mayor does not believe that the plant leaked.", "denies"),
        ("“Who closed the plant last year?” the mayor said.", "questions"),
    ],
)
def test_stance(text: str, stance: str, claimed: Claimed) -> None:
    (claim,) = claimed(text)
    assert claim.stance == stance


def test_time_and_place_are_those_of_the_cue(claimed: Claimed) -> None:
    text = "Ministry officials told reporters in Paris in November that the bridge had been closed in March."
    (claim,) = claimed(text)
    assert (claim.said, claim.place) == ("2018-11", "Paris")


@pytest.mark.parametrize(
    "text",
    [
        "The ministry did not say who could leave.",
        "The road was closed on Monday.",
        "A witness who asked not to be named stood at the gate.",
    ],
)
def test_no_claim(text: str, claimed: Claimed) -> None:
    assert claimed(text) == []


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(['"', "“", "”", "'", "he said", "We won", ",", ".", "\n", "that", ":"]), max_size=14))
def test_spans_slice_and_ids_are_unique(claimed: Claimed, pieces: list[str]) -> None:
    text = " ".join(pieces) + " end"
    claims = claimed(text)
    assert all(text[c.start : c.end] == c.text for c in claims)
    assert len({c.claim_id for c in claims}) == len(claims)


def test_someone_unnamed_is_who_he_or_she_stands_for(claimed: Claimed) -> None:
    text = "A negotiator said that nothing had been paid.\n“Nobody leaves for free,” he told the agency."
    assert [claim.speaker for claim in claimed(text)] == ["A negotiator", "A negotiator"]
    named = "A negotiator said that nothing had been paid.\nThe firm denied it.\n“Nobody leaves,” he told the agency."
    assert claimed(named)[-1].speaker == "he"


def test_a_name_in_apposition_is_the_speaker_and_a_person(claimed: Claimed) -> None:
    (claim,) = claimed("Her campaign manager, Luis Ortega, said that the vote was lost.")
    assert (claim.speaker, claim.speaker_kind) == ("Luis Ortega", "person")
    assert claim.person_id is not None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Republican said that now was not the time.", "person"),
        ("A court official said that it was closed.", "person"),
        ("Employers said that there was no money.", "group"),
        ("The photos suggest that the tower is gone.", "unknown"),
        ("His uncle said that it was closed.", "person"),
    ],
)
def test_kinds_of_speakers(text: str, kind: str, claimed: Claimed) -> None:
    assert [claim.speaker_kind for claim in claimed(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The general told the villagers to leave their homes at once.", "requests"),
        ("The union called for an inquiry.", "requests"),
        ("The senator called the report a lie.", "asserts"),
    ],
)
def test_stance_is_read_off_cue_and_content_together(text: str, stance: str, claimed: Claimed) -> None:
    assert [claim.stance for claim in claimed(text)] == [stance]


def test_a_quotation_that_ends_in_a_quotation_is_one(claimed: Claimed) -> None:
    (claim,) = claimed("\"I asked him: 'Is it you?'\" Maria Lopez said.")
    assert (claim.text, claim.speaker) == ("I asked him: 'Is it you?'", "Maria Lopez")


def test_a_parse_that_runs_in_a_circle_ends() -> None:
    words, heads = ["minds", "who", "say", "according", "to", "it"], [1, 2, 0, 4, 5, 3]
    doc = Doc(Vocab(), words=words, heads=heads, deps=["dep"] * len(words))
    assert list(candidates(doc, 0, len(doc))) == []
    assert len(list(doc[1].ancestors)) <= len(doc)


def test_labels_in_capitals_are_the_persons_named(claimed: Claimed) -> None:
    text = (
        "Reporter Ana Lopez met swimmer Tom Stone.\nANA LOPEZ: Who pays?\nTOM STONE: I do.\n"
        "LOPEZ: And who paid before?\nSTONE: I wanted my parents to pay."
    )
    claims = claimed(text)
    assert [c.speaker for c in claims] == ["ANA LOPEZ", "TOM STONE", "LOPEZ", "STONE"]
    assert claims[0].person_id == claims[2].person_id != claims[1].person_id == claims[3].person_id
    assert all(c.person_id for c in claims)


def test_the_answers_are_those_of_the_one_person_introduced(claimed: Claimed) -> None:
    text = "Potter Lena Marsh works in a shed.\nQ: Is it cold there?\nA: It is.\nQ: And in the summer?\nA: I swim."
    questions, answers = claimed(text)[::2], claimed(text)[1::2]
    assert {c.speaker for c in questions} == {None}
    assert {c.speaker for c in answers} == {"Lena Marsh"} and all(c.person_id for c in answers)


def test_answers_are_turns_where_the_questions_are_headings() -> None:
    lines = ["Where are you from?", "A: A village.", "Your first job?", "A: Selling ice.", "And now?", "A: I draw."]
    text = "\n".join(lines)
    starts = [text.index(line) for line in lines]
    answers = [(start, start + len(line)) for start, line in zip(starts, lines, strict=True)][1::2]
    said = [text[slice(*turn.content)] for turn in turns(text, answers)]
    assert said == ["A village.", "Selling ice.", "I draw."]
    assert not turns("Serves: 4\nServes: 2\nServes: 6", [(0, 9), (10, 19), (20, 29)])


def test_answers_of_someone_unnamed_have_no_speaker(claimed: Claimed) -> None:
    text = "A nurse spoke to us.\nQ: Is it cold there?\nA: It is.\nQ: And in the summer?\nA: Dr Ana Lopez left."
    assert {(c.speaker, c.person_id, c.speaker_kind) for c in claimed(text)} == {(None, None, "unknown")}


def test_who_speaks_for_a_side_in_court(claimed: Claimed) -> None:
    (claim,) = claimed("Defending, Lena Marsh said her client was ashamed.")
    assert claim.speaker == "Lena Marsh" and claim.person_id
