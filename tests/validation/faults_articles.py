"""Faults in sources, articles and segments."""

from __future__ import annotations

from datetime import date

from faults import (
    BIOGRAPHY,
    BYLINE,
    DUPLICATE,
    FOREST,
    FOREST_PARAGRAPH,
    HARBOUR,
    NOWHERE,
    OTHER,
    PARAGRAPH,
    REJECTED,
    REPRINT,
    REPRINTED_PARAGRAPH,
    RIGHTS,
    SAME,
    TITLE,
    Fault,
    Rows,
    again,
    delete,
    put,
)


def with_one_paragraph_in_three_stories(rows: Rows) -> None:
    rows["articles"][REPRINT]["story_id"] = f"sto-{NOWHERE}"
    for position in (PARAGRAPH, REPRINTED_PARAGRAPH, FOREST_PARAGRAPH):
        rows["segments"][position]["text"] = "Follow us for the news of the day.\n"


def rewritten(rows: Rows) -> None:
    article = rows["articles"][FOREST]
    article["text"] = article["text"].replace("two men", "all men")


SOURCES = (
    put("SRC-00", "gave a source a status of their own", HARBOUR, status="read"),
    put("SRC-01", "left the status empty", HARBOUR, status=None),
    again("SRC-02", "pasted a source twice", FOREST),
    put("SRC-03", "named an article that is not there", DUPLICATE, article_id=f"art-{NOWHERE}"),
    put("SRC-06", "gave a source a status of their own", HARBOUR, status="read"),
    put("SRC-06", "shortened a checksum", HARBOUR, source_sha256="12ab"),
    put("SRC-07", "wrote -1 for an unknown size", REJECTED, bytes=-1),
    put("SRC-08", "wrote an empty text for null", HARBOUR, reason=""),
    put("SRC-09", "saved the reason in a wrong encoding", REJECTED, reason="cafÃ©.html is empty"),
    put("SRC-20", "rejected an input without a reason", REJECTED, reason=None),
    put("SRC-20", "did not say of which source it is a duplicate", DUPLICATE, reason=None),
    put("SRC-20", "removed the article's id", HARBOUR, article_id=None),
    put("SRC-21", "exchanged the source's checksum", HARBOUR, source_sha256="f" * 64),
    put("SRC-22", "called a duplicate an article", DUPLICATE, status="article", reason=None),
    put("SRC-23", "left the encoding empty", FOREST, encoding=None),
    put("SRC-23", "left the checksum empty", FOREST, source_sha256=None),
    put("SRC-24", "gave a path out of the folder", REJECTED, source_path="../secret.txt"),
    put("SRC-24", "gave a path with a dot", REJECTED, source_path="./empty.txt"),
    put("SRC-24", "gave an address", REJECTED, source_path="file:///etc/empty.txt"),
    put("SRC-25", "rejected a duplicate", DUPLICATE, status="rejected", article_id=None),
    put("SRC-24", "gave a path of their own machine", REJECTED, source_path=r"C:\texts\empty.txt"),
)

ARTICLES = (
    put("ART-00", "gave a share in percent", HARBOUR, removed_share=21.0),
    put("ART-01", "removed the body", FOREST, body=None),
    again("ART-02", "pasted an article twice", FOREST),
    put("ART-03", "named a story that is not there", FOREST, story_id=f"sto-{NOWHERE}"),
    put("ART-03", "named a source that is not there", FOREST, source_path="lost.txt"),
    put("ART-06", "wrote the language in words", FOREST, language="English"),
    put("ART-07", "gave a share in percent", HARBOUR, removed_share=21.0),
    put("ART-08", "named an author of blanks", HARBOUR, authors=["Ana Brandt", " "]),
    put("ART-08", "removed the text", FOREST, text=""),
    put("ART-09", "saved the title in a wrong encoding", HARBOUR, title="Dockersâ€™ strike"),
    put("ART-09", "left a control character in the title", HARBOUR, title="Dockers\x07"),
    put("ART-10", "removed the date but not its days", FOREST, published=None),
    put("ART-12", "called an article curated", FOREST, curated=True),
    put("ART-21", "exchanged the checksum", FOREST, source_sha256="f" * 64),
    Fault("ART-21", "deleted the article's source", FOREST, delete("sources", FOREST)),
    Fault("ART-22", "deleted the article's segments", REPRINT, delete("segments", 7, 9)),
    put("ART-23", "wrote another body", FOREST, body="Police arrested two men near Ulmen."),
    put("ART-24", "changed the share that was removed", HARBOUR, removed_share=0.5),
    put(
        "ART-25", "typed 2999 for 1999", FOREST,
        published="2999", published_start=date(2999, 1, 1), published_end=date(2999, 12, 31),
    ),
    put("ART-26", "called the date of an article unknown", FOREST, published_basis="unknown"),
    put("ART-27", "saved the text in a wrong encoding", FOREST, text="Forest fire near ZÃ¼rich\n"),
    put("ART-27", "left control characters of Windows-1252", FOREST, text="Forest fire \x93near\x94 Ulmen\n"),
    put("ART-28", "removed the language", FOREST, language=None),
    put("ART-29", "removed the words of the body", FOREST, body=""),
    put("ART-30", "stripped nearly the whole page", HARBOUR, removed_share=0.9),
    put("ART-31", "took a paragraph for the title", FOREST, title="Police arrested two men. " * 20 + "They deny it."),
    put("ART-32", "wrote where to look instead of an address", FOREST, url="see the paper edition"),
    put("ART-33", "saved the text with the line ends of Windows", FOREST, text="Forest fire near Ulmen\r\n"),
    put("ART-34", "counted the words wrongly", FOREST, word_count=9),
    put("ART-35", "wrote a dateline that the text does not have", HARBOUR, dateline_place="Atlantis"),
    put("ART-35", "wrote a subtitle that the text does not have", HARBOUR, subtitle="Back to work"),
    put("ART-35", "wrote an original that the text does not have", HARBOUR, source_url="https://example.org/2"),
    put("ART-36", "listed an author twice", HARBOUR, authors=["Ana Brandt", "Ana Brandt"]),
    put("ART-37", "wrote a language that does not exist", FOREST, language="xq"),
    put("ART-37", "wrote three letters that are no language", FOREST, language="xqq"),
    put("ART-38", "called a French text English", FOREST, body="Les pompiers " * 30 + "sont là", word_count=62),
    Fault("ART-39", "rewrote the text", FOREST, rewritten),
    Fault("ART-41", "deleted the judgment of two versions", REPRINT, delete("judgments", SAME)),
    put("ART-40", "called a story's representative unlike itself", HARBOUR, version_similarity=0.5),
)  # fmt: skip

SEGMENTS = (
    put("SEG-00", "gave a segment a role of their own", TITLE, role="lead"),
    put("SEG-01", "left the role empty", TITLE, role=None),
    again("SEG-02", "pasted a segment twice", TITLE),
    put("SEG-03", "named an article that is not there", TITLE, article_id=f"art-{NOWHERE}"),
    put("SEG-04", "gave a segment another id", TITLE, segment_id=f"seg-{OTHER}"),
    put("SEG-05", "shortened the text", TITLE, text="Dockers end strike\n"),
    put("SEG-06", "gave a segment a role of their own", TITLE, role="lead"),
    put("SEG-07", "gave the score in percent", RIGHTS, score=90.0),
    put("SEG-08", "removed the text", TITLE, text=""),
    put("SEG-08", "left a blank before the reason", RIGHTS, reason=" repeated on every page"),
    put("SEG-09", "saved the reason in a wrong encoding", RIGHTS, reason="the pageâ€™s footer"),
    put("SEG-20", "let a segment begin inside the one before", BYLINE, start=20),
    Fault("SEG-20", "deleted the segment before", PARAGRAPH, delete("segments", BYLINE)),
    Fault("SEG-21", "deleted the last segment", RIGHTS, delete("segments", BIOGRAPHY)),
    put("SEG-22", "numbered the segments with a gap", BIOGRAPHY, ordinal=9),
    put("SEG-23", "set a headline aside", TITLE, kept=False, reason="not needed", score=0.9),
    put("SEG-24", "set a segment aside without a reason", RIGHTS, reason=None),
    put("SEG-24", "set a segment aside without a score", RIGHTS, score=None),
    put("SEG-25", "kept a segment and the reason to set it aside", TITLE, reason="repeated on every page"),
    put("SEG-26", "left a tag in the text", TITLE, text="<b>Dockers</b> at Port Marrow end strike\n"),
    put("SEG-26", "left a tag of old pages", TITLE, text="<font color=red>Dockers</font> end strike\n"),
    put("SEG-26", "left a comment", TITLE, text="Dockers <!-- 2 --> end strike\n"),
    put("SEG-26", "left an HTML entity in the text", TITLE, text="Dockers &amp; Port Marrow end strike\n"),
    put(
        "SEG-27",
        "kept elsewhere what is boilerplate here",
        FOREST_PARAGRAPH,
        text="All rights reserved. Click here for more news.\n",
    ),
    Fault("SEG-28", "kept a line that three stories have", PARAGRAPH, with_one_paragraph_in_three_stories),
    put("SEG-29", "kept a notice of rights as prose", RIGHTS, role="body", kept=True, reason=None, score=None),
)
