"""How the judgments across documents grow: seconds and peak memory for so many synthetic articles.

    python benchmarks/judging.py 50000 100000 200000

Articles of about 250 words, a third of them from the vocabulary of their topic, the others with the frequencies of a
language; some topics have two articles, the largest hundreds. Three articles in ten are versions of another one (cut,
some words changed), one is reprinted by a fortieth of the articles; one story in seven quotes an older one of its
topic, partly in other words; a standing notice is in every tenth article. Claims, events, numbers and persons are as
many as in news articles, events of a topic have the same type and often the same day; first names and surnames are as
common as in a census, the people of a topic are in all its stories, some leaders are named everywhere.

Each size runs in a process of its own, with the memory limit that a build sets for the database; peak memory is that
of the whole process. Seconds are those of the clock and, on a machine that others use too, of the processor, all
threads together.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa

from onrecord.dataset.database import open_database
from onrecord.document.shingles import sketch
from onrecord_schema import ids
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

SENTENCES, LEAST_WORDS, MOST_WORDS = 17, 9, 22
CLAIMS, EVENTS, PEOPLE, MENTIONS = 8, 6, 4, 3
BATCH = 2_000
VOCABULARY = 60_000
MOST_REPRINTED = 100
ARTICLES_A_TOPIC, TOPIC_WORDS, CAST, LEADERS = 40, 150, 8, 50
NOTICE = " ".join(f"notice{number}" for number in range(40))
ROLES = ("president", "police officer", "head of a charity", "nurse", "analyst", "", "", "mayor", "spokesman", "")
TYPES = (("COERCE", "arrest"), ("ASSAULT", None), ("PROTEST", "demo"), ("CONSULT", "visit"), ("REQUEST", None))


@dataclass(frozen=True)
class Version:
    """Which article to make: of which story and topic, the how manieth version, quoting which older story."""

    story: int
    number: int
    topic: int
    quotes: int | None


def versions(articles: int, chance: np.random.Generator) -> Iterator[Version]:
    """Most stories stand alone, some are reprinted a few times, one by a fortieth of the articles.

    A share, not a number: a story reprinted a thousand times weighs on the corpus it is in, and would make the step to
    the size at which the first one is drawn dearer than the others.
    """
    topics = max(articles // ARTICLES_A_TOPIC, 1)
    latest: dict[int, int] = {}
    made = story = 0
    while made < articles:
        draw = chance.random()
        copies = articles // 40 if story == MOST_REPRINTED else int(chance.integers(2, 7)) if draw < 0.15 else 1
        topic = int(topics * chance.random() ** 2)
        quotes = latest.get(topic) if chance.random() < 0.15 else None
        for number in range(min(copies, articles - made)):
            yield Version(story, number, topic, quotes)
            made += 1
        latest[topic] = story
        story += 1


@lru_cache(maxsize=4_000)
def words_and_cast(topic: int) -> tuple[list[int], list[str]]:
    """The words that reports on a topic have in common, the commonest first, and the people they are about."""
    chance = np.random.default_rng((4, topic))
    return (600 * (VOCABULARY / 600) ** chance.random(TOPIC_WORDS)).astype(int).tolist(), [
        _name(chance) for _ in range(CAST)
    ]


@lru_cache(maxsize=4_000)
def first_print(story: int, topic: int) -> list[list[str]]:
    """The sentences of a story, as words: one in three of its topic, the others of the language."""
    chance = np.random.default_rng((1, story))
    lengths = chance.integers(LEAST_WORDS, MOST_WORDS, SENTENCES).tolist()
    # Content words: the commonest of them is one in four hundred.
    general = (60 * (VOCABULARY / 60) ** chance.random(sum(lengths))).astype(int).tolist()
    topical = (TOPIC_WORDS ** chance.random(sum(lengths)) - 1).astype(int).tolist()
    is_topical = (chance.random(sum(lengths)) < 1 / 3).tolist()
    own, _ = words_and_cast(topic)
    words = (
        f"w{own[there] if of_topic else word}"
        for word, there, of_topic in zip(general, topical, is_topical, strict=True)
    )
    return [list(islice(words, length)) for length in lengths]


def sentences_of(version: Version) -> list[str]:
    """The sentences of a version: those of its story, some cut, some with a word or a few changed.

    Two sentences of a story that quotes another one are that one's, one of them in part in other words.
    """
    lines = [list(line) for line in first_print(version.story, version.topic)]
    if version.quotes is not None:
        lines[2:4] = [list(line) for line in first_print(version.quotes, version.topic)[2:4]]
        lines[2][::5] = ["other"] * len(lines[2][::5])
    if version.number:
        change = np.random.default_rng((2, version.story, version.number))
        lines = [line for line in lines if change.random() > 0.3] or lines[:1]
        for line in lines:
            if change.random() < 0.2:
                for place in change.integers(0, len(line), change.integers(1, 4)).tolist():
                    line[place] = "changed"
    return [" ".join(line) for line in lines]


def people_of(version: Version) -> list[str]:
    """Half of the people of a story are those whom its topic is about; one in ten names a leader known everywhere."""
    chance = np.random.default_rng((3, version.story))
    cast = words_and_cast(version.topic)[1]
    people = [cast[int(CAST * chance.random() ** 2)] for _ in range(PEOPLE // 2)]
    if chance.random() < 0.1:
        people.append(_name(np.random.default_rng((5, int(LEADERS ** chance.random())))))
    return people + [_name(chance) for _ in range(PEOPLE - len(people))]


def rows_of(version: Version, position: int) -> dict[str, list[dict[str, Any]]]:
    story = version.story
    lines = sentences_of(version)
    body = ". ".join(lines) + (f". {NOTICE}" if position % 10 == 0 else "")
    article = ids.article_id(f"{position:064x}"[::-1])
    day = date(2019, 1, 1) + timedelta(days=(version.topic * 7 + story % 20) % 700)
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 2)
    names = people_of(version)
    people = [ids.group_id("per", [article, name]) for name in names]
    found: dict[str, list[dict[str, Any]]] = {
        "articles": [{"article_id": article, "body": body, "text": body, "word_count": len(body.split()),
                      "agency": "Agency" if story % 3 == 0 else None, "published_start": day, "published_end": day}],
        "claims": [], "events": [], "quantities": [], "persons": [], "mentions": [],
    }  # fmt: skip
    for place, (person, name) in enumerate(zip(people, names, strict=True)):
        if person in people[:place]:
            continue
        # A name stands for one person in a topic, who is not called by the role each time, and for others elsewhere.
        role = ROLES[(len(name) + version.topic + story % 2 * 5) % len(ROLES)]
        found["persons"].append(
            {
                "person_id": person,
                "name": name,
                "aliases": [],
                "roles": [role] if role else [],
                **dict.fromkeys(("is_pseudonym", "is_author", "curated"), False),
                "protection": "none",
            }
        )
        for mention in range(MENTIONS):
            at = (place * MENTIONS + mention) % max(len(body) - 1, 1)
            key = ids.span_id("men", article, at, at + 1, name)
            place_of = {"article_id": article, "start": at, "end": at + 1, "text": "n", "form": "name"}
            found["mentions"].append({"mention_id": key, "person_id": person, **place_of})
    for place, line in enumerate(lines[:CLAIMS]):
        span = {"article_id": article, "start": offsets[place], "end": offsets[place] + len(line), "text": line}
        claim = ids.span_id("clm", article, span["start"], span["end"], "indirect")
        speaker = len(line) % PEOPLE
        found["claims"].append({**span, "claim_id": claim, "kind": "indirect", "speaker": names[speaker],
                                "person_id": people[speaker], "stance": "asserts"})  # fmt: skip
        if place % 3 == 0:
            value = float(len(line) % 50 + version.number % 2)
            found["quantities"].append({**span, "quantity_id": ids.span_id("qty", article, span["start"], 0, "men"),
                                        "value_min": value, "value_max": value, "claim_id": claim})  # fmt: skip
    for place, line in enumerate(lines[-EVENTS:]):
        start = offsets[max(len(lines) - EVENTS, 0) + place]
        kind, mode = TYPES[(version.topic + place) % len(TYPES)]
        count = len(line) % 40 + version.number % 2 if place % 2 else None
        found["events"].append(
            {
                **{"article_id": article, "start": start, "end": start + len(line), "text": line},
                "event_id": ids.span_id("evt", article, start, place, kind),
                **{"event_type": kind, "mode": mode, "status": "happened", "person_ids": [people[0]]},
                **{"count_min": count, "count_max": count},
                **{"date_start": day, "date_end": day, "date": str(day)},
            }
        )
    return found


def _name(chance: np.random.Generator) -> str:
    """A first name and a surname: the commonest ones are one in sixty and one in four hundred."""
    first, last = 10 * 300 ** chance.random(), 60 * 500 ** chance.random()
    return f"{_syllables(int(first))} {_syllables(int(last))}"


def _syllables(number: int) -> str:
    parts = ("ka", "re", "mi", "to", "sul", "ban", "dor", "pel", "vin", "gar")
    return "".join(parts[int(digit)] for digit in str(number)).capitalize()


def fill(connection: Any, articles: int) -> None:
    """Make the tables that a build has gathered before it judges."""
    kinds = ("articles", "claims", "events", "quantities", "persons", "mentions")
    for name in kinds:
        connection.register("empty", arrow_schema(TABLES[name]).empty_table())
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM empty")
    connection.execute("CREATE TABLE sketches (article_id VARCHAR, sketch UBIGINT[])")
    each = enumerate(versions(articles, np.random.default_rng(0)))
    while batch := list(islice(each, BATCH)):
        made = [rows_of(version, position) for position, version in batch]
        for name in kinds:
            schema = pa.schema([field.with_nullable(True) for field in arrow_schema(TABLES[name])])
            connection.register("batch", pa.Table.from_pylist([row for rows in made for row in rows[name]], schema))
            connection.execute(f"INSERT INTO {name} SELECT * FROM batch")
        bodies = [(rows["articles"][0]["article_id"], rows["articles"][0]["body"]) for rows in made]
        keys, sketched = [key for key, _ in bodies], [sketch(body) for _, body in bodies]
        connection.register("batch", pa.table([keys, pa.array(sketched, pa.list_(pa.uint64()))], ["a", "b"]))
        connection.execute("INSERT INTO sketches SELECT * FROM batch")


def measure(articles: int, folder: Path, filled: Path | None) -> None:
    from onrecord.dataset import compare as judging

    connection = open_database(folder)
    if filled is None:
        fill(connection, articles)
        connection.close()
        own = [sys.executable, __file__, "--filled", str(folder), str(articles)]
        subprocess.run(own, check=True)
        return
    seconds: dict[str, float] = {}
    for name in ("group_stories", "write_stories", "group_persons", "group_claims", "group_events",
                 "add_conflicting_counts", "write_conflicts", "write_persons", "record_judgments"):  # fmt: skip
        setattr(judging, name, _timed(name, getattr(judging, name), seconds))
    started, used = time.perf_counter(), time.process_time()
    judging.compare(connection)
    whole, used = time.perf_counter() - started, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    counts = {
        name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        for name in ("stories", "united_persons", "claims", "events", "judgments", "conflicts")
    }
    print(f"{articles:>8,} articles: {whole:.0f} s, processor {used:.0f} s, peak {peak:.2f} GB; "
          + ", ".join(f"{name} {spent:.0f} s" for name, spent in seconds.items()) + "; "
          + ", ".join(f"{count:,} {name}" for name, count in counts.items()), flush=True)  # fmt: skip


def _timed(name: str, function: Any, seconds: dict[str, float]) -> Any:
    def run(*given: Any) -> Any:
        started = time.process_time()
        result = function(*given)
        seconds[name] = seconds.get(name, 0.0) + time.process_time() - started
        return result

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, nargs="+")
    parser.add_argument("--filled", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    for articles in given.articles:
        if given.filled:
            measure(articles, given.filled, given.filled)
        else:
            with TemporaryDirectory() as folder:
                measure(articles, Path(folder), None)


if __name__ == "__main__":
    main()
