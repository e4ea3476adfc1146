"""The id of a split quote is the hash of its pieces' ids, whatever corrections make of these; one piece is no quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord_schema import ids

if TYPE_CHECKING:
    import duckdb


def quotes_of(connection: duckdb.DuckDBPyConnection, claim_ids: list[str]) -> list[str]:
    """The split quotes of which claims are pieces."""
    query = "SELECT DISTINCT quote_id FROM claims WHERE list_contains(?, claim_id) AND quote_id IS NOT NULL ORDER BY 1"
    return [quote for (quote,) in connection.execute(query, [claim_ids]).fetchall()]


def name_quotes(connection: duckdb.DuckDBPyConnection, quote_ids: list[str]) -> list[str]:
    """Name quotes anew after a change of their pieces; returns what they are called now, in words."""
    changes = []
    for old in quote_ids:
        query = "SELECT claim_id FROM claims WHERE quote_id = ? ORDER BY claim_id"
        pieces = [piece for (piece,) in connection.execute(query, [old]).fetchall()]
        new = ids.group_id("quo", pieces) if len(pieces) > 1 else None
        if new == old:
            continue
        connection.execute("UPDATE claims SET quote_id = ?, curated = true WHERE quote_id = ?", [new, old])
        if new:
            changes.append(f"{old} is now {new}")
        elif pieces:
            changes.append(f"{old} is no split quote any more: {pieces[0]} is all that is left of it")
        else:
            changes.append(f"{old} is gone with its pieces")
    return changes
