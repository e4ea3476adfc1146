"""Rules about mentions and persons: everybody is mentioned, and what is said of them is written there."""

from __future__ import annotations

from onrecord.validation.checks import Check, Clause, WorkingTable, row, rows, rule
from onrecord.validation.rules.spans import overlapping

_COLUMNS = ("name", "aliases", "roles", "affiliation", "nationality", "ethnicity")
#: Each word or phrase that describes a person, with its column. `sought` is what is written of it in an article:
#: "the grandfather of Jane Doe" is written "her grandfather", and a credit makes a photographer without the word.
_DESCRIPTIONS = " UNION ALL ".join(
    f"SELECT person_id, is_author, curated, '{column}' AS column_name, written, "
    + ("regexp_replace(written, ' of .+$', '')" if column == "roles" else "written")
    + " AS sought, "
    + ("is_author AND written IN ('journalist', 'photographer')" if column == "roles" else "false")
    + f" AS is_credit FROM (SELECT *, {f'unnest({column})' if column in ('aliases', 'roles') else column} AS written "
    "FROM persons) WHERE written IS NOT NULL"
    for column in _COLUMNS
)
DESCRIPTIONS = WorkingTable("descriptions", _DESCRIPTIONS)
WORDS = WorkingTable(
    "words", "SELECT person_id, written AS words FROM descriptions UNION SELECT person_id, sought FROM descriptions"
)
#: Whether an article that mentions the person has the words: in its text, in a kept segment, in a stripped one.
WRITTEN = WorkingTable(
    "written",
    """
    SELECT person_id, words, bool_or(in_kept) AS in_kept,
           bool_or(CASE WHEN in_kept OR contains(text, words) THEN true
                        ELSE contains(solid, without_blanks(words)) END) AS in_text,
           bool_or(CASE WHEN NOT in_kept THEN contains(stripped, words) END) AS in_stripped
    FROM (SELECT person_id, words, a.text, a.solid, a.stripped, contains(a.kept, words) AS in_kept
          FROM words JOIN (SELECT DISTINCT person_id, article_id FROM mentions) USING (person_id)
          JOIN article a USING (article_id))
    GROUP BY ALL""",
    by_article=True,
)
_WRITTEN = (
    "(SELECT person_id, words, bool_or(coalesce(in_text, true)) AS in_text, bool_or(in_kept) AS in_kept, "
    "bool_or(in_stripped) AS in_stripped FROM written GROUP BY ALL)"
)


def _described(column: str, words: str, condition: str, expected: str) -> Clause:
    query = (
        f"SELECT t.*, d.{words} AS words FROM persons t JOIN descriptions d USING (person_id) LEFT JOIN {_WRITTEN} w "
        f"ON w.person_id = d.person_id AND w.words = d.{words} WHERE d.column_name = '{column}' AND {condition}"
    )
    return rows(column, query, expected, "{t.words}")


def _count(column: str, counted: str) -> Clause:
    query = (
        f"SELECT t.*, c.counted FROM persons t JOIN (SELECT m.person_id, {counted} AS counted FROM mentions m "
        f"JOIN article a USING (article_id) GROUP BY 1) c USING (person_id) WHERE t.{column} <> c.counted"
    )
    return rows(column, query, "{t.counted}")


_PRONOUNS = "('he', 'him', 'his', 'himself', 'she', 'her', 'hers', 'herself')"

MENTIONS: tuple[Check, ...] = (
    rule("MEN-21", "critical", "A name has letters.").broken_by(
        row("text", r"t.form = 'name' AND NOT regexp_matches(t.text, '\p{L}')", "letters")
    ),
    rule("MEN-22", "warning", "A mention has at most 200 characters.").broken_by(
        row("text", "length(t.text) > 200", "at most 200 characters", "{length(t.text)} characters")
    ),
    rule("MEN-23", "critical", "A name that mentions a person is among the person's names.").broken_by(
        rows(
            "text",
            "SELECT t.*, p.name, p.aliases FROM mentions t JOIN persons p USING (person_id) WHERE t.form = 'name' "
            "AND t.text <> p.name AND NOT list_contains(list_transform(list_append(p.aliases, p.name), "
            "lambda name: without_blanks(name)), without_blanks(t.text))",
            "{t.name} or one of {t.aliases}",
        )
    ),
    rule("MEN-24", "warning", "No two mentions overlap.").broken_by(overlapping("mentions")),
    rule("MEN-25", "critical", "A name has no confidence: it needs no resolving.").broken_by(
        row("confidence", "t.form = 'name' AND t.confidence IS NOT NULL", "null, as the form is name")
    ),
    rule("MEN-26", "critical", "A pronoun is he or she in one of its forms, unless corrected.").broken_by(
        row("text", f"t.form = 'pronoun' AND NOT t.curated AND lower(t.text) NOT IN {_PRONOUNS}", "a pronoun")
    ),
)

PERSONS: tuple[Check, ...] = (
    rule("PER-20", "critical", "Every person is mentioned.").broken_by(
        rows("person_id", "SELECT t.* FROM persons t ANTI JOIN mentions m USING (person_id)", "a mention", "none")
    ),
    rule("PER-21", "critical", "Mentions, articles and stories are counted right.").broken_by(
        _count("mention_count", "count(*)"),
        _count("article_count", "count(DISTINCT m.article_id)"),
        _count("story_count", "count(DISTINCT a.story_id)"),
    ),
    rule("PER-22", "critical", "age_min is not above age_max, and both are at most 130.").broken_by(
        row("age_min", "t.age_min > t.age_max OR t.age_min > 130", "at most {least(t.age_max, 130)}"),
        row("age_max", "t.age_max > 130", "at most 130"),
    ),
    rule("PER-23", "critical", "Names are written where the person is mentioned, or corrected.").broken_by(
        *(
            _described(
                column, "written", "NOT d.curated AND NOT coalesce(w.in_text, false)", "words of such an article"
            )
            for column in ("name", "aliases")
        ),
        reads=(DESCRIPTIONS, WORDS, WRITTEN),
    ),
    rule("PER-24", "critical", "Aliases and roles are listed once, in order, without the name.").broken_by(
        row(
            "aliases",
            "t.aliases <> list_sort(list_distinct(t.aliases)) OR list_contains(t.aliases, t.name)",
            "names in order, each once, without {t.name}",
        ),
        row("roles", "t.roles <> list_sort(list_distinct(t.roles))", "roles in order, each once"),
    ),
    rule("PER-25", "critical", "A minor is protected, and an adult is not protected as a minor.").broken_by(
        row(
            "protection",
            "(t.age_max < 18 AND t.protection NOT IN ('minor', 'pseudonym')) "
            "OR (t.age_min >= 18 AND t.protection = 'minor')",
            "minor or pseudonym below 18, not minor from 18 on",
            "{t.protection}, age {t.age_min} to {t.age_max}",
        )
    ),
    rule("PER-26", "critical", "A pseudonym is protected as one or as a minor, unless corrected.").broken_by(
        row(
            "protection",
            "t.is_pseudonym AND t.protection NOT IN ('pseudonym', 'minor') "
            "AND (t.protection = 'none' OR NOT t.curated)",
            "pseudonym or minor, as the name is a pseudonym",
        )
    ),
    rule("PER-27", "info", "Descriptions are written where the person is mentioned, or corrected.").broken_by(
        *(
            _described(
                column,
                "sought",
                "NOT d.curated AND NOT d.is_credit AND NOT coalesce(w.in_text, false)",
                "words of an article that mentions the person",
            )
            for column in ("roles", "affiliation", "nationality", "ethnicity")
        ),
        reads=(DESCRIPTIONS, WORDS, WRITTEN),
    ),
    rule("PER-28", "critical", "The id is the hash of the person's mentions, unless corrected.").broken_by(
        # The id is made of the persons of single articles. If an article mentions someone twice, it may have had two
        # persons that became one, which the tables do not show any more.
        rows(
            "person_id",
            "SELECT t.*, g.made FROM persons t JOIN (SELECT person_id, "
            "hashed_group('per', list(hashed('per', mention_id))) AS made, count(*) = count(DISTINCT article_id) "
            "AS is_known FROM mentions GROUP BY 1) g USING (person_id) WHERE g.is_known AND NOT t.curated "
            "AND t.person_id <> g.made",
            "{t.made}",
        )
    ),
    rule("PER-29", "critical", "Names and descriptions are not only written in stripped text.").broken_by(
        *(
            _described(column, "written", "NOT d.is_author AND w.in_stripped AND NOT w.in_kept", "words of kept text")
            for column in _COLUMNS
        ),
        reads=(DESCRIPTIONS, WORDS, WRITTEN),
    ),
    rule("PER-30", "critical", "Name and aliases are names that mention the person, unless corrected.").broken_by(
        *(
            rows(
                column,
                "SELECT t.*, d.written FROM persons t JOIN descriptions d USING (person_id) ANTI JOIN mentions m "
                "ON m.person_id = t.person_id AND m.form = 'name' "
                "AND without_blanks(m.text) = without_blanks(d.written) "
                f"WHERE NOT t.curated AND d.column_name = '{column}'",
                "the text of a mention with form name",
                "{t.written}",
            )
            for column in ("name", "aliases")
        ),
        reads=(DESCRIPTIONS,),
    ),
)
