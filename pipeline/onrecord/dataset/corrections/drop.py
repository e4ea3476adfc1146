"""Drops rows: rows that cannot be without them fall too, and what pointed at them points at nothing."""

from __future__ import annotations

from onrecord.dataset.corrections.groups import KINDS, remove
from onrecord.dataset.corrections.step import Changed, Step
from onrecord.errors import CorrectionsError
from onrecord_schema.tables import GROUPS, ID_COLUMNS, TABLES, Table, pointing_at

#: The persons of rows as the tables have them, where the database has each document's own.
_PERSONS = {
    "person_id": "(SELECT group_id FROM before WHERE kind = 'person' AND member = person_id)",
    "person_ids": "coalesce((SELECT list_sort(list(DISTINCT group_id)) FROM before WHERE kind = 'person' "
    "AND list_contains(person_ids, member)), [])",
}


def drop(step: Step) -> None:
    """Drop the rows and groups that the correction names. Raises CorrectionsError for one that is not there."""
    for row_id in step.why.rows:
        table, column = ID_COLUMNS.get(row_id[:3], (None, ""))
        kind = KINDS.get(row_id[:3], "")
        if kind and row_id.startswith(GROUPS[kind].prefix):
            _fall(step, TABLES["persons" if kind == "person" else GROUPS[kind].table], step.members(kind, row_id))
        elif table and column in table.key and table.of_origin("free"):
            step.row(table, row_id)
            _fall(step, table, [row_id])
        else:
            raise CorrectionsError(f"{row_id} cannot be dropped: only articles and what was found in them can")


def _fall(step: Step, table: Table, row_ids: list[str], is_recorded: bool = True) -> None:
    """Delete rows, then those that need them, and clear what points at them."""
    key, persons = table.key[0], list[str]()
    if is_recorded:
        _record(step, table, row_ids)
    if table.name == "mentions":
        persons = step.values("SELECT DISTINCT person_id FROM mentions WHERE list_contains(?, mention_id)", [row_ids])
    step.query(f"DELETE FROM {table.name} WHERE list_contains(?, {key})", [row_ids])
    for kind, group in GROUPS.items():
        if table.name == ("persons" if kind == "person" else group.table):
            remove(step, kind, row_ids)
    # Nothing is kept of an article, whose text may be why it was dropped, but its line in the ledger.
    is_recorded = is_recorded and table.name != "articles"
    for other, column in pointing_at(table):
        if other.name == "sources":
            step.query(
                "UPDATE sources SET status = 'rejected', reason = ?, article_id = NULL "
                "WHERE list_contains(?, article_id)",
                [f"dropped by a correction: {step.why.reason}", row_ids],
            )
        elif other.on_drop(column) == "delete":
            query = f"SELECT {other.key[0]} FROM {other.name} WHERE list_contains(?, {column}) ORDER BY 1"
            if needing := step.values(query, [row_ids]):
                _fall(step, other, needing, is_recorded)
        else:
            _clear(step, other, column, row_ids, is_recorded)
    # Persons who are still mentioned have another first mention, by which they are known.
    step.query("UPDATE persons SET curated = true WHERE list_contains(?, person_id)", [persons])
    alone = step.values(
        "SELECT person_id FROM persons WHERE list_contains(?, person_id) "
        "AND person_id NOT IN (SELECT person_id FROM mentions) ORDER BY 1",
        [persons],
    )
    if alone:
        _fall(step, TABLES["persons"], alone, is_recorded)


def _record(step: Step, table: Table, row_ids: list[str]) -> None:
    """Keep rows whole as JSON, but of an article only what names it. Persons are recorded as groups are."""
    columns = ["article_id", "source_path", "title"] if table.name == "articles" else table.columns
    shown = ", ".join(f'{_PERSONS.get(column, "t." + chr(34) + column + chr(34))} AS "{column}"' for column in columns)
    query = f"SELECT {shown} FROM {table.name} AS t WHERE list_contains(?, {table.key[0]})"
    step.dropped += step.values(f"SELECT to_json(kept) FROM ({query}) AS kept ORDER BY ALL", [row_ids])
    if table.name != "persons":
        step.changes += [Changed("dropped", table.name, row_id, table.key[0], None, []) for row_id in row_ids]


def _clear(step: Step, table: Table, column: str, row_ids: list[str], is_recorded: bool) -> None:
    """Take ids out of a column of references."""
    key, name, is_list = table.key[0], table.name, table.on_drop(column) == "remove"
    points = f"list_has_any({column}, $1)" if is_list else f"list_contains($1, {column})"
    left = f"list_filter({column}, lambda one: NOT list_contains($1, one))" if is_list else "NULL"
    found = step.query(f"SELECT {key}, {column}, {left} FROM {name} WHERE {points} ORDER BY 1", [row_ids])
    step.query(f"UPDATE {name} SET {column} = {left}, curated = true WHERE {points}", [row_ids])
    for row_id, before, after in found if is_recorded else ():
        step.set(name, row_id, column, before, after)
