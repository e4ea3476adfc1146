#!/usr/bin/env python3
"""Whether the confidence of claims means what it says: share right among claims of each confidence, held out.

    python benchmarks/reliability.py FOLDER

FOLDER is that of fit_claims.py. Each claim is found with weights, and given a confidence with shares, that were learnt
from the articles of the other folds. Prints the table and writes it to `reliability.md` beside this script.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fit_claims import FOLDS, Outcome, examples, held_out, read, tallied

from onrecord.document.claims import confidence

REFERENCES = "# Reliability of `mentions.confidence`"
"""Where the part of `reliability.md` begins that pronouns.py writes."""
LOWEST = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.0)


def stated(found: list[list[Outcome]]) -> list[tuple[float, bool]]:
    """Confidence and rightness of the claims whose speaker is named, with the shares of the other folds."""
    made = []
    for fold in range(FOLDS):
        shares = tallied([document for i, document in enumerate(found) if i % FOLDS != fold])
        table = confidence.table_of((*key, share, count) for key, (share, count) in shares.items())
        for evidence, probability, right in (outcome for document in found[fold::FOLDS] for outcome in document):
            given = confidence.confidence(evidence, probability, table)
            if given is not None and evidence != "speech none":
                made.append((given, right))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    documents = read(parser.parse_args().folder)
    claims = stated(held_out(documents, [examples(document) for document in documents]))
    lines = [
        "# Reliability of `claims.confidence`",
        "",
        f"PolNeAR 1.0, developer portion: {len(documents)} articles, {len(claims)} claims, in {FOLDS} folds:",
        "weights and confidence both learnt from the other folds. Right means that content (half overlap; a piece of a",
        "quotation: inside the annotated one) and speaker are as annotated. Made by `benchmarks/reliability.py`.",
        "",
        "| confidence | claims | mean confidence | right | right of all from here up |",
        "|---|---|---|---|---|",
    ]
    above: list[bool] = []
    for lowest, limit in zip(LOWEST, (1.01, *LOWEST), strict=False):
        here = [(given, right) for given, right in claims if lowest <= given < limit]
        above += [right for _, right in here]
        if here:
            mean, share = sum(g for g, _ in here) / len(here), sum(r for _, r in here) / len(here)
            label = f"{lowest:.1f} to {min(limit, 1.0):.1f}"
            lines.append(f"| {label} | {len(here)} | {mean:.2f} | {share:.2f} | {sum(above) / len(above):.2f} |")
    text = "\n".join(lines) + "\n"
    print(text)
    report = Path(__file__).with_suffix(".md")
    others = report.read_text("utf-8").partition(REFERENCES) if report.exists() else ("", "", "")
    report.write_text(text + ("\n" + "".join(others[1:]) if others[1] else ""), "utf-8")


if __name__ == "__main__":
    main()
