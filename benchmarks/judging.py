"""How the judgments across documents grow: seconds and peak memory for so many synthetic articles.

    python benchmarks/judging.py 50000 100000 200000

Articles of about 250 words from a vocabulary with the frequencies of a language, four in ten of them versions of
another one (cut, some words changed), a few reprinted by the thousand; a standing notice in every tenth; claims,
events, numbers and persons as often as news articles have them, some persons named everywhere. Each size runs in a
process of its own, with the memory limit that a build sets for the database; peak memory is that of the whole process.
Seconds are those of the clock and, on a machine that others use too, of the processor, all threads together.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa

from onrecord.gather import open_database
from onrecord.shingles import sketch
from onrecord_schema import ids
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

SENTENCES, WORDS = 17, 15
CLAIMS, EVENTS, PEOPLE, MENTIONS = 8, 6, 4, 3
BATCH = 2_000
VOCABULARY = 60_000
NOTICE = " ".join(f"notice{number}" for number in range(40))
ROLES = ("president", "police officer", "head of a charity", "nurse", "analyst", "", "", "mayor", "spokesman", "")
TYPES = (("COERCE", "arrest"), ("ASSAULT", None), ("PROTEST", "demo"), ("CONSULT", "visit"), ("REQUEST", None))


def stories(articles: int, chance: np.random.Generator) -> Iterator[tuple[int, int]]:
    """(story, version) of each article: most stand alone, some are reprinted a few times, a few by the thousand."""
    made = story = 0
    while made < articles:
        draw = chance.random()
        versions = 1000 if draw < 0.00002 else int(chance.integers(2, 7)) if draw < 0.15 else 1
        for version in range(min(versions, articles - made)):
            yield story, version
            made += 1
        story += 1


def sentences_of(story: int, version: int) -> list[str]:
    """The sentences of a version: those of its story, some cut, some with a word changed."""
    chance = np.random.default_rng((1, story))
    # Content words: the commonest of them is one in four hundred.
    ranks = (60 * (VOCABULARY / 60) ** chance.random(SENTENCES * WORDS)).astype(int)
    lines = [[f"w{word}" for word in ranks[i * WORDS : (i + 1) * WORDS]] for i in range(SENTENCES)]
    if version:
        change = np.random.default_rng((2, story, version))
        lines = [line for line in lines if change.random() > 0.3] or lines[:1]
        for line in lines:
            if change.random() < 0.2:
                line[int(change.integers(0, WORDS))] = "changed"
    return [" ".join(line) for line in lines]


def rows_of(story: int, version: int, number: int) -> dict[str, list[dict[str, Any]]]:
    lines = sentences_of(story, version)
    body = ". ".join(lines) + (f". {NOTICE}" if number % 10 == 0 else "")
    article = ids.article_id(f"{number:064x}"[::-1])
    chance = np.random.default_rng((3, story))
    day = date(2019, 1, 1) + timedelta(days=story % 700)
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 2)
    names = [_name(chance) for _ in range(PEOPLE)]
    people = [ids.group_id("per", [article, name]) for name in names]
    found: dict[str, list[dict[str, Any]]] = {
        "articles": [{"article_id": article, "body": body, "text": body, "word_count": len(body.split()),
                      "agency": "Agency" if story % 3 == 0 else None, "published_start": day, "published_end": day}],
        "claims": [], "events": [], "quantities": [], "persons": [], "mentions": [],
    }  # fmt: skip
    for place, (person, name) in enumerate(zip(people, names, strict=True)):
        role = ROLES[len(name) % len(ROLES)]
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
        speaker = place % PEOPLE
        found["claims"].append({**span, "claim_id": claim, "kind": "indirect", "speaker": names[speaker],
                                "person_id": people[speaker], "stance": "asserts"})  # fmt: skip
        if place % 3 == 0:
            value = float(len(line) % 50 + version % 2)
            found["quantities"].append({**span, "quantity_id": ids.span_id("qty", article, span["start"], 0, "men"),
                                        "value_min": value, "value_max": value, "claim_id": claim})  # fmt: skip
    for place, line in enumerate(lines[-EVENTS:]):
        start = offsets[max(len(lines) - EVENTS, 0) + place]
        kind, mode = TYPES[(story + place) % len(TYPES)]
        count = len(line) % 40 + version % 2 if place % 2 else None
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
    first, last = min(int(chance.zipf(1.3)), 3000), min(int(chance.zipf(1.2)), 30_000)
    return f"{_syllables(first)} {_syllables(last + 7)}"


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
    each = enumerate(stories(articles, np.random.default_rng(0)))
    while batch := list(islice(each, BATCH)):
        made = [rows_of(story, version, number) for number, (story, version) in batch]
        for name in kinds:
            schema = pa.schema([field.with_nullable(True) for field in arrow_schema(TABLES[name])])
            connection.register("batch", pa.Table.from_pylist([row for rows in made for row in rows[name]], schema))
            connection.execute(f"INSERT INTO {name} SELECT * FROM batch")
        bodies = [(rows["articles"][0]["article_id"], rows["articles"][0]["body"]) for rows in made]
        keys, sketched = [key for key, _ in bodies], [sketch(body) for _, body in bodies]
        connection.register("batch", pa.table([keys, pa.array(sketched, pa.list_(pa.uint64()))], ["a", "b"]))
        connection.execute("INSERT INTO sketches SELECT * FROM batch")


def measure(articles: int, folder: Path, filled: Path | None) -> None:
    from onrecord import judge as judging

    connection = open_database(folder)
    if filled is None:
        fill(connection, articles)
        connection.close()
        own = [sys.executable, __file__, "--filled", str(folder), str(articles)]
        subprocess.run(own, check=True)
        return
    seconds: dict[str, float] = {}
    for name in ("group_stories", "name_stories", "unite_persons", "group_claims", "group_events",
                 "add_conflicting_counts", "find_conflicts", "write_persons", "record_judgments"):  # fmt: skip
        setattr(judging, name, _timed(name, getattr(judging, name), seconds))
    started, used = time.perf_counter(), time.process_time()
    judging.judge(connection)
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
