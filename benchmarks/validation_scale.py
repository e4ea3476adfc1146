"""How long validation takes and how much memory it needs, layer by layer, on datasets of up to millions of claims.

    python benchmarks/validation_scale.py [--like data] [--claims 100000 1000000 5000000] [--work DIR] [--expectations]

A dataset of the wanted size is made of copies of a small valid one: every copy's letters are exchanged for others, the
same way in all its columns, so that each has a text, names and claims of its own and breaks no rule; ids, groups and
counts are made anew. Each layer then runs in a process of its own. Prints one line a size and layer: rows, seconds,
peak resident memory in MB, and what was found. With `--expectations` the Great Expectations suites run as well.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.annotate import DEFAULT_MODEL
from onrecord.validation.checks import MACROS
from onrecord.write import ROWS_PER_GROUP, write_manifest, write_table
from onrecord_schema.arrow import allowed_values, arrow_schema
from onrecord_schema.tables import TABLES, Table

LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: Text columns that are not the article's words: codes, marks, dates and what the reader of a page found.
_CODES = {
    "source_sha256", "media_type", "encoding", "language", "country", "mode", "published", "said", "date", "value",
    "anchor", "cameo", "acled", "huridocs", "act", "url",
}  # fmt: skip
#: Column -> SQL of the copy's own value; `k` is the copy, `made` a table of the articles' new hashes and stories.
_IDS = {
    "clm": "hashed('clm', concat_ws(chr(31), article_id, start, \"end\", kind))",
    "evt": "hashed('evt', concat_ws(chr(31), article_id, start, \"end\", event_type))",
    "seg": "hashed('seg', concat_ws(chr(31), article_id, start, \"end\", role))",
    "men": "hashed('men', concat_ws(chr(31), article_id, start, \"end\", form))",
    "qty": "hashed('qty', concat_ws(chr(31), article_id, start, \"end\", coalesce(unit, '')))",
    "dat": "hashed('dat', concat_ws(chr(31), article_id, start, \"end\", kind))",
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--like", type=Path, default=Path("data"), help="the valid dataset that is copied")
    arguments.add_argument("--claims", type=int, nargs="+", default=[100_000, 1_000_000, 5_000_000])
    arguments.add_argument("--work", type=Path, help="where the datasets go, and stay (default: a temporary folder)")
    arguments.add_argument("--expectations", action="store_true", help="run layer 4 too")
    arguments.add_argument("--layer", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.layer:
        run_layer(given.layer, given.work)
        return
    with tempfile.TemporaryDirectory() as scratch:
        print(f"{'claims':>9} {'layer':<22} {'rows':>11} {'seconds':>8} {'CPU s':>7} {'peak MB':>8}  found", flush=True)
        for claims in given.claims:
            folder = (given.work or Path(scratch)) / f"claims-{claims}"
            if not (folder / "manifest.json").exists():
                make(given.like, folder, claims)
            for layer in ("files", "rules and dataset", *(["all five"] if given.expectations else [])):
                command = [sys.executable, __file__, "--layer", layer, "--work", str(folder)]
                found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                print(
                    f"{found['claims']:>9,} {layer:<22} {found['rows']:>11,} {found['seconds']:>8.1f} "
                    f"{found['cpu']:>7.1f} {found['peak_mb']:>8,.0f}  {found['found']}",
                    flush=True,
                )


def run_layer(layer: str, folder: Path) -> None:
    """Run one layer and print what it took as JSON."""
    from onrecord.validation import validate
    from onrecord.validation.database import opened
    from onrecord.validation.evaluate import evaluate
    from onrecord.validation.files import check_files
    from onrecord.validation.rules import all_checks

    started = time.perf_counter()
    if layer == "all five":
        outcome = validate(folder)
        rows, failed = outcome.row_counts, [f"{one.rule.id} {one.failed}" for one in outcome.failed]
    else:
        files = check_files(folder)
        rows, failed = files.row_counts, [f"{one.rule_id} {one.table}" for one in files.failures]
        if layer != "files":
            with opened(files) as connection:
                results = evaluate(connection, files, all_checks())
            failed += [f"{one.rule.id} {one.failed}" for one in results if one.failed]
    seconds = time.perf_counter() - started
    found = {
        "claims": rows["claims"], "rows": sum(rows.values()), "seconds": seconds, "found": ", ".join(failed) or "-",
        "cpu": time.process_time(), "peak_mb": peak_memory(),
    }  # fmt: skip
    print(json.dumps(found))


def peak_memory() -> float:
    """The process's largest resident memory, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise OSError("the system does not say how much memory was used")


def make(like: Path, folder: Path, claims: int) -> None:
    """Write a valid dataset of at least `claims` claims to `folder`."""
    copies = -(-claims // pq.read_metadata(like / "claims.parquet").num_rows)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=folder) as spill:
        connection = duckdb.connect(config={"memory_limit": "3GB", "temp_directory": spill})
        for macro in MACROS:
            connection.execute(macro)
        connection.register("copies", _copies(copies))
        for name in TABLES:
            connection.execute(f"CREATE TABLE given_{name} AS SELECT * FROM read_parquet('{like / f'{name}.parquet'}')")
        connection.execute(_NEW_ARTICLES)
        connection.execute(_NEW_PERSONS)
        entries = {name: _write(connection, folder, TABLES[name]) for name in TABLES}
        found = pq.read_table(folder / "sources.parquet", columns=["source_path", "source_sha256"]).to_pydict()
        sources = dict(zip(found["source_path"], found["source_sha256"], strict=True))
        write_manifest(folder, DEFAULT_MODEL, entries, sources)


def _copies(number: int) -> pa.Table:
    """Copy k and the letters that its letters are exchanged for; no two copies the same, none of them readable."""
    drawn = random.Random(7)
    alphabets = {"".join(drawn.sample(LETTERS, len(LETTERS))) for _ in range(number + number // 100 + 1)}
    return pa.table({"k": pa.array(range(number), pa.int32()), "letters": sorted(alphabets)[:number]})


#: The new ids of a copy's articles and stories; a rejected source stays one.
_NEW_ARTICLES = """
    CREATE TABLE made AS
    SELECT k, old_id, 'art-' || left(sha, 16) AS new_id, sha, old_story,
        hashed_group('sto', list('art-' || left(sha, 16)) OVER (PARTITION BY k, old_story)) AS new_story
    FROM (SELECT k, article_id AS old_id, story_id AS old_story, sha256(k || source_sha256) AS sha
          FROM given_articles, copies)
"""

#: The new ids of a copy's persons: a hash over those of each article's person, which are made of the first mention.
_NEW_PERSONS = f"""
    CREATE TABLE people AS
    SELECT k, old_person, hashed_group('per', list(hashed('per', mention))) AS person FROM (
        SELECT k, old_person, article_id, arg_min({_IDS["men"]}, (start, "end")) AS mention
        FROM (SELECT k, m.person_id AS old_person, new_id AS article_id, start, "end", form
              FROM given_mentions m JOIN made ON m.article_id = old_id)
        GROUP BY ALL
    ) GROUP BY ALL
"""


def _copied(table: Table) -> dict[str, str]:
    """Column -> SQL of its value in copy k, before ids of rows are made."""
    values = {}
    for field in arrow_schema(table):
        column = f'g."{field.name}"'
        target = table.references.get(field.name, ("", ""))[1]
        is_code = field.name in _CODES or bool(allowed_values(table.row.model_fields[field.name]))
        if field.name in ("article_id", "canonical_article_id"):
            value = "new_id"
        elif field.name == "source_sha256":
            value = f"sha256(k || {column})"
        elif field.name == "story_id":
            value = "new_story"
        elif field.name == "person_id":
            value = "person"
        elif target == "person_id":
            value = (
                "(SELECT coalesce(list(p.person ORDER BY p.person), []) FROM people p "
                f"WHERE p.k = copies.k AND list_contains({column}, p.old_person))"
            )
        elif field.name.endswith("_id"):
            value = f"CASE WHEN {column} IS NOT NULL THEN left({column}, 4) || left(sha256(k || {column}), 16) END"
        elif field.name == "source_path":
            value = f"format('{{:07}}/', k) || {column}"
        elif field.type == pa.string() and not is_code:
            value = f"translate({column}, '{LETTERS}', letters)"
        elif pa.types.is_list(field.type):
            value = f"list_transform({column}, lambda one: translate(one, '{LETTERS}', letters))"
            value = f"list_sort({value})" if field.name != "authors" else value
        else:
            value = column
        values[field.name] = value
    return values


def _write(connection: duckdb.DuckDBPyConnection, folder: Path, table: Table) -> dict[str, int | str]:
    values, name = _copied(table), table.name
    if name == "crosswalk":
        sql = "SELECT * FROM given_crosswalk"
    else:
        key = {"articles": "article_id", "stories": "canonical_article_id"}.get(name, "article_id")
        join = f"LEFT JOIN made ON made.old_id = g.{key} AND made.k = copies.k" if key in values else ""
        if "person_id" in values:
            join += " LEFT JOIN people ON people.old_person = g.person_id AND people.k = copies.k"
        columns = ", ".join(f'{value} AS "{column}"' for column, value in values.items())
        columns = columns.replace("(k ||", "(copies.k ||").replace("', k)", "', copies.k)")
        sql = f"SELECT {columns} FROM given_{name} g CROSS JOIN copies {join}"
        sql = _with_ids(connection, table, sql)
    order = ", ".join(f'"{column}"' for column in table.sort)
    reader = connection.sql(f"{sql} ORDER BY {order}").to_arrow_reader(ROWS_PER_GROUP)
    return write_table(folder, name, reader)


def _with_ids(connection: duckdb.DuckDBPyConnection, table: Table, sql: str) -> str:
    """The copied rows with ids made of their content, and what points at them pointing there still."""
    name, key = table.name, table.key[0]
    made = _IDS.get({"claims": "clm", "events": "evt", "segments": "seg", "mentions": "men", "quantities": "qty",
                     "dates": "dat"}.get(name, ""))  # fmt: skip
    if made is None:
        return sql
    changed = [f"{made} AS {key}"]
    joins = ""
    for column, (target, _) in table.references.items():
        if target in ("claims", "events") and column != key:
            joins += f" LEFT JOIN new_{target} {column}_n ON {column}_n.old = r.{column}"
            changed.append(f"{column}_n.new AS {column}")
    group = f"{name[:-1]}_group_id"
    if group in table.columns:
        kind = {"claims": "clg", "events": "evg"}[name]
        changed.append(f"g.made AS {group}")
        joins += f" JOIN {name}_groups g ON g.old = r.{group}"
        connection.execute(
            f"CREATE TABLE new_{name} AS SELECT {key} AS old, {made} AS new, {group} AS grouped FROM ({sql})"
        )
        connection.execute(
            f"CREATE TABLE {name}_groups AS SELECT grouped AS old, hashed_group('{kind}', list(new)) AS made "
            f"FROM new_{name} GROUP BY 1"
        )
    if name == "claims":
        connection.execute(
            f"CREATE TABLE quotes AS SELECT quote_id AS old, hashed_group('quo', list({made})) AS made "
            f"FROM ({sql}) WHERE quote_id IS NOT NULL GROUP BY 1"
        )
        changed.append("q.made AS quote_id")
        joins += " LEFT JOIN quotes q ON q.old = r.quote_id"
    return f"SELECT r.* REPLACE ({', '.join(changed)}) FROM ({sql}) r{joins}"


if __name__ == "__main__":
    os.nice(5)
    main()
