"""The contract walks itself: every table is documented, has a key, points at tables that exist and survives Parquet."""

from __future__ import annotations

import io
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pydantic import ValidationError

from onrecord_schema import ids
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.dates import DateExpression
from onrecord_schema.dictionary import dictionary_markdown
from onrecord_schema.json_schema import json_schemas
from onrecord_schema.tables import TABLES, Table

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
