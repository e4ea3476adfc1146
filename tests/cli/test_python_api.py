"""The Python API: validate and explain a dataset as the commands do, with results that a notebook shows in a line."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

import onrecord


def test_results_show_themselves_in_one_line(dataset: onrecord.BuildResult, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = dataset.rows
    counts = f"articles={rows['articles']}, claims={rows['claims']}"
    assert repr(dataset) == f"BuildResult(out={str(dataset.out)!r}, {counts}, valid=True)"
    monkeypatch.chdir(dataset.out.parent)
    assert repr(dataset) == f"BuildResult(out='data', {counts}, valid=True)"


def test_validate_gives_the_outcome_of_a_folder(dataset: onrecord.BuildResult, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "data"
    shutil.copytree(dataset.out, folder)
    outcome = onrecord.validate(str(folder))
    assert isinstance(outcome, onrecord.Outcome) and outcome.is_valid
    (folder / "claims.parquet").unlink()
    broken = onrecord.validate(folder)
    assert repr(broken).startswith("Outcome(valid=False, rules=") and "'FIL-01'" in repr(broken)
    with pytest.raises(NotADirectoryError, match="nowhere"):
        onrecord.validate(tmp_path / "nowhere")


def test_explain_gives_a_row_with_its_words(dataset: onrecord.BuildResult) -> None:
    from onrecord.errors import OnRecordError

    claim = pq.read_table(dataset.out / "claims.parquet").to_pylist()[0]
    assert f">>>{claim['text']}<<<" in onrecord.explain(str(dataset.out), claim["claim_id"])
    with pytest.raises(OnRecordError, match="clm-0000000000000000"):
        onrecord.explain(dataset.out, "clm-0000000000000000")


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert set(onrecord.__all__) <= {*dir(onrecord), "BuildResult", "Outcome", "build"}
    with pytest.raises(AttributeError, match="bild"):
        _ = onrecord.bild
