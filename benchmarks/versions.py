"""Stories against known truth: versions made of real texts, and articles that are no versions of each other.

    python benchmarks/versions.py TEXTS_FOLDER [--reports 250] [--seed 1]

Of each text (a .txt file of 120 words or more) versions are made as newsrooms make them: sentences cut, paragraphs
re-ordered, words replaced, figures changed, paragraphs of others added, the first third printed alone. Among them are
texts that are not versions: all other texts, updates that keep a quarter of an old report, other newsrooms' reports
with the same quoted paragraph, one standing notice under a tenth of all, and weekly reviews of two whole reports
(none where one of the two is 85 to 95 % of both: whether that is a version of the long one is a matter of taste).
Prints pairwise precision, recall and F1, and how many stories hold articles that are unrelated.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import duckdb
import pyarrow as pa

from onrecord.dataset.stories import group_stories, write_stories
from onrecord.document.shingles import sketch
from onrecord_schema import ids

NOTICE = "Sign up for our morning briefing and get the day's most important reports in your inbox before seven. " * 2
LEAST_WORDS = 120
ONE_REPORT = 0.85, 0.95


def sentences(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.!?”\"])\s+", text) if sentence.strip()]


def cut(text: str, share: float, chance: random.Random) -> str:
    kept = [sentence for sentence in sentences(text) if chance.random() >= share]
    return " ".join(kept or sentences(text)[:3])


def reordered(text: str, chance: random.Random) -> str:
    parts = sentences(text)
    blocks = [parts[i : i + 3] for i in range(0, len(parts), 3)]
    chance.shuffle(blocks)
    return " ".join(sentence for block in blocks for sentence in block)


def paraphrased(text: str, chance: random.Random) -> str:
    words = text.split()
    return " ".join(f"re{word}" if chance.random() < 0.05 else word for word in words)


def refigured(text: str, chance: random.Random) -> str:
    return re.sub(r"\d+", lambda found: str(int(found[0][:9]) + chance.randint(1, 9)), text)


def extended(text: str, others: list[str], chance: random.Random) -> str:
    other = sentences(chance.choice(others))
    middle = len(other) // 2  # the first paragraphs are a version of their own
    return " ".join([text, *other[middle : middle + min(5, len(other) // 3)]])


def first_third(text: str) -> str:
    parts = sentences(text)
    return " ".join(parts[: max(4, len(parts) // 3)])


def articles(texts: list[str], reports: int, chance: random.Random) -> list[tuple[str, str]]:
    """(truth, body): versions share their truth, what is no version of anything has one of its own."""
    chosen, others = texts[:reports], texts[reports:]
    made = [(f"report {number}", text) for number, text in enumerate(chosen)]
    for number, text in enumerate(chosen):
        versions = [
            cut(text, 0.3, chance),
            cut(text, 0.5, chance),
            reordered(text, chance),
            paraphrased(text, chance),
            refigured(text, chance),
            extended(text, chosen, chance),
            first_third(text),
            paraphrased(cut(refigured(text, chance), 0.3, chance), chance),
        ]
        made += [(f"report {number}", version) for version in chance.sample(versions, 3)]
    # What is new in an update, or told by another newsroom, is a text of its own that stands nowhere else.
    own, plain = others[: len(others) // 2], others[len(others) // 2 :]
    made += [(f"other {number}", text) for number, text in enumerate(plain)]
    for number, text in enumerate(own):
        old, new = sentences(chosen[number % reports]), sentences(text)
        kept = old[: min(len(new), len(old)) // 4] if number % 2 else old[2:4]
        made.append((f"{'update' if number % 2 else 'elsewhere'} {number}", " ".join([*new, *kept])))
    for number in range(0, reports // 10):
        one, other = chosen[2 * number], chosen[2 * number + 1]
        # Where nearly all of the two is one report, the review is that report with a box beside it; between the two
        # lies what may be held to be either.
        share = len(one.split()) / len(f"{one} {other}".split())
        if ONE_REPORT[0] < max(share, 1 - share) < ONE_REPORT[1]:
            continue
        truth = f"report {2 * number}" if share > 0.9 else f"report {2 * number + 1}" if share < 0.1 else ""
        made.append((truth or f"review {number}", f"{one} {other}"))
    return [(truth, f"{body} {NOTICE}" if position % 10 == 0 else body) for position, (truth, body) in enumerate(made)]


def found_stories(bodies: list[str]) -> dict[int, str]:
    keys = [ids.article_id(f"{number:064x}"[::-1]) for number in range(len(bodies))]
    nothing = pa.nulls(len(bodies), pa.string())
    unknown = pa.nulls(len(bodies), pa.date32())
    table = pa.table(
        {
            "article_id": keys, "body": bodies, "word_count": pa.array([len(b.split()) for b in bodies], pa.int32()),
            "title": nothing, "agency": nothing, "published_start": unknown, "published_end": unknown,
            "curated": [False] * len(bodies),
        }
    )  # fmt: skip
    sketches = pa.table({"article_id": keys, "sketch": pa.array([sketch(b) for b in bodies], pa.list_(pa.uint64()))})
    with duckdb.connect() as connection:
        for name, given in (("articles", table), ("sketches", sketches)):
            connection.register("given", given)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        group_stories(connection)
        write_stories(connection)
        stories = dict(connection.execute("SELECT article_id, story_id FROM versions").fetchall())
    return {number: stories[key] for number, key in enumerate(keys)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--reports", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    texts = [" ".join(path.read_text(encoding="utf-8").split()) for path in sorted(given.texts.glob("*.txt"))]
    texts = [text for text in texts if len(text.split()) >= LEAST_WORDS]
    chance.shuffle(texts)
    made = articles(texts, min(given.reports, len(texts)), chance)
    story = found_stories([body for _, body in made])
    members: dict[str, list[int]] = {}
    for number, story_id in story.items():
        members.setdefault(story_id, []).append(number)
    versions = Counter(truth for truth, _ in made)
    gold = sum(count * (count - 1) // 2 for count in versions.values())
    together = [(a, b) for group in members.values() for a, b in combinations(group, 2)]
    right = sum(made[a][0] == made[b][0] for a, b in together)
    wrong = {story[a] for a, b in together if made[a][0] != made[b][0]}
    precision, recall = right / max(len(together), 1), right / max(gold, 1)
    print(f"{len(made)} articles of {len(texts)} texts; {gold} pairs of versions")
    print(f"pairs: precision {precision:.4f} recall {recall:.4f} F1 {2 * right / max(len(together) + gold, 1):.4f}")
    print(f"stories that hold unrelated articles: {len(wrong)} of {len(members)}")
    for story_id in sorted(wrong)[:10]:
        bodies = {made[number][0]: made[number][1][:60] for number in members[story_id]}
        print("  ", sorted(bodies.items()))


if __name__ == "__main__":
    main()
