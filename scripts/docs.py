"""Write the pages of docs/ that follow from the code: parameters, levers, measures, indicators, targets, evidence, API.

    python scripts/docs.py

tests/test_docs.py asks for it whenever a page no longer says what the code says.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import get_args

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
if not __package__:  # run as a file: the folder of the script is on the path, that of the project need not be
    sys.path.insert(0, str(ROOT))

from experiments.catalogue import explanation  # noqa: E402
from experiments.tables import unit_name  # noqa: E402
from experiments.words import Lang, Words  # noqa: E402
from experiments.words import words as words_of  # noqa: E402
from scripts import docs_api  # noqa: E402
from scripts import docs_evidence as figures  # noqa: E402
from sim.core.levers import declared  # noqa: E402
from sim.core.parameters import Passport, Status, all_passports, groups, passports  # noqa: E402
from sim.indicator_table import INDICATORS  # noqa: E402
from sim.indicators import MONTHS, TOTAL, Gap, Measured, Quantile  # noqa: E402
from sim.levers import LeverValues  # noqa: E402
from sim.parameters import Parameters  # noqa: E402
from sim.policies import OWN  # noqa: E402
from sim.policies.base import key_of, moved_by  # noqa: E402
from sim.tallies import counters  # noqa: E402

DOCS = ROOT / "docs"
NOTE: dict[Lang, str] = {
    "en": "Written by `python scripts/docs.py` from the code; not to be edited.",
    "zh": "本页由 `python scripts/docs.py` 根据代码生成，请勿手工修改。",
}
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


def parameters() -> str:
    """All parameters with their passports, group by group."""
    known = dict(all_passports(Parameters))
    by_status = Counter(passport.status for passport in known.values())
    counts = ", ".join(f"{by_status[status]} {status}" for status in get_args(Status))
    bare = sum(not passport.evidence for passport in known.values())
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
        rows = [(code(f"{name}.{key}"), *passport_cells(one)) for key, one in passports(group).items()]
        parts += [f"## {(group.__doc__ or name).split(':')[0]}", table(heads, rows)]
    return page("Parameters 参数", "en", *parts)


def passport_cells(one: Passport) -> Cells:
    """Value, range, unit, status, source and meaning of a parameter."""
    numbers = (f"{one.value:g}", f"{one.low:g} to {one.high:g}", one.unit)
    return (*numbers, one.status, ", ".join(one.evidence), one.en, one.zh)


def levers() -> str:
    """All levers and who moves them."""
    movers: dict[str, list[str]] = {}
    for policy in OWN:
        for lever in moved_by(policy()):
            movers.setdefault(lever, []).append(code(key_of(policy)))
    heads = ("lever", "level", "unit", "neutral", "bounds", "rule", "meaning", "含义", "moved by")
    rows = []
    for name, one in declared(LeverValues).items():
        bounds = (f"{one.neutral:g}", f"{one.low:g} to {one.high:g}")
        who = ", ".join(movers.get(name, ())) or "none of ours"
        rows.append((code(name), one.level, one.unit, *bounds, one.rule, one.en, one.zh, who))
    intro = (
        "A lever is an input that a department controls; a measure moves levers and nothing else. Contributions "
        "of several measures are added (`add`), taken as shares of what is left (`complement`) or multiplied "
        "(`multiply`), then held within the bounds. A lever of a township or of the county takes the mean over its "
        "villages."
    )
    return page("Levers 杠杆", "en", intro, table(heads, rows))


def measures(lang: Lang) -> str:
    """All measures, as ``gongzhi explain`` shows them."""
    words = words_of(lang)
    intro = {
        "en": "In the order of the department's report; each as `gongzhi explain KEY` shows it. *Levers moved*: in "
        "full force, with the settings as shipped. Mechanisms are those of the model.",
        "zh": "按主管部门报告中的次序排列，内容与 `gongzhi explain 举措标识` 相同。“移动的杠杆”指按默认设置、"
        "全面实施时的改动量。“机制”说的都是模型里的机制。",
    }[lang]
    parts = [intro]
    for letter, members in groupby(OWN, key=lambda policy: policy.group):
        parts.append(f"## {letter} {words(f'cli.group.{letter}')}")
        for policy in members:
            first, *rest = flat(explanation(key_of(policy), words))
            parts += [f"### {first.plain if isinstance(first, Text) else ''}", *map(markdown, rest)]
    return page({"en": "Measures", "zh": "举措"}[lang], lang, *(part for part in parts if part))


def flat(shown: RenderableType) -> Iterator[RenderableType]:
    """The texts and tables of what the terminal shows."""
    if isinstance(shown, Group):
        for part in shown.renderables:
            yield from flat(part)
    else:
        yield shown


def markdown(shown: RenderableType) -> str:
    """A text or table of the terminal in Markdown."""
    if isinstance(shown, Table):
        rows = list(zip(*([str(cell) for cell in column.cells] for column in shown.columns), strict=True))
        title = f"**{shown.title}**\n\n" if shown.title else ""
        return title + table([str(column.header) for column in shown.columns], rows) if rows else ""
    if not isinstance(shown, Text):
        return str(shown)
    text, style = shown.plain.strip(), str(shown.style)
    if "dim" in style:
        return f"```\n{text}\n```"
    for span in shown.spans:
        # The colon stays outside: Markdown sees no end of bold text between it and a Chinese word.
        head = shown.plain[span.start : span.end].strip().rstrip(":：")
        text = text.replace(head, f"**{head}**", 1) if str(span.style) == "bold" else text
    return f"**{text}**" if text and style == "bold" else text


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
    words = words_of(lang)
    heads = {
        "en": ("indicator", "name", "unit", "direction", "definition"),
        "zh": ("标识", "名称", "单位", "方向", "定义"),
    }[lang]
    intro = {
        "en": "What is measured. An indicator over several months or places is the ratio of the sums, never the mean "
        "of ratios. † counts rare events or few units: judged at county size only.",
        "zh": "模型测量的各项指标。跨月、跨村的指标一律先求和、再相除，不取比率的平均。标 † 的是罕见的事或少数单位，"
        "只在全县规模上判断。",
    }[lang]
    parts = [intro]
    for group, members in groupby(INDICATORS.values(), key=lambda one: one.group):
        named = GROUPS[group] if lang == "zh" else group.capitalize()
        parts += [f"## {named}", table(heads, (indicator_cells(one, words) for one in members))]
    return page({"en": "Indicators", "zh": "指标"}[lang], lang, *parts)


def indicator_cells(one: Measured, words: Words) -> Cells:
    """Key, name, unit, direction and definition of an indicator."""
    key = code(one.key) + (" †" if one.rare else "")
    unit, direction = unit_name(one.unit, words), DIRECTIONS[words.lang][one.direction]
    return key, words.indicator(one.key), unit, direction, definition(one, words.lang)


def definition(one: Measured, lang: Lang) -> str:
    """What an indicator is computed from."""
    if isinstance(one, Gap):
        return f"{code(one.first.key)} − {code(one.second.key)}"
    if isinstance(one, Quantile):
        said = {"en": f"quantile {one.level:g} of: ", "zh": f"{one.level:g} 分位数："}[lang]
        return said + getattr(counters()[one.counter], lang)
    top = signed(one.numerator, lang)
    if isinstance(one.denominator, str):
        means = {"en": {MONTHS: ", a month", TOTAL: ", in all"}, "zh": {MONTHS: "，月均", TOTAL: "，合计"}}
        return top + means[lang][one.denominator]
    scale = f"{one.scale:,g} × " if one.scale != 1 else ""
    return f"{scale}({top}) ÷ ({signed(one.denominator, lang)})"


def signed(weights: Mapping[str, float], lang: Lang) -> str:
    """A weighted sum of counters in words."""
    named = ((getattr(counters()[name], lang).removeprefix("... "), weight) for name, weight in weights.items())
    return "".join(f" {'+' if weight > 0 else '−'} {name}" for name, weight in named).removeprefix(" + ")


def targets() -> str:
    """The calibration targets."""
    heads = ("target", "what", "含义", "value", "range", "unit", "weight", "townships needed", "source", "note")
    rows = []
    for one in figures.targets():
        numbers = (f"{one['value']:g}", f"{one['low']:g} to {one['high']:g}", one["unit"], one["weight"])
        source, note = ", ".join(one["evidence"]), one.get("note", {}).get("en", "")
        rows.append((one["id"], one["en"], one["zh"], *numbers, str(one["townships"]), source, note))
    intro = (
        "What the untreated county must look like, all at once. `gongzhi targets` sets the model's values beside "
        "these. Weight says how firm the figure is; *assumed*: no figure was found. All of these have been used to set "
        "parameters, so that meeting them is no validation."
    )
    return page("Calibration targets 校准目标", "en", intro, table(heads, rows))


def evidence() -> str:
    """Every figure of conf/evidence.csv with its use."""
    rows = figures.rows()
    uses = {one: figures.use_of(one) for one in rows}
    counts = Counter(role for role, _ in uses.values())
    parts = [
        f"All {len(rows)} figures of `conf/evidence.csv` (text in English and Chinese, source and address are there) "
        "and what each is used for. Where a parameter cites a figure, the figure may give only its sign or "
        "neighbourhood: the status in brackets says how far the value rests on it "
        "(see [parameters](tables/parameters.md)). "
        "Reliability is as graded when the figure was found: A best to D, M from memory; *sign*: only the direction is "
        "usable.",
        table(
            ("role", "figures", "meaning"), [(role, str(counts[role]), said) for role, said in figures.ROLES.items()]
        ),
    ]
    for topic, members in groupby(rows.values(), key=lambda row: row["topic"]):
        lines = [(row["id"], row["en"], figures.graded(row), *uses[row["id"]]) for row in members]
        parts += [f"## {topic}", table(("id", "figure", "kind, reliability", "role", "use, or why none"), lines)]
    return page("Evidence and its use", "en", *parts)


PAGES: dict[str, Callable[[], str]] = {
    "tables/parameters.md": parameters,
    "tables/levers.md": levers,
    "tables/measures.md": lambda: measures("en"),
    "tables/measures.zh.md": lambda: measures("zh"),
    "tables/indicators.md": lambda: indicators("en"),
    "tables/indicators.zh.md": lambda: indicators("zh"),
    "tables/targets.md": targets,
    "evidence.md": evidence,
    **docs_api.writers(),
}
"""What is written, by its path in docs/."""


def main() -> int:
    """Write all pages; none is written if one of them cannot be."""
    written = {DOCS / name: write() for name, write in PAGES.items()}
    for path, text in written.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
