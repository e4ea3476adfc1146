"""A mention that becomes another person takes along what that person says and does there, and nobody else's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.dataset.corrections.stars import members_of, regroup
from onrecord.dataset.people.settings import share_protection
from onrecord_schema import ids

if TYPE_CHECKING:
    import duckdb

    from onrecord.dataset.corrections.read import Correction


def persons_of(connection: duckdb.DuckDBPyConnection, mention_ids: list[str]) -> tuple[list[str], list[str]]:
    """The documents' persons of some mentions, and the claims and events that went along to them.

    Where others share one, the mentions get a person of their own.
    """
    persons: dict[str, list[str]] = {}
    for mention_id in mention_ids:
        (person,) = members_of(connection, "person", mention_id)
        persons.setdefault(person, []).append(mention_id)
    taken: list[str] = []
    along: list[str] = []
    for person, mentions in sorted(persons.items()):
        ((count,),) = connection.execute("SELECT count(*) FROM mentions WHERE person_id = ?", [person]).fetchall()
        if count == len(mentions):
            taken.append(person)
            continue
        taken.append(_new_person(connection, person, mentions))
        along += _take_along(connection, person, taken[-1])
    return taken, along


def claims_by(connection: duckdb.DuckDBPyConnection, persons: list[str]) -> list[str]:
    query = "SELECT claim_id FROM claims WHERE list_contains(?, person_id) ORDER BY claim_id"
    return [claim for (claim,) in connection.execute(query, [persons]).fetchall()]


def keep_speakers_apart(connection: duckdb.DuckDBPyConnection, claim_ids: list[str], why: Correction) -> None:
    """Divide the groups of some claims among their speakers, where a correction made these several persons.

    Claims by nobody who is known stay with the row that represents the group.
    """
    found = connection.execute(
        """
        SELECT held.representative, held.member, group_id FROM claim_members AS held
        JOIN claims ON claims.claim_id = held.member
        LEFT JOIN person_group_ids ON person_group_ids.member = claims.person_id
        WHERE held.representative IN (SELECT representative FROM claim_members WHERE list_contains(?, member))
        ORDER BY held.representative, held.member
        """,
        [claim_ids],
    ).fetchall()
    speakers = {member: speaker for _, member, speaker in found}
    groups: dict[str, dict[str, list[str]]] = {}
    for centre, member, speaker in found:
        groups.setdefault(centre, {}).setdefault(speaker or speakers[centre] or "", []).append(member)
    for parts in groups.values():
        if len(parts.keys() - {""}) > 1:
            regroup(connection, "claim", list(parts.values()), why)


def _new_person(connection: duckdb.DuckDBPyConnection, person: str, mention_ids: list[str]) -> str:
    """A person whom nothing is known of but these mentions; protected as the one they were taken from."""
    # The person of a document is named by a mention alone; this one has another name for the same words.
    new = ids.group_id("per", ["split", *mention_ids])
    connection.execute(
        """
        INSERT INTO persons BY NAME SELECT $new AS person_id, persons.* EXCLUDE (person_id, name, aliases, roles)
            REPLACE (NULL AS affiliation, NULL AS nationality, NULL AS ethnicity, NULL AS age_min, NULL AS age_max,
                NULL AS gender, true AS curated),
            named.name, list_filter(list_sort(named.forms), lambda one: one <> named.name) AS aliases,
            []::VARCHAR[] AS roles
        FROM persons, (
            SELECT arg_max(form_text, (form = 'name', length(form_text), form_text)) AS name,
                coalesce(list(DISTINCT form_text) FILTER (form = 'name'), []) AS forms
            FROM (SELECT *, trim(regexp_replace(text, '\\s+', ' ', 'g')) AS form_text FROM mentions)
            WHERE list_contains($mentions, mention_id)
        ) AS named WHERE person_id = $old
        """,
        {"new": new, "old": person, "mentions": mention_ids},
    )
    connection.execute("UPDATE mentions SET person_id = ? WHERE list_contains(?, mention_id)", [new, mention_ids])
    connection.execute("INSERT INTO person_ranks SELECT max(number) + 1, ? FROM person_ranks", [new])
    connection.execute(
        "INSERT INTO person_members SELECT ?, representative FROM person_members WHERE member = ?", [new, person]
    )
    share_protection(connection, person, new)
    return new


def _take_along(connection: duckdb.DuckDBPyConnection, old: str, new: str) -> list[str]:
    """Give to a new person the claims at whose speaker a mention of theirs stands, and their part in events."""
    claims = connection.execute(
        """
        UPDATE claims SET person_id = $new, curated = true WHERE person_id = $old AND EXISTS (
            SELECT 1 FROM mentions AS m WHERE m.person_id = $new AND m.article_id = claims.article_id
            AND m.start >= claims.speaker_start AND m."end" <= claims.speaker_end
        ) RETURNING claim_id
        """,
        {"new": new, "old": old},
    ).fetchall()
    within = 'm.article_id = events.article_id AND m.start >= events.start AND m."end" <= events."end"'
    events = connection.execute(
        f"""
        UPDATE events SET curated = true, person_ids = list_sort(list_append(CASE
            WHEN EXISTS (SELECT 1 FROM mentions AS m WHERE m.person_id = $old AND {within}) THEN person_ids
            ELSE list_filter(person_ids, lambda one: one <> $old) END, $new))
        WHERE list_contains(person_ids, $old)
            AND EXISTS (SELECT 1 FROM mentions AS m WHERE m.person_id = $new AND {within})
        RETURNING event_id
        """,
        {"new": new, "old": old},
    ).fetchall()
    return sorted(row_id for (row_id,) in [*claims, *events])
