"""Segments have the roles that a reader would give them, on texts written for these tests and on the seeds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.document.segments import segment
from onrecord.document.segments.lines import Pattern, matches, patterns
from onrecord.document.segments.split import OPENINGS, opening
from onrecord.inputs.page import Block, Page, Stated
from onrecord_schema.segments import REMOVED_ROLES, Segment

SEEDS = Path(__file__).parents[3] / "seeds"
ARTICLE = "art-0123456789abcdef"

HARBOUR = """The old harbour of Tolvik reopened on Monday after a storm destroyed its wooden piers and sank two ferries.

Mayor Ingrid Solheim said the town had borrowed money to rebuild the piers because insurers refused to pay for ferries.

"We could not wait for the insurers," Solheim told reporters at the harbour. "The fishermen of Tolvik needed the piers."

Fishermen lost almost three months of income when the storm closed the harbour, the fishing cooperative said.

The cooperative asked insurers to cover the ferries and the nets, but a court in Bergen has yet to rule on the claim.

Solheim, who was elected mayor last year, said the rebuilt piers would withstand a storm of the same strength."""

HARBOUR_LATER = """Ferries to Bergen will sail again from Saturday and the fishing cooperative's boats within a week.

Insurers said the court in Bergen would have to decide whether wooden piers were covered, as the town of Tolvik claims.

Solheim told fishermen on Tuesday that the harbour would be closed for two nights so divers can lift the ferries."""

ORCHESTRA = """Conductor Paolo Venturi will leave the Lisbon Philharmonic at the end of the season, it was announced.

Venturi, 61, has recorded all nine Beethoven symphonies with the musicians and toured Japan with them twice.

"Music needs new ears," Venturi wrote to the subscribers. A successor will be chosen by the musicians in autumn."""


#: A short report whose last paragraphs are background; hard line breaks are undone below.
TALKS = """Ceasefire talks resume in Jeddah as shelling rocks Khartoum

Nafisa Abdelrahim in Cairo

Envoys of Sudan's army and the paramilitary Rapid Support Forces returned to the negotiating table in the
Saudi city of Jeddah on Friday, a day after the army pulled out of the talks and the United States announced
sanctions against companies linked to both sides.

Residents of southern Khartoum reported heavy artillery fire overnight. At least 18 civilians were killed and
106 wounded when shells struck a market in the Mayo district on Wednesday, a neighbourhood committee said.

The two sides had signed a seven-day truce on 20 May, but each has accused the other of violating it. The army
said it suspended its participation because the RSF had failed to withdraw from hospitals and homes. The RSF,
in turn, said its positions had been bombed by warplanes.

\"We are willing to extend the ceasefire if the other party respects it,\" an RSF adviser, Youssef Ezzat, said.
The mediators, Saudi Arabia and the United States, called on both sides to allow aid into the capital.

The World Food Programme said it had distributed food to 15,000 people in Omdurman this week, and condemned
the looting of its warehouse in El Obeid.

More than 1.2 million people have been displaced since fighting broke out on 15 April. Egypt tightened entry
rules for Sudanese citizens last week. Chad, which has taken in 90,000 refugees, appealed for international
assistance."""


def told(text: str) -> list[tuple[str, str]]:
    """(role, beginning of the stretch) of a plain text."""
    return [(part.role, part.text.strip()[:40]) for part in parts(text)]


def parts(text: str) -> list[Segment]:
    return segment(Page(text, "text/plain", "utf-8"), ARTICLE)


def role_of(text: str, beginning: str) -> str:
    return next(part.role for part in parts(text) if part.text.strip().startswith(beginning))


def off_topic(text: str) -> str:
    return "".join(part.text for part in parts(text) if part.role == "off_topic")


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.example[:40])
def test_pattern_has_its_example(pattern: Pattern) -> None:
    assert pattern in matches(pattern.example)
    assert matches(pattern.example)[0].role == pattern.role


@pytest.mark.parametrize(("role", "example"), [(role, example) for role, _, example in OPENINGS])
def test_opening_has_its_example(role: str, example: str) -> None:
    text = "The harbour is closed today, the port authority said. It will stay so until the storm has passed on Monday."
    assert opening(example + text) == (role, len(example))


def test_plain_article_is_all_body() -> None:
    assert {part.role for part in parts(HARBOUR)} == {"body"}


def test_head_of_an_article() -> None:
    text = (
        "Skip to main content\n\nStorm-hit harbour of Tolvik reopens\n\nUpdated 4 May 2021\n\nBy Mary Hale\n\n"
        + HARBOUR.replace("The old", "TOLVIK, Norway (XYZ) — The old", 1)
    )
    assert told(text)[:5] == [
        ("boilerplate", "Skip to main content"),
        ("headline", "Storm-hit harbour of Tolvik reopens"),
        ("dateline", "Updated 4 May 2021"),
        ("byline", "By Mary Hale"),
        ("dateline", "TOLVIK, Norway (XYZ) —"),
    ]


def test_lines_between_and_after_paragraphs() -> None:
    paragraphs = HARBOUR.split("\n\n")
    paragraphs.insert(2, "Read more: How the harbour was saved")
    paragraphs.insert(4, "Who pays for the ferries")
    paragraphs.insert(6, "Boats lie in the harbour of Tolvik on Monday. (XYZ Photo/Mary Hale)")
    text = "\n\n".join([*paragraphs, "Mary Hale is a freelance journalist based in Oslo.", "© 2021 Example Times"])
    assert role_of(text, "Read more") == "boilerplate"
    assert role_of(text, "Who pays") == "subheading"
    assert role_of(text, "Boats lie") == "caption"
    assert role_of(text, "Mary Hale is") == "author_bio"
    assert role_of(text, "©") == "boilerplate"


def test_player_and_its_title_are_no_headline() -> None:
    text = (
        "Tolvik Opens Its Harbour Again After Storm\n\nFerries Return To Tolvik\nplease wait\n\n"
        "No media source currently available\n\n0:00 0:01:20 0:00\n\nWATCH: Ferries Return To Tolvik\n\n" + HARBOUR
    )
    assert role_of(text, "Tolvik Opens") == "headline"
    assert {part.role for part in parts(text)[1:6]} == {"boilerplate"}


@pytest.mark.parametrize(
    "glue",
    [
        "\n\n\nConductor Venturi to leave Lisbon\n\nUpdated 5 min ago\n\nConductor Venturi to leave Lisbon\n\n",
        "\n\nConductor Venturi to leave Lisbon Philharmonic\n\n",
        "\n\nConductor Venturi to leave Lisbon Philharmonic\n14 min ago\n\n",
    ],
    ids=["repeated headline and stamp", "headline", "headline and stamp"],
)
def test_appended_article_is_off_topic(glue: str) -> None:
    found = off_topic(HARBOUR + glue + ORCHESTRA)
    assert found.startswith("Conductor Venturi to leave") and found.endswith("in autumn.")


def test_inserted_article_is_off_topic() -> None:
    paragraphs = HARBOUR.split("\n\n")
    other = "Conductor Venturi to leave Lisbon Philharmonic\n14 min ago\n\n" + ORCHESTRA
    found = off_topic("\n\n".join([*paragraphs[:3], other, *paragraphs[3:]])).strip()
    assert found.startswith("Conductor Venturi to leave") and found.endswith("in autumn.")


def test_change_of_scene_is_not_off_topic() -> None:
    background = (
        "A harbour since the middle ages\n\nTolvik was founded by merchants from Lübeck in 1347, and its harbour was"
        " the town's only link with the world until railways came.\n\nA storm of 1904 had destroyed the piers before,"
        " and fishermen rebuilt them by hand within a summer."
    )
    assert off_topic(HARBOUR + "\n\n" + background) == ""


def test_removed_text_has_a_reason_and_a_score() -> None:
    for part in parts(
        HARBOUR + "\n\nConductor Venturi to leave Lisbon\n14 min ago\n\n" + ORCHESTRA + "\n\nADVERTISEMENT"
    ):
        assert part.kept == (part.role not in REMOVED_ROLES)
        assert (part.reason is None) == (part.score is None) == part.kept


def test_markup_shows_headline_caption_and_main_text() -> None:
    rows = [
        ("Home", "li", 1.0, "nav", False),
        ("Harbour reopens", "h1", 0.0, "article", False),
        ("By Mary Hale", "p", 0.0, "article", False),
        ("Boats in the harbour of Tolvik", "figcaption", 0.0, "figure", False),
        ("The harbour of Tolvik reopened on Monday after the storm.", "p", 0.0, "article", True),
        ("The cost", "h2", 0.0, "article", True),
        ("Related: Five things to know about the harbour", "p", 1.0, "article", True),
        ("The town paid for the piers because insurers had refused.", "p", 0.0, "article", True),
        ("More from this site", "p", 0.0, "aside", False),
    ]
    text, blocks = "", []
    for line, tag, share, region, in_main in rows:
        blocks.append(Block(len(text), len(text) + len(line), tag, share, region, in_main))
        text += line + "\n"
    page = Page(text, "text/html", "utf-8", tuple(blocks), {"title": (Stated("Harbour reopens", "open-graph"),)})
    roles = [part.role for part in segment(page, ARTICLE)]
    assert roles == [
        "boilerplate", "headline", "byline", "caption", "body", "subheading", "boilerplate", "body", "boilerplate",
    ]  # fmt: skip


def test_seed_with_an_appended_article() -> None:
    text = (SEEDS / "001_d17fd85841e52cdd.txt").read_text(encoding="utf-8")
    kept = "".join(part.text for part in parts(text) if part.kept)
    assert kept.rstrip().endswith("“They’re all very scared.”")
    assert kept == text[: len(kept)]


def test_seed_with_player_and_notices() -> None:
    text = (SEEDS / "002_ef3a289845bdf9eb.txt").read_text(encoding="utf-8")
    roles = [part.role for part in parts(text)]
    assert roles[:3] == ["boilerplate", "boilerplate", "headline"]
    assert roles[-6:] == ["boilerplate", "author_bio", "author_bio", "boilerplate", "boilerplate", "boilerplate"]
    assert roles.count("subheading") == 1


LINES = st.sampled_from(
    [
        *(pattern.example for pattern in patterns()),
        *HARBOUR.split("\n\n"),
        *ORCHESTRA.split("\n\n"),
        "",
        " ",
        "Who pays",
    ]
)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.one_of(st.text(max_size=200), st.lists(LINES, max_size=25).map("\n".join)))
def test_segments_cover_any_text(text: str) -> None:
    found = parts(text)
    assert "".join(part.text for part in found) == text
    assert [part.start for part in found] == [0, *(part.end for part in found[:-1])][: len(found)]
    assert [part.ordinal for part in found] == list(range(len(found)))


ORCHESTRA_IN_FULL = (
    ORCHESTRA
    + """

The Lisbon Philharmonic was founded by students of music in 1937 and plays sixty concerts a season, most of them full.

Subscribers will choose the programme of the conductor's farewell concert, the musicians said. Tickets are on sale.

Venturi recorded the symphonies in the hall of the old opera, whose acoustics engineers had come to measure."""
)


def test_article_without_a_headline_between_two_parts_is_off_topic() -> None:
    paragraphs = (HARBOUR + "\n\n" + HARBOUR_LATER).split("\n\n")
    found = off_topic("\n\n".join([*paragraphs[:5], ORCHESTRA_IN_FULL, *paragraphs[5:]])).strip()
    assert found.startswith("Conductor Paolo Venturi") and found.endswith("come to measure.")


def test_teaser_before_the_article_is_off_topic() -> None:
    teaser = "Conductor Venturi to leave Lisbon Philharmonic\n\n" + ORCHESTRA.rsplit("\n\n", 1)[0]
    own = (
        "Storm-hit harbour of Tolvik reopens\n\nUpdated 4 May 2021\n\nBy Mary Hale\n\n"
        + HARBOUR
        + "\n\n"
        + HARBOUR_LATER
    )
    found = parts(teaser + "\n\n" + own)
    assert "".join(part.text for part in found if part.role == "off_topic").strip() == teaser
    assert [part.role for part in found if part.role != "off_topic"][:4] == ["headline", "dateline", "byline", "body"]


def test_stated_title_decides_which_article_is_the_pages_own() -> None:
    title = (Stated("Storm-hit harbour of Tolvik reopens", "open-graph"),)
    text = ORCHESTRA + "\n\nStorm-hit harbour of Tolvik reopens\n\nUpdated 4 May 2021\n\n" + HARBOUR
    found = segment(Page(text, "text/plain", "utf-8", stated={"title": title}), ARTICLE)
    assert "".join(part.text for part in found if part.role == "off_topic").strip() == ORCHESTRA


def test_newsletter_between_paragraphs_does_not_end_the_article() -> None:
    paragraphs = HARBOUR.split("\n\n")
    paragraphs.insert(3, "Sign up for our daily newsletter\n\nYour email address\n\nSign up")
    paragraphs.append("Voters in Bergen elect a council in June.")
    found = parts("\n\n".join(paragraphs))
    assert [part.role for part in found if part.role != "body"] == ["boilerplate"] * 3
    assert found[-1].role == "body"


def test_links_after_a_heading_are_removed_up_to_the_next_paragraph() -> None:
    paragraphs = HARBOUR.split("\n\n")
    paragraphs.insert(3, "READ MORE:\nFive ships lost in the north\nWho pays for nets")
    text = "\n\n".join([*paragraphs, "Related", "Ferry to Bergen cancelled", "Nets found at sea"])
    for title in ("Five ships lost", "Who pays for nets", "Ferry to Bergen", "Nets found"):
        assert role_of(text, title) == "boilerplate"
    assert role_of(text, "Fishermen lost") == "body"


def test_names_beside_the_stamp_are_a_byline() -> None:
    text = "Storm-hit harbour of Tolvik reopens\n\nMary Hale and John Ngata\n\n4 May 2021\n\n" + HARBOUR
    assert role_of(text, "Mary Hale") == "byline"
    assert role_of(text.replace("Mary Hale and John Ngata", "Example Media Group"), "Example Media") == "boilerplate"


def test_line_above_a_bare_picture_credit_is_its_caption() -> None:
    text = (
        "Harbour of Tolvik reopens\n\nBoats in the harbour of Tolvik.\nPhoto credit: Mary Hale\n\nBy Ann Bo\n\n"
        + HARBOUR
    )
    assert role_of(text, "Boats in") == "caption"


@pytest.mark.parametrize(
    "scene",
    [
        "In 1953 another storm had flooded the south of the Netherlands and killed 1,836 people in Zeeland.",
        "In Japan, fishing towns rebuilt their harbours after the tsunami of 2011 with walls that hide the sea.",
    ],
    ids=["decades back", "another country"],
)
def test_change_of_scene_between_paragraphs_survives(scene: str) -> None:
    paragraphs = HARBOUR.split("\n\n")
    assert off_topic("\n\n".join([*paragraphs[:4], scene, *paragraphs[4:]])) == ""
    assert off_topic("\n\n".join([*paragraphs, scene])) == ""


def test_other_article_on_a_page_with_markup_needs_a_headline() -> None:
    own = (HARBOUR + "\n\n" + HARBOUR_LATER).split("\n\n")
    rows = [("Harbour of Tolvik reopens", "h1"), *((line, "p") for line in own)]
    rows += [("Conductor Venturi to leave Lisbon Philharmonic", "h2")]
    rows += [(line, "p") for line in ORCHESTRA_IN_FULL.split("\n\n")]
    text, blocks = "", []
    for line, tag in rows:
        blocks.append(Block(len(text), len(text) + len(line), tag, 0.0, "article", True))
        text += line + "\n"
    page = Page(text, "text/html", "utf-8", tuple(blocks), {"title": (Stated("Harbour of Tolvik reopens", "json-ld"),)})
    found = "".join(part.text for part in segment(page, ARTICLE) if part.role == "off_topic")
    assert found.startswith("Conductor Venturi to leave") and found.strip().endswith("had come to measure.")


def test_the_background_of_a_short_report_is_its_own() -> None:
    text = "\n\n".join(paragraph.replace("\n", " ") for paragraph in TALKS.split("\n\n"))
    assert off_topic(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Man flees clinic after crash near Tolvik. A driver fled the clinic of Tolvik on Friday after his car "
        "rolled over on Route 16, the sheriff's office said. Officers found him at his home an hour later. "
        "(Coast News Photo/Ann Bo)",
        "Church hosts chili supper. The Sunday school of the First Church of Tolvik is preparing its supper. It will "
        "be held from 4:30 to 7:30 p.m. on Thursday, April 2, in the town hall. Tickets are six dollars each. Proceeds "
        "from the supper help two charities in Tolvik. Terms & Conditions",
    ],
)
def test_the_only_paragraph_of_a_page_is_its_text(text: str) -> None:
    assert [part.role for part in parts(text)] == ["body"]


def test_a_page_with_nothing_but_a_captioned_picture_has_the_caption_as_its_text() -> None:
    rows = [
        ("Boats return to Tolvik", "h1", "article", False),
        ("Boats return to the harbour of Tolvik on Monday, two days after the storm.", "figcaption", "figure", False),
        ("Ann Bo", "figcaption", "figure", False),
    ]
    text, blocks = "", []
    for line, tag, region, in_main in rows:
        blocks.append(Block(len(text), len(text) + len(line), tag, 0.0, region, in_main))
        text += line + "\n"
    page = Page(text, "text/html", "utf-8", tuple(blocks), {})
    assert [part.role for part in segment(page, ARTICLE)] == ["headline", "body", "boilerplate"]


@pytest.mark.parametrize(
    "text",
    [
        "All rights reserved. No part of this publication may be reproduced or transmitted in any form without "
        "permission of the publisher. Material on this site may not be redistributed.",
        "We use cookies to store information on your device, to personalise ads and to analyse our traffic. By "
        "clicking Accept you agree to our use of cookies as described in our Privacy Policy. You can change your "
        "settings at any time.",
    ],
)
def test_a_page_with_nothing_but_a_notice_has_no_text(text: str) -> None:
    assert [part.role for part in parts(text)] == ["boilerplate"]
