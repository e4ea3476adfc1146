"""The contract: every table is documented and survives Parquet, values are cleaned, and contradictions are refused."""

from __future__ import annotations

import io
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pydantic import ValidationError, create_model

from onrecord_schema import fields as f
from onrecord_schema import ids
from onrecord_schema.across_documents import Story
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.dates import DateExpression
from onrecord_schema.dictionary import dictionary_markdown
from onrecord_schema.json_schema import json_schemas
from onrecord_schema.persons import BY_NEED_OF_CARE, Person
from onrecord_schema.sources import Source
from onrecord_schema.tables import DOCUMENT_TABLES, GROUPS, ID_COLUMNS, TABLES, Table, checked

PROMISED = {
    "articles": "article_id source_path source_sha256 url source_url publisher "
    "agency title subtitle authors dateline_place "
    "published published_start published_end published_basis language text body word_count removed_share story_id "
    "is_canonical version_similarity",
    "segments": "segment_id article_id ordinal start end text role kept reason score",
    "claims": "claim_id article_id start end text kind speaker "
    "speaker_kind person_id cue cue_start cue_end speaker_start "
    "speaker_end stance said said_start said_end place "
    "claim_group_id is_canonical article_count story_count confidence "
    "quote_id",
    "persons": "person_id name aliases roles affiliation nationality ethnicity age_min age_max gender is_pseudonym "
    "is_author protection mention_count article_count story_count",
    "mentions": "mention_id person_id article_id start end text form",
    "events": "event_id article_id start end text trigger trigger_start "
    "trigger_end event_type mode status date date_start "
    "date_end date_basis place country actor actor_kind "
    "recipient recipient_kind person_ids count_min count_max claim_id "
    "event_group_id is_canonical article_count story_count confidence",
    "quantities": "quantity_id article_id start end text value_min value_max "
    "unit approximate vague claim_id event_id date "
    "date_start date_end",
    "dates": "date_id article_id start end text kind value value_start value_end basis anchor",
    "stories": "story_id title agency article_count published_start published_end canonical_article_id",
    "sources": "source_path source_sha256 bytes media_type encoding status reason article_id",
}
ALLOWED = {
    pa.string(), pa.bool_(), pa.int32(), pa.int64(), pa.float32(), pa.float64(), pa.date32(), pa.timestamp("us", "UTC"),
}  # fmt: skip

each_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


@pytest.mark.parametrize("name", PROMISED)
def test_every_promised_column_is_there(name: str) -> None:
    assert set(PROMISED[name].split()) <= set(TABLES[name].columns)


@each_table
def test_every_table_has_a_key_and_documented_columns_of_types_that_load_everywhere(table: Table) -> None:
    assert table.key
    assert table.description
    for field in arrow_schema(table):
        assert field.metadata[b"description"], field.name
        kind = field.type.value_type if pa.types.is_list(field.type) else field.type
        assert kind in ALLOWED, field


@each_table
def test_references_point_at_keys_that_exist(table: Table) -> None:
    for target, column in table.references.values():
        assert column in TABLES[target].key


@each_table
def test_the_schema_survives_parquet_with_its_metadata(table: Table) -> None:
    schema = arrow_schema(table, "1.0.0")
    file = io.BytesIO()
    pq.write_table(schema.empty_table(), file)
    assert pq.read_schema(file).equals(schema, check_metadata=True)


def test_dictionary_and_json_schemas_name_every_column() -> None:
    dictionary = dictionary_markdown()
    for name, schema in json_schemas().items():
        assert set(schema["properties"]) == set(TABLES[name].columns)
        assert f"### {name}\n" in dictionary


def _date(**changes: object) -> DateExpression:
    article = ids.article_id("0" * 64)
    row: dict[str, object] = {
        "date_id": ids.span_id("dat", article, 3, 11, "date"), "article_id": article, "start": 3, "end": 11,
        "text": "May 2018", "kind": "date", "value": "2018-05", "value_start": date(2018, 5, 1),
        "value_end": date(2018, 5, 31), "basis": "stated", "anchor": None,
    }  # fmt: skip
    return DateExpression(**(row | changes))


def test_a_good_row_is_taken() -> None:
    assert _date().value == "2018-05"


@pytest.mark.parametrize(
    "changes",
    [
        {"start": "3"}, {"start": -3, "end": 5}, {"end": 12}, {"text": ""}, {"kind": "hour"}, {"value": "May"},
        {"value_end": date(2018, 5, 30)}, {"value": None}, {"date_id": "x"}, {"surprise": 1}, {"basis": None},
        {"value_start": "2018-05-01"},
    ],
    ids=str,
)  # fmt: skip
def test_a_row_with_a_fault_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        _date(**changes)


def test_group_ids_do_not_depend_on_the_order_of_their_members() -> None:
    assert ids.group_id("sto", ["b", "a"]) == ids.group_id("sto", ["a", "b"]) != ids.group_id("sto", ["a"])


def _person(**changes: object) -> Person:
    row: dict[str, object] = {
        "person_id": ids.group_id("per", ["a"]), "name": "Ana Brandt", "aliases": [], "roles": [], "affiliation": None,
        "nationality": None, "ethnicity": None, "age_min": None, "age_max": None, "gender": None,
        "is_pseudonym": False, "is_author": False, "protection": "none", "mention_count": 1, "article_count": 1,
        "story_count": 1,
    }  # fmt: skip
    return Person(**(row | changes))


def test_words_are_trimmed_and_blank_words_are_null() -> None:
    roles = ["mayor\u00a0", "chair of the council", " mayor", "\u2003"]
    person = _person(name=" Ana Brandt\n", roles=roles, affiliation="city hall ", gender=" ")
    assert (person.name, person.roles) == ("Ana Brandt", ["chair of the council", "mayor"])
    assert (person.affiliation, person.gender) == ("city hall", None)


def test_text_stays_as_it_is_in_the_document() -> None:
    assert _date(text=" May 18 ", end=11).text == " May 18 "
    source = Source(source_path=" a.txt", status="rejected", **dict.fromkeys(("source_sha256", "bytes", "media_type")),
                    encoding="", reason="no text ", article_id=None)  # fmt: skip
    assert (source.source_path, source.encoding, source.reason) == (" a.txt", None, "no text")


@pytest.mark.parametrize("changes", [{"name": " "}, {"name": 5}, {"roles": "mayor"}, {"roles": [5]}, {"gender": 5}])
def test_cleaning_makes_nothing_of_another_type_pass(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        _person(**changes)


def test_a_story_has_at_least_one_article() -> None:
    story: dict[str, object] = dict.fromkeys(("title", "agency", "published_start", "published_end"))
    story |= {"story_id": ids.group_id("sto", ["a"]), "canonical_article_id": ids.article_id("0" * 64)}
    assert Story(**story, article_count=1).article_count == 1
    with pytest.raises(ValidationError):
        Story(**story, article_count=0)


def test_what_other_layers_know_of_tables_comes_from_the_columns() -> None:
    assert DOCUMENT_TABLES == (
        "sources", "articles", "segments", "claims", "events", "mentions", "quantities", "dates", "persons",
    )  # fmt: skip
    assert {kind: (group.table, group.column, group.prefix) for kind, group in GROUPS.items()} == {
        "story": ("articles", "story_id", "sto"),
        "person": ("mentions", "person_id", "per"),
        "claim": ("claims", "claim_group_id", "clg"),
        "event": ("events", "event_group_id", "evg"),
    }
    assert {table.name: table.label for table in TABLES.values() if table.label} == {
        "segments": "role", "claims": "kind", "events": "event_type", "mentions": "form", "quantities": "unit",
        "dates": "kind",
    }  # fmt: skip
    assert [ID_COLUMNS[prefix][0].name for prefix in ("per", "sto", "quo")] == ["persons", "stories", "claims"]
    claims, events = TABLES["claims"], TABLES["events"]
    assert claims.followers("speaker") == (
        "speaker_kind", "speaker_start", "speaker_end", "person_id", "speaker_confidence",
    )  # fmt: skip
    assert [events.on_drop(column) for column in ("article_id", "person_ids", "claim_id")] == [
        "delete", "remove", "clear",
    ]  # fmt: skip
    assert "*Correctable.*" in dictionary_markdown().split("| speaker |")[1].split("\n")[0]
    assert sorted(BY_NEED_OF_CARE) == sorted(json_schemas()["persons"]["properties"]["protection"]["enum"])


GOOD = {"note_id": (f.MentionId, f.fixed("Hash.", key=True)), "words": (f.Words, f.fixed("The words."))}


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"note_id": (f.MentionId, f.fixed("Hash."))}, "it has no key"),
        ({"words": (f.Words, f.fixed(""))}, "words is not declared"),
        ({"words": (f.Words, ...)}, "words is not declared"),
        ({"words": (f.Words, f.free("The words."))}, "it has no column `curated`"),
        ({"note_id": (f.MentionId, f.free("Hash.", key=True)), "curated": (bool, f.correction_mark())}, "set a key"),
        ({"at": (f.ArticleId, f.fixed("Where.", references="article.article_id"))}, "article.article_id, which is no"),
        ({"at": (f.ClaimId, f.fixed("Where.", references="articles.article_id"))}, "does not hold ids of articles"),
        ({"sure": (f.Share | None, f.fixed("How sure.", follows=["words"]))}, "follows words, which no correction"),
        ({"words": (f.Words, f.fixed("The words.", label=True))}, "exactly one label"),
        ({"day_start": (f.Day, f.fixed("First.")), "day": (f.Edtf, f.fixed("Day."))}, "day has no column day_end"),
        ({"story_id": (f.StoryId, f.judged("Its story.", group="story"))}, "groups of"),
        ({"words": (f.Words, f.fixed("The words."))}, "two kinds of ids begin with men"),
    ],
)  # fmt: skip
def test_a_missing_or_contradictory_fact_fails(columns: dict[str, object], message: str) -> None:
    row = create_model("Note", __base__=f.Row, __doc__="One row per note.", **(GOOD | columns))  # type: ignore[call-overload]
    with pytest.raises(ValueError, match=message):
        checked([*TABLES.values(), Table("notes", "document", row, ("note_id",))])


def test_a_table_without_a_layer_or_a_column_to_sort_by_fails() -> None:
    table = TABLES["dates"]
    with pytest.raises(ValueError, match=r"there is no layer paper; .*sorted by page"):
        checked([Table(table.name, "paper", table.row, ("page",))])  # type: ignore[arg-type]
