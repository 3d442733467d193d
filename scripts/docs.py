"""Write the tables of docs/ that follow from the code: parameters, levers, measures, indicators, targets, evidence.

    python scripts/docs.py

tests/test_docs.py asks for it whenever a page no longer says what the code says. Uses of evidence that the code cannot
know, or the reason why there is none, stand in docs/evidence_use.csv.
"""

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, get_args

import numpy as np
import yaml

from experiments.catalogue import has_causal_estimate, told
from experiments.phrases import phrases
from experiments.tables import unit_name
from experiments.words import Lang, Words
from sim.core.levers import declared
from sim.core.parameters import Status, all_passports, groups, passports
from sim.core.places import Places
from sim.indicator_table import INDICATORS
from sim.indicators import MONTHS, TOTAL, Gap, Measured, Quantile
from sim.levers import LeverValues, MonthLevers
from sim.parameters import Parameters
from sim.policies import OWN, Policy, settings
from sim.policies.base import key_of
from sim.tallies import counters

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
CITED = re.compile(r"\b[OB]-[A-Z]+\d+[a-z]?\b")
RANGE = re.compile(r"\b([OB]-[A-Z]+)(\d+) to \1(\d+)\b")
ROLES = ("validation", "background", "unused")
NOTE: dict[Lang, str] = {
    "en": "Written by `python scripts/docs.py` from the code; not to be edited.",
    "zh": "本页由 `python scripts/docs.py` 根据代码生成，请勿手工修改。",
}
Row = dict[str, str]
Cells = Sequence[str]


def table(heads: Cells, rows: Iterable[Cells]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def page(title: str, lang: Lang, *parts: str) -> str:
    """A page with its title, the note that it is written by this script, and its parts."""
    return "\n\n".join((f"# {title}", NOTE[lang], *parts)) + "\n"


def code(text: str) -> str:
    """Text as a name of the program."""
    return f"`{text}`"


# Parameters and levers


def parameters() -> str:
    """All parameters with their passports, group by group."""
    known = dict(all_passports(Parameters))
    by_status = Counter(passport.status for passport in known.values())
    bare = sum(not passport.evidence for passport in known.values())
    counts = ", ".join(f"{by_status[status]} {status}" for status in get_args(Status))
    intro = (
        f"{len(known)} numbers: {counts}; {bare} cite no evidence at all. Range: the plausible range from which "
        "`worlds=prior` draws. *Observed*: read off data of the place; *published*: from a study or survey, elsewhere "
        "or on something near; *calibrated*: set so that the untreated county meets its [targets](targets.md); "
        "*assumed*: nobody has measured it, and a source, where one is given, speaks of direction or neighbourhood and "
        "not of this value. What a source says is in [evidence.md](../evidence.md)."
    )
    heads = ("parameter", "value", "range", "unit", "status", "source", "meaning", "含义")
    parts = [intro]
    for name, group in groups(Parameters).items():
        rows = [
            (
                code(f"{name}.{key}"),
                f"{one.value:g}",
                f"{one.low:g} to {one.high:g}",
                one.unit,
                one.status,
                ", ".join(one.evidence),
                one.en,
                one.zh,
            )
            for key, one in passports(group).items()
        ]
        title = (group.__doc__ or name).split(":")[0]
        parts += [f"## {title}", table(heads, rows)]
    return page("Parameters 参数", "en", *parts)


def levers() -> str:
    """All levers and who moves them."""
    movers: dict[str, list[str]] = {}
    for policy in OWN:
        for lever in moved(policy):
            movers.setdefault(lever, []).append(key_of(policy))
    heads = ("lever", "level", "unit", "neutral", "bounds", "rule", "meaning", "含义", "moved by")
    rows = [
        (
            code(name),
            lever.level,
            lever.unit,
            f"{lever.neutral:g}",
            f"{lever.low:g} to {lever.high:g}",
            lever.rule,
            lever.en,
            lever.zh,
            ", ".join(code(key) for key in movers.get(name, ())) or "none of ours",
        )
        for name, lever in declared(LeverValues).items()
    ]
    intro = (
        "A lever is an input that a department controls; a measure moves levers and nothing else. Contributions of "
        "several measures are added (`add`), taken as shares of what is left (`complement`) or multiplied (`multiply`), "
        "then held within the bounds. A lever of a township or of the county takes the mean over its villages."
    )
    return page("Levers 杠杆", "en", intro, table(heads, rows))


# Measures


@cache
def moved(policy: type[Policy]) -> dict[str, float]:
    """What a measure adds to each lever where it is in full force."""
    place = Places(("",), ("",), np.zeros(1, np.int16), np.zeros(1))
    measure = policy(ramp=0)
    asked = measure.adjust(MonthLevers(LeverValues, place, 1, {measure.key: np.ones(1)}))
    sums = {name: sum(float(amount[0]) for amount in given.values()) for name, given in asked.contributions.items()}
    return {name: total for name, total in sums.items() if total}


def measures(lang: Lang) -> str:
    """All measures: claim, mechanism, side effects, evidence, levers, prices, settings."""
    words = phrases(lang)
    title = {"en": "Measures", "zh": "举措"}[lang]
    intro = {
        "en": "In the order of the department's report. *Levers moved*: in full force, with the settings as shipped. "
        "Money is counted from what is delivered. Every measure also has `intensity`, `coverage`, `choice`, `villages`, "
        "`start`, `ramp` and `end` (see [the guide](../guide.md)). All behave as their mechanism says *in the model*; "
        "where no causal estimate exists, the page says so.",
        "zh": "按主管部门报告中的次序排列。“移动的杠杆”指按出厂设置全面实施时的改动量。费用按实际发生的数量计算。每项举措另有 `intensity`（力度）、"
        "`coverage`（覆盖村占比）、`choice`（选村方式）、`villages`（指定的村）、`start`（起始月）、`ramp`（爬坡月数）、`end`（结束月）等设置，"
        "用法见[使用指南](../guide.zh.md)。“机制”说的都是模型中的机制；没有因果估计的，页内已注明。",
    }[lang]
    parts = [intro]
    for letter, members in groupby(OWN, key=lambda policy: policy.group):
        parts.append(f"## {letter} {words(f'cli.group.{letter}')}")
        parts += [part for policy in members for part in measure(policy, words)]
    return page(title, lang, *parts)


def measure(policy: type[Policy], words: Words) -> Iterator[str]:
    """The section of one measure."""
    key, lang = key_of(policy), words.lang
    yield f"### {getattr(policy, lang)} {code(key)}"
    if words.has(f"measure.{key}"):
        yield words(f"measure.{key}")
    said = told(policy, key, words)
    lines = [f"- **{words(f'cli.part.{part}')}**{words('form.colon')}{text}" for part, text in said.items()]
    if not has_causal_estimate(policy):
        lines.append(f"- **{words('cli.catalogue.no_estimate')}**")
    yield "\n".join(lines)
    known = declared(LeverValues)
    rows = [(code(n), f"{by:+g}", unit_name(known[n].unit, words), getattr(known[n], lang)) for n, by in moved(policy).items()]
    yield words("cli.catalogue.levers_moved") + words("form.colon").rstrip()
    yield table([words(f"cli.catalogue.{head}") for head in ("lever", "full_force", "unit", "meaning")], rows)
    common, given = settings(Policy), policy()
    own = {name: one for name, one in settings(policy).items() if name not in common}
    rows = [
        (code(name), f"{getattr(given, name):g}", f"{one.low:g}", f"{one.high:g}", unit_name(one.unit, words), getattr(one, lang))
        for name, one in own.items()
    ]
    yield words("cli.catalogue.settings") + words("form.colon").rstrip()
    yield table([words(f"cli.catalogue.{h}") for h in ("setting", "value", "low", "high", "unit", "meaning")], rows)


# Indicators and targets

DIRECTIONS: dict[Lang, dict[int, str]] = {
    "en": {1: "higher is better", -1: "lower is better", 0: "neither"},
    "zh": {1: "越高越好", -1: "越低越好", 0: "升降不分好坏"},
}
GROUPS = {
    "participation": "群众参与",
    "awareness": "知晓",
    "volunteering": "志愿服务",
    "needs": "诉求",
    "disputes": "矛盾纠纷",
    "cadres": "干部",
    "economy": "企业与就业",
    "trust": "信任与满意度",
}


def indicators(lang: Lang) -> str:
    """All indicators with what is divided by what."""
    words = phrases(lang)
    heads = {
        "en": ("indicator", "name", "unit", "direction", "definition"),
        "zh": ("标识", "名称", "单位", "方向", "定义"),
    }[lang]
    intro = {
        "en": "What is measured. An indicator over several months or places is the ratio of the sums, never the mean of "
        "ratios. † counts rare events or few units: judged at county size only.",
        "zh": "模型测量的各项指标。跨月、跨村的指标一律先求和、再相除，不取比率的平均。标 † 的是罕见的事或少数单位，只在全县规模上判断。",
    }[lang]
    parts = [intro]
    for group, members in groupby(INDICATORS.values(), key=lambda one: one.group):
        named = GROUPS[group] if lang == "zh" else group.capitalize()
        rows = [
            (
                code(one.key) + (" †" if one.rare else ""),
                words.indicator(one.key),
                unit_name(one.unit, words),
                DIRECTIONS[lang][one.direction],
                definition(one, lang),
            )
            for one in members
        ]
        parts += [f"## {named}", table(heads, rows)]
    return page({"en": "Indicators", "zh": "指标"}[lang], lang, *parts)


def definition(one: Measured, lang: Lang) -> str:
    """What an indicator is computed from."""
    known = counters()
    if isinstance(one, Gap):
        return f"{code(one.first.key)} − {code(one.second.key)}"
    if isinstance(one, Quantile):
        return {"en": f"quantile {one.level:g} of: ", "zh": f"{one.level:g} 分位数："}[lang] + getattr(known[one.counter], lang)
    top = signed(one.numerator, lang)
    if isinstance(one.denominator, str):
        return top + {"en": {MONTHS: ", a month", TOTAL: ", in all"}, "zh": {MONTHS: "，月均", TOTAL: "，合计"}}[lang][one.denominator]
    scale = f"{one.scale:,g} × " if one.scale != 1 else ""
    return f"{scale}({top}) ÷ ({signed(one.denominator, lang)})"


def signed(weights: Any, lang: Lang) -> str:
    """A weighted sum of counters in words."""
    known = counters()
    text = "".join(f" {'+' if weight > 0 else '−'} {getattr(known[name], lang).removeprefix('... ')}" for name, weight in weights.items())
    return text.removeprefix(" + ")


def targets() -> str:
    """The calibration targets."""
    entries = target_entries()
    heads = ("target", "what", "含义", "value", "range", "unit", "weight", "townships needed", "source", "note")
    rows = [
        (
            one["id"],
            one["en"],
            one["zh"],
            f"{one['value']:g}",
            f"{one['low']:g} to {one['high']:g}",
            one["unit"],
            one["weight"],
            str(one["townships"]),
            ", ".join(one["evidence"]),
            one.get("note", {}).get("en", ""),
        )
        for one in entries
    ]
    intro = (
        "What the untreated county must look like, all at once. `gongzhi targets` sets the model's values beside these. "
        "Weight says how firm the figure is; *assumed*: no figure was found. All of these have been used to set "
        "parameters, so that meeting them is no validation."
    )
    return page("Calibration targets 校准目标", "en", intro, table(heads, rows))


@cache
def target_entries() -> list[dict[str, Any]]:
    """The entries of conf/targets/wushan.yaml."""
    text = (ROOT / "conf" / "targets" / "wushan.yaml").read_text("utf-8")
    entries: list[dict[str, Any]] = yaml.safe_load(text)["targets"]
    return entries


# Evidence


def evidence_rows() -> dict[str, Row]:
    """The rows of the evidence table by id."""
    return {row["id"]: row for row in read_csv(ROOT / "conf" / "evidence.csv")}


def stated_uses() -> dict[str, Row]:
    """The rows of docs/evidence_use.csv by id."""
    return {row["id"]: row for row in read_csv(DOCS / "evidence_use.csv")}


def read_csv(path: Path) -> list[Row]:
    """A table with a head line."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cited_in(text: str) -> set[str]:
    """The ids in a text; 'B-V5 to B-V8' names all four."""
    spans = {f"{s}{n}" for s, first, last in RANGE.findall(text) for n in range(int(first), int(last) + 1)}
    return set(CITED.findall(text)) | spans


@cache
def code_uses() -> dict[str, dict[str, list[str]]]:
    """What the model uses each figure for: targets, parameters, county descriptions, measures, rules; by id."""
    found: dict[str, dict[str, list[str]]] = {}

    def note(ids: Iterable[str], kind: str, name: str) -> None:
        for one in ids:
            found.setdefault(one, {}).setdefault(kind, []).append(name)

    for target in target_entries():
        note(target["evidence"], "target", target["id"])
    for name, passport in all_passports(Parameters):
        note(passport.evidence, "parameter", code(name))
    for path in sorted((ROOT / "conf" / "county").glob("*.yaml")):
        note(sorted(cited_in(path.read_text("utf-8"))), "county", path.stem)
    for policy in OWN:
        note(sorted(cited_in(policy.__doc__ or "")), "measure", code(key_of(policy)))
    for path in sorted((ROOT / "sim").glob("*/*.py")):
        if path.parent.name not in ("parameters", "policies"):
            note(sorted(cited_in(path.read_text("utf-8"))), "rules of", code(path.stem))
    return found


def through() -> dict[str, list[str]]:
    """Derived figures that the model uses, by the id of the figures they were derived from."""
    used, found = code_uses(), {}
    for row in evidence_rows().values():
        if row["kind"] == "derived" and row["id"] in used:
            for one in sorted(cited_in(row["source"]) - {row["id"]}):
                found.setdefault(one, []).append(row["id"])
    return found


def use_of(one: str) -> tuple[str, str]:
    """Role of a figure (calibration, specification, validation, background, unused) and what for."""
    used, derived, stated = code_uses().get(one, {}), through().get(one, []), stated_uses()
    parts = [f"{kind} {', '.join(dict.fromkeys(names))}" for kind, names in used.items()]
    parts += [f"through {', '.join(derived)}"] if derived else []
    if parts:
        return "calibration" if "target" in used else "specification", "; ".join(parts)
    return (stated[one]["role"], stated[one]["why"]) if one in stated else ("", "")


def evidence() -> str:
    """Every figure of conf/evidence.csv with its use."""
    rows = evidence_rows()
    uses = {one: use_of(one) for one in rows}
    counts = Counter(role for role, _ in uses.values())
    meaning = {
        "calibration": "behind a [target](tables/targets.md); it has set parameters and may also be cited elsewhere",
        "specification": "cited by a parameter, the county description, a measure or a rule of the month, or through a figure derived from it",
        "validation": "kept aside: nothing in the model was set with it (see [odd.md](odd.md), section *Evaluation*)",
        "background": "read, and the reason for a distinction or a decision not to model something; sets no number",
        "unused": "not used, with the reason",
    }
    parts = [
        f"All {len(rows)} figures of `conf/evidence.csv` (text in English and Chinese, source and address are there) and "
        "what each is used for. Where a parameter cites a figure the figure may only give its sign or neighbourhood: "
        "the [status of the parameter](tables/parameters.md) says how much it rests on it. Reliability: as graded when the "
        "figure was found, A best to D, M from memory; *sign* where only the direction is usable.",
        table(("role", "figures", "meaning"), [(role, str(counts[role]), text) for role, text in meaning.items()]),
    ]
    for topic, members in groupby(rows.values(), key=lambda row: row["topic"]):
        lines = [(row["id"], row["en"], graded(row), *uses[row["id"]]) for row in members]
        parts += [f"## {topic}", table(("id", "figure", "kind, reliability", "role", "use, or why none"), lines)]
    return page("Evidence and its use", "en", *parts)


def graded(row: Row) -> str:
    """Kind and reliability of a figure."""
    marks = [row["kind"], row["reliability"] if row["reliability"] != row["kind"] else "", "sign" if row["sign_only"] else ""]
    return ", ".join(mark for mark in marks if mark)


PAGES: dict[str, Callable[[], str]] = {
    "tables/parameters.md": parameters,
    "tables/levers.md": levers,
    "tables/measures.md": lambda: measures("en"),
    "tables/measures.zh.md": lambda: measures("zh"),
    "tables/indicators.md": lambda: indicators("en"),
    "tables/indicators.zh.md": lambda: indicators("zh"),
    "tables/targets.md": targets,
    "evidence.md": evidence,
}
"""What is written, by its path in docs/."""


def main() -> int:
    """Write all pages."""
    for name, write in PAGES.items():
        path = DOCS / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(write(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
