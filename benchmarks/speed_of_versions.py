"""What a document costs where some are versions of others: read → rows against bare `nlp.pipe` over the raw texts.

    python benchmarks/speed_of_versions.py --texts FOLDER [--shares 0 0.1 0.33] [--limit 40] [--repeats 3] [--seed 1]

Of the .txt files of FOLDER a share is replaced by versions of the text before it, as newsrooms make them: one paragraph
in five left out, the first one begun anew, and what a site prints under its articles added. The rest stays as it is.
Both sides run in this one process in turn, as in `speed.py`; what the program remembers of earlier documents is
forgotten before every turn.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import spacy
from spacy.language import Language
from speed import seconds

from onrecord.document import process as document
from onrecord.inputs.page import Input
from onrecord.language import DEFAULT_MODEL
from onrecord.language.en.model import load_model
from onrecord.language.en.paragraphs import parser

BOILERPLATE = [
    "Share this article", "Sign up to our newsletter and get the best stories in your inbox every morning.",
    "Read more", "All rights reserved. This material may not be published, broadcast, rewritten or redistributed.",
    "Follow us on Facebook and Twitter", "Related articles", "Terms of use | Privacy policy | Contact us",
]  # fmt: skip


def version(text: str, chance: random.Random) -> str:
    first, *rest = [paragraph for paragraph in text.split("\n") if paragraph.strip()]
    kept = [paragraph for paragraph in rest if chance.random() >= 0.2]
    return "\n\n".join(["Officials said on record: " + first, *kept, *BOILERPLATE])


def with_versions(texts: list[str], share: float, chance: random.Random) -> list[str]:
    """As many texts, a share of them versions of the ones that stand before them."""
    made = list(texts)
    for at in chance.sample(range(1, len(texts), 2), round(share * len(texts))):
        made[at] = version(texts[at - 1], chance)
    return made


def least(raw: list[str], inputs: list[Input], nlp: Language, bare_nlp: Language, repeats: int) -> tuple[float, float]:
    """Seconds of the whole way and of bare parsing, the least of some turns."""
    whole, bare = list[float](), list[float]()
    for _ in range(repeats):
        parser.cache_clear()
        whole.append(seconds(lambda: [document.process(one, nlp) for one in inputs]))
        bare.append(seconds(lambda: list(bare_nlp.pipe(raw))))
    return min(whole), min(bare)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--texts", type=Path, required=True)
    arguments.add_argument("--shares", type=float, nargs="+", default=[0.0, 0.1, 0.33])
    arguments.add_argument("--limit", type=int, default=40)
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()

    nlp, bare_nlp = load_model(DEFAULT_MODEL), spacy.load(DEFAULT_MODEL)
    texts = [path.read_text("utf-8") for path in sorted(given.texts.glob("*.txt"))[: given.limit]]
    print(f"{len(texts)} documents; seconds a document, the best of {given.repeats} turns")
    print(f"{'versions':>10}{'raw words':>12}{'bare, raw':>12}{'read → rows':>14}{'ratio':>8}")
    for share in given.shares:
        raw = with_versions(texts, share, random.Random(given.seed))
        inputs = [Input(f"{i:05}.txt", text.encode()) for i, text in enumerate(raw)]
        whole, bare = least(raw, inputs, nlp, bare_nlp, given.repeats)
        words, ratio = sum(len(text.split()) for text in raw), whole / bare
        each = bare / len(raw), whole / len(raw)
        print(f"{share:10.0%}{words:12,}{each[0]:12.3f}{each[1]:14.3f}{ratio:8.2f}")


if __name__ == "__main__":
    main()
