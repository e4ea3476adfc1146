"""One correction while it is applied: looks up rows and groups, and records every change with its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from onrecord.errors import CorrectionsError
from onrecord_schema.across_documents import ChangeKind
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import GROUPS, ID_COLUMNS, TABLES, Table

if TYPE_CHECKING:
    import duckdb

    from onrecord.dataset.corrections.read import Correction

#: Checks a row of a table by itself; gives (rule id, column, what was expected, what was found) for each broken rule.
RowCheck = Callable[[str, Mapping[str, Any]], Sequence[tuple[str, str, str, str]]]
Row = dict[str, Any]

#: The columns with ids of groups. While corrections are applied they hold members: persons of single documents.
_GROUP_COLUMNS = {
    (table.name, column)
    for table in TABLES.values()
    for column in table.columns
    if table.prefix_of(column) in {group.prefix for group in GROUPS.values()}
}
#: (kind, member, group_id) of all groups, and of quotations, which are named by their pieces.
_NAMED = " UNION ALL ".join(
    [f"SELECT '{kind}' AS kind, member, group_id FROM {kind}_group_ids" for kind in GROUPS]
    + ["SELECT 'quote', claim_id, quote_id FROM claims WHERE quote_id IS NOT NULL"]
)
_NAME_QUOTES = """
    UPDATE claims SET quote_id = new, curated = true FROM (
        SELECT quote_id AS old, CASE WHEN count(*) > 1
            THEN 'quo-' || left(sha256(array_to_string(list_sort(list(claim_id)), chr(31))), 16) END AS new
        FROM claims WHERE quote_id IS NOT NULL GROUP BY quote_id
    ) WHERE quote_id = old AND new IS DISTINCT FROM old
"""
#: The groups whose id is another one than before the correction, or gone.
_RENAMED = f"""
    SELECT before.group_id,
        coalesce(list_sort(list(DISTINCT after.group_id) FILTER (after.group_id IS NOT NULL)), []) AS ids
    FROM before LEFT JOIN ({_NAMED}) AS after USING (kind, member) GROUP BY before.group_id
    HAVING ids <> [before.group_id] ORDER BY 1
"""


class Changed(NamedTuple):
    """What happened to a row or group: a column had one value and has another, or other ids replace its own."""

    kind: ChangeKind
    table: str
    row_id: str
    column: str
    before: Any
    after: Any

    def in_words(self) -> str:
        if self.kind == "set":
            return f"{self.row_id}: {self.column}: {in_words(self.before)} → {in_words(self.after)}"
        verbs = {"renamed": "is now", "merged": "was merged into", "split": "was split into", "dropped": "was dropped"}
        return f"{self.row_id} {verbs[self.kind]} {' and '.join(self.after)}".strip()


def in_words(value: Any) -> str:
    return "unknown" if value is None else repr(value) if isinstance(value, str) else str(value)


@dataclass
class Step:
    """A correction, the judged database that it changes, and what it has changed so far."""

    connection: duckdb.DuckDBPyConnection
    why: Correction
    check_row: RowCheck
    changes: list[Changed] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    """Rows that are no longer in the tables, as JSON."""

    def __post_init__(self) -> None:
        self.query(f"CREATE OR REPLACE TEMP TABLE before AS {_NAMED}")

    def query(self, sql: str, parameters: Any = ()) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, parameters).fetchall()

    def values(self, sql: str, parameters: Any = ()) -> list[Any]:
        """The first column of a query."""
        return [value for value, *_ in self.query(sql, parameters)]

    def row(self, table: Table, row_id: str) -> Row:
        """A row by its id. Raises CorrectionsError when there is none."""
        result = self.connection.execute(f"SELECT * FROM {table.name} WHERE {table.key[0]} = ?", [row_id])
        columns = [name for name, *_ in result.description or ()]
        found = result.fetchall()
        if not found:
            raise CorrectionsError(f"no row has the id {row_id}")
        row = dict(zip(columns, found[0], strict=True))
        is_short = {column: arrow_schema(table).field(column).type == pa.float32() for column in columns}
        # As short as it is stored: 0.82 instead of 0.8199999928474426.
        return {
            column: float(str(np.float32(value))) if is_short[column] and value is not None else value
            for column, value in row.items()
        }

    def members(self, kind: str, row_id: str) -> list[str]:
        """The members that an id names: all of a group, or one. Raises CorrectionsError when there is none."""
        if row_id.startswith(GROUPS[kind].prefix):
            query = f"SELECT member FROM {kind}_group_ids WHERE group_id = ? ORDER BY member"
        elif kind == "person":
            query = "SELECT person_id FROM mentions WHERE mention_id = ?"
        else:
            query = f"SELECT member FROM {kind}_group_ids WHERE member = ?"
        if found := self.values(query, [row_id]):
            return found
        raise CorrectionsError(f"no row has the id {row_id}")

    def set(self, table: str, row_id: str, column: str, before: Any, after: Any) -> None:
        """Record a new value; in columns with ids of groups, of the members."""
        self.changes.append(Changed("set", table, row_id, column, before, after))

    def shown(self, table: str, row: Row, source: str = f"({_NAMED})") -> Row:
        """Values of a row as the finished table has them: with ids of groups instead of their members."""
        columns = [column for column in row if (table, column) in _GROUP_COLUMNS]
        members = {member for column in columns for member in _listed(row[column])}
        query = f"SELECT member, group_id FROM {source} WHERE kind <> 'quote' AND list_contains(?, member)"
        groups = dict(self.query(query, [sorted(members)])) if members else {}
        now = dict(row)
        for column in columns:
            named = sorted({groups.get(member, member) for member in _listed(row[column])})
            now[column] = named if isinstance(row[column], list) else next(iter(named), None)
        return now

    def finish(self) -> list[Changed]:
        """All changes of the correction: first those of rows, then those of the groups' ids."""
        self.query(_NAME_QUOTES)
        found = []
        for change in self.changes:
            if change.kind == "set":
                before = self.shown(change.table, {change.column: change.before}, "before")[change.column]
                after = self.shown(change.table, {change.column: change.after})[change.column]
                change = change._replace(before=before, after=after)
            if change.kind != "set" or change.before != change.after:
                found.append(change)
        renamed = self.query(_RENAMED)
        origins = Counter(new for _, ids in renamed for new in ids)
        for old, ids in renamed:
            kind: ChangeKind = "split" if len(ids) > 1 else "renamed" if ids else "dropped"
            if kind == "renamed" and origins[ids[0]] > 1:
                kind = "merged"
            table, column = ID_COLUMNS[old[:3]]
            found.append(Changed(kind, table.name, old, column, None, ids))
        return found


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [] if value is None else [value]
