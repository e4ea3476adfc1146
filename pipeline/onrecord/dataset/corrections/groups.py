"""Merges and splits: changes which rows are one story, person, claim or event, and which row represents them."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.dataset.corrections.step import Step
from onrecord.dataset.groups import name_groups
from onrecord.dataset.people.settings import leave_settings, share_protection
from onrecord.errors import CorrectionsError
from onrecord_schema import ids
from onrecord_schema.tables import GROUPS, TABLES

#: What the ids of members and of groups begin with -> kind of judgment.
KINDS = {prefix: kind for kind, group in GROUPS.items() for prefix in (TABLES[group.table].prefix or "", group.prefix)}


def merge(step: Step) -> None:
    """Make everything that the correction names one group."""
    kind = _kind_of(step.why.rows)
    representatives = _representatives(step, kind, _members_of(step, kind, step.why.rows))
    if len(representatives) < 2:
        raise CorrectionsError(f"{', '.join(step.why.rows[:3])} are one already")
    _regroup(step, kind, [_under(step, kind, representatives)])


def split(step: Step) -> None:
    """Take what the correction names out of its group and make it a group of its own."""
    row_ids, kind = step.why.rows, _kind_of(step.why.rows)
    group, named = GROUPS[kind], ", ".join(step.why.rows[:3])
    own = {row_id: step.members(kind, row_id)[0] for row_id in row_ids if not row_id.startswith(group.prefix)}
    members = _members_of(step, kind, row_ids)
    if len(_representatives(step, kind, members)) > 1:
        raise CorrectionsError(f"{named} are not in one group")
    if kind == "person" and len(own) == len(row_ids):
        members = _persons_of(step, row_ids)
    rest = _others(step, kind, members)
    if not rest:
        raise CorrectionsError(f"{named} are all there is of their group: nothing is left to split")
    _regroup(step, kind, [members, rest])
    if kind == "person":
        leave_settings(step.connection, members)
        separate_speakers(step, _claims_by(step, [*members, *rest]))
    for row_id, member in own.items():
        step.set(group.table, row_id, group.column, member, step.members(kind, row_id)[0])


def give_to(step: Step, mention_id: str, person_id: str) -> None:
    """Make a mention one of another person. Raises CorrectionsError when it is already."""
    others = step.members("person", person_id)
    members = _persons_of(step, [mention_id])
    if not set(_representatives(step, "person", others)) - set(_representatives(step, "person", members)):
        raise CorrectionsError(f"{mention_id} is of {person_id} already: the correction has no effect")
    if rest := _others(step, "person", members):
        _regroup(step, "person", [members, rest])
        leave_settings(step.connection, members)
    together = _under(step, "person", _representatives(step, "person", [*members, *others]))
    _regroup(step, "person", [together])
    separate_speakers(step, _claims_by(step, [*together, *rest]))


def remove(step: Step, kind: str, members: list[str]) -> None:
    """Take members out of their groups; where one represented its group, the best of the rest does."""
    representatives = _representatives(step, kind, members)
    step.query(f"DELETE FROM {kind}_members WHERE list_contains(?, member)", [members])
    for representative in representatives:
        if representative in members and (rest := _under(step, kind, [representative])):
            best = _best(step, kind, rest)
            step.query(f"UPDATE {kind}_members SET representative = ? WHERE representative = ?", [best, representative])
    name_groups(step.connection, kind)


def separate_speakers(step: Step, claim_ids: list[str]) -> None:
    """Divide the groups of some claims among their speakers, where a correction made these several persons.

    Claims of unknown persons stay with the row that represents the group.
    """
    found = step.query(
        """
        SELECT held.representative, held.member, group_id FROM claim_members AS held
        JOIN claims ON claims.claim_id = held.member
        LEFT JOIN person_group_ids ON person_group_ids.member = claims.person_id
        WHERE held.representative IN (SELECT representative FROM claim_members WHERE list_contains(?, member))
        ORDER BY held.representative, held.member
        """,
        [claim_ids],
    )
    speakers = {member: speaker for _, member, speaker in found}
    groups: dict[str, dict[str, list[str]]] = {}
    for representative, member, speaker in found:
        groups.setdefault(representative, {}).setdefault(speaker or speakers[representative] or "", []).append(member)
    for parts in groups.values():
        if len(parts.keys() - {""}) > 1:
            _regroup(step, "claim", list(parts.values()))


def _kind_of(row_ids: Sequence[str]) -> str:
    """The kind of judgment that ids are about. Raises CorrectionsError when they are of several, or of none."""
    kinds = {KINDS.get(row_id[:3], "") for row_id in row_ids}
    if len(kinds) > 1 or "" in kinds:
        raise CorrectionsError(f"{', '.join(row_ids[:3])} are not stories, persons, claims or events of one kind")
    return kinds.pop()


def _members_of(step: Step, kind: str, row_ids: Sequence[str]) -> list[str]:
    return sorted({member for row_id in row_ids for member in step.members(kind, row_id)})


def _representatives(step: Step, kind: str, members: list[str]) -> list[str]:
    """The rows that represent the groups of some members."""
    query = f"SELECT DISTINCT representative FROM {kind}_members WHERE list_contains(?, member) ORDER BY representative"
    return step.values(query, [members])


def _under(step: Step, kind: str, representatives: list[str]) -> list[str]:
    """All members of the groups that some rows represent."""
    return step.values(
        f"SELECT member FROM {kind}_members WHERE list_contains(?, representative) ORDER BY member", [representatives]
    )


def _others(step: Step, kind: str, members: list[str]) -> list[str]:
    """The members of the same groups that are not among these."""
    return [one for one in _under(step, kind, _representatives(step, kind, members)) if one not in set(members)]


def _best(step: Step, kind: str, members: list[str]) -> str:
    return str(step.values(f"SELECT arg_min(id, number) FROM {kind}_ranks WHERE list_contains(?, id)", [members])[0])


def _regroup(step: Step, kind: str, groups: list[list[str]]) -> None:
    """Make each list of members a group, represented by the best of them.

    `regrouped` keeps what represented them before, so that the judgments can say who decided.
    """
    (number,) = step.values("SELECT coalesce(max(step), 0) + 1 FROM regrouped")
    author, reason = (" ".join(words.split()) for words in (step.why.author, step.why.reason))
    places = [(GROUPS[kind].table, TABLES[GROUPS[kind].table].key[0])]
    if kind == "person":
        places = [("persons", "person_id"), ("mentions", "person_id")]
    for members in groups:
        best = _best(step, kind, members)
        step.query(
            f"""INSERT INTO regrouped BY NAME SELECT $1 AS kind, member, representative AS was, $2 AS now, $3 AS author,
            $4 AS reason, $5 AS step FROM {kind}_members WHERE list_contains($6, member)""",
            [kind, best, author, reason, number, members],
        )
        step.query(f"UPDATE {kind}_members SET representative = ? WHERE list_contains(?, member)", [best, members])
        for table, column in places:
            step.query(f"UPDATE {table} SET curated = true WHERE list_contains(?, {column})", [members])
    name_groups(step.connection, kind)


def _claims_by(step: Step, persons: list[str]) -> list[str]:
    return step.values("SELECT claim_id FROM claims WHERE list_contains(?, person_id) ORDER BY claim_id", [persons])


def _persons_of(step: Step, mention_ids: Sequence[str]) -> list[str]:
    """The documents' persons of some mentions; where other mentions share one, a new person for these."""
    persons: dict[str, list[str]] = {}
    for mention_id in mention_ids:
        persons.setdefault(step.members("person", mention_id)[0], []).append(mention_id)
    taken: list[str] = []
    for person, mentions in sorted(persons.items()):
        (count,) = step.values("SELECT count(*) FROM mentions WHERE person_id = ?", [person])
        if count == len(mentions):
            taken.append(person)
        else:
            taken.append(_new_person(step, person, mentions))
            _take_along(step, person, taken[-1])
    return taken


def _new_person(step: Step, person: str, mention_ids: list[str]) -> str:
    """A person of whom nothing is known but these mentions; as protected as the one they were taken from."""
    # A document's person is named by a mention alone; this one needs another name for the same words.
    new = ids.group_id("per", ["split", *mention_ids])
    step.query(
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
    step.query("UPDATE mentions SET person_id = ? WHERE list_contains(?, mention_id)", [new, mention_ids])
    step.query("INSERT INTO person_ranks SELECT max(number) + 1, ? FROM person_ranks", [new])
    step.query(
        "INSERT INTO person_members SELECT ?, representative FROM person_members WHERE member = ?", [new, person]
    )
    step.query("INSERT INTO before SELECT kind, ?, group_id FROM before WHERE member = ?", [new, person])
    share_protection(step.connection, person, new)
    return new


def _take_along(step: Step, old: str, new: str) -> None:
    """Give to a new person the claims whose speaker is one of their mentions, and their part in events."""
    claims = step.values(
        """
        UPDATE claims SET person_id = $new, curated = true WHERE person_id = $old AND EXISTS (
            SELECT 1 FROM mentions AS m WHERE m.person_id = $new AND m.article_id = claims.article_id
            AND m.start >= claims.speaker_start AND m."end" <= claims.speaker_end
        ) RETURNING claim_id
        """,
        {"new": new, "old": old},
    )
    for claim_id in sorted(claims):
        step.set("claims", claim_id, "person_id", old, new)
    within = 'm.article_id = events.article_id AND m.start >= events.start AND m."end" <= events."end"'
    mentioned = f"EXISTS (SELECT 1 FROM mentions AS m WHERE m.person_id = $%s AND {within})"
    events = step.query(
        f"""SELECT event_id, person_ids, {mentioned % "old"} FROM events
        WHERE list_contains(person_ids, $old) AND {mentioned % "new"} ORDER BY event_id""",
        {"new": new, "old": old},
    )
    for event_id, persons, stays in events:
        now = sorted([one for one in persons if stays or one != old] + [new])
        step.query("UPDATE events SET person_ids = ?, curated = true WHERE event_id = ?", [now, event_id])
        step.set("events", event_id, "person_ids", persons, now)
