"""The evidence table: one row per fact, in our own words in two languages, and every id that is cited is in it."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "conf" / "evidence.csv"
COLUMNS = [
    *("id", "topic", "en", "zh", "value", "unit", "year", "place"),
    *("source", "address", "reliability", "kind", "sign_only", "use"),
]
KINDS = {"observed", "published", "official claim", "survey", "derived", "memory", "weak"}
# How far a fact can be relied on, as graded when it was found; nothing where nothing was found.
GRADES = {
    *("A", "A-", "B", "B/M", "C", "D", "D/M", "M", "derived", "derived/memory", "memory"),
    *("official", "official claim", "peer-reviewed", "book", "media", "weak"),
}
ID = re.compile(r"[OB]-[A-Z]+\d+[a-z]?")
CITED = re.compile(rf"\b{ID.pattern}\b")
CJK = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(r"[「」『』“”\"]")
# Hosts of copies, mirrors and forums: they come and go, and are not where a fact was published.
COPIES = re.compile(
    r"mirror|cache|proxy|big5|core-prod|ar5iv|fx361|aisixiang|forum|bbs|wiki|baike|360doc|doc88|docin|xing528|chaxiaohao"
)
SCALES = {"": 1, "million": 10**6, "billion": 10**9, "万": 10**4, "亿": 10**8}
Row = dict[str, str]


def table() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures(text: str) -> set[float]:
    """The numbers in a text as written and, where a word such as million or 万 follows, also in full."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    found = re.findall(r"(\d+(?:\.\d+)?)\s*(million|billion|万|亿)?", plain)
    return {round(float(number) * by, 6) for number, scale in found for by in (1, SCALES[scale])}


def faults(row: Row) -> Iterator[str]:
    """What is wrong with one row of the table, if anything."""
    if not ID.fullmatch(row["id"]):
        yield "id"
    if not row["topic"] or not row["en"] or CJK.search(row["en"]):
        yield "en"
    if not CJK.search(row["zh"]):
        yield "zh"
    if any(QUOTED.search(text) for text in row.values()):
        yield "quotation"
    if row["kind"] not in KINDS or row["sign_only"] not in ("", "yes"):
        yield "kind"
    if row["reliability"] not in GRADES | {""} or (row["reliability"] in ("memory", "M")) != (row["kind"] == "memory"):
        yield "reliability"
    if re.search(r"\b[Nn]ot found\b", row["en"]) and "未" not in row["zh"]:
        yield "not found"
    for language in ("en", "zh"):
        if not figures(row["value"]) <= figures(row[language]):
            yield f"value and {language}"
    if len(row["unit"].split("; ")) not in (1, len(row["value"].split("; "))):
        yield "unit"
    for address in filter(None, row["address"].split("; ")):
        link = urlsplit(address)
        if link.scheme not in ("http", "https") or not link.netloc or " " in address or COPIES.search(link.netloc):
            yield "address"


def cited() -> dict[str, str]:
    """Every evidence id that the model or its figures cite, and a file where it is cited."""
    paths = [*(ROOT / "sim").rglob("*.py"), *(ROOT / "conf").rglob("*.yaml")]
    return {name: str(path) for path in paths for name in CITED.findall(path.read_text("utf-8"))}


def test_the_table_has_one_row_per_id() -> None:
    rows = table()
    assert list(rows[0]) == COLUMNS
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))


def test_every_row_is_sound() -> None:
    assert {row["id"]: list(faults(row)) for row in table() if any(faults(row))} == {}


def test_rows_refer_to_rows_that_exist() -> None:
    rows = table()
    ids = {row["id"] for row in rows}
    assert {row["id"]: lost for row in rows if (lost := set(CITED.findall(" ".join(row.values()))) - ids)} == {}


def test_what_is_cited_is_in_the_table() -> None:
    ids = {row["id"] for row in table()}
    known = cited()
    assert "O-W02" in known  # the search finds something
    assert {name: path for name, path in known.items() if name not in ids} == {}


@pytest.mark.parametrize(
    ("column", "text", "fault"),
    [
        ("id", "O-02", "id"),
        ("en", "", "en"),
        ("zh", "Wushan has 27 of 389, 6.9 %", "zh"),
        ("zh", "「活跃」的有27个，占6.9%", "quotation"),
        ("source", "“三息”工作法", "quotation"),
        ("kind", "hearsay", "kind"),
        ("reliability", "E", "reliability"),
        ("reliability", "M", "reliability"),
        ("en", "Not found, but for 27 and 6.9", "not found"),
        ("value", "28; 6.9", "value and en"),
        ("value", "27; 6.9; 389", "unit"),
        ("zh", "2.7万个，6.9%", "value and zh"),
        ("address", "www.example.org/page", "address"),
        ("address", "https://example.org/a, https://example.org/b", "address"),
        ("address", "http://big5.example.org/page", "address"),
    ],
)
def test_a_planted_fault_is_found(column: str, text: str, fault: str) -> None:
    sound = next(row for row in table() if row["id"] == "O-W02")
    assert fault in faults(sound | {column: text})
