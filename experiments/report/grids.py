"""Tables of effects and costs, measures as rows, and of what was tried."""

from collections.abc import Iterator, Sequence

from experiments.figures import HEADLINES
from experiments.report.advice import number_worse
from experiments.report.amounts import adults_present, amount, grievances_a_year, price
from experiments.report.cells import (
    amount_cell,
    change_cell,
    cost_cell,
    grid,
    indicator_column,
    level_cell,
    name_cell,
    number_column,
    text_cell,
    whole_cell,
    yuan_cell,
)
from experiments.report.document import Cell, Column, Grid
from experiments.report.names import values_of
from experiments.report.voice import Voice, capital
from experiments.words import COST
from sim.policies import Policy, settings

_HALVES = {"taking_part": HEADLINES[:4], "disputes": HEADLINES[4:]}
_REAL = {"participation": "people", "resolved": "cases", "volunteer_hours": "hours"}
_COMMON = frozenset(settings(Policy))


def real_grid(voice: Voice) -> Grid:
    """Headline effects in people, cases and hours; the first row is the level without measures."""
    say, study = voice.words, voice.study
    kinds = {key: kind for key, kind in _REAL.items() if study.effects_on(key)}
    columns = [Column(say("report.measure"))]
    columns += [
        number_column(voice, say(f"report.real.{kind}"), say(f"report.real.unit_{kind}")) for kind in kinds.values()
    ]
    levels = [_real_level(voice, key) for key in kinds]
    rows = [[text_cell(say("report.table_effects.level")), *levels]]
    for package in study.packages:
        effects = [study.effect(package, key) for key in kinds]
        known = [None if effect is None else amount(study, effect) for effect in effects]
        cells = [amount_cell(voice, *both) for both in zip(known, effects, strict=True)]
        rows.append([name_cell(voice, package), *cells])
    caption = say("report.real.caption", county=voice.where, months=voice.window)
    return grid(voice, "real", caption, columns, rows, say("report.real.note"))


def _real_level(voice: Voice, key: str) -> Cell:
    level = voice.study.effects_on(key)[0].baseline
    size = {"participation": adults_present(voice.study), "resolved": grievances_a_year(voice.study)}.get(key)
    value = level if size is None else size * level / 100
    return whole_cell(voice, value) if value == value else Cell(voice.words("form.none"))


def effect_grids(voice: Voice) -> Iterator[Grid]:
    """Headline outcomes in two tables."""
    for key, indicators in _HALVES.items():
        there = [indicator for indicator in indicators if voice.study.effects_on(indicator)]
        if there:
            yield _effect_grid(voice, key, there)


def _effect_grid(voice: Voice, key: str, indicators: Sequence[str]) -> Grid:
    say, study = voice.words, voice.study
    columns = [Column(say("report.measure")), *(indicator_column(voice, one) for one in indicators)]
    rows = [
        [text_cell(say("report.table_effects.level")), *(level_cell(voice, study.effects_on(k)) for k in indicators)]
    ]
    for package in study.packages:
        cells = [change_cell(voice, study.effect(package, one), word=True) for one in indicators]
        rows.append([name_cell(voice, package), *cells])
    return grid(voice, key, say(f"report.table_effects.{key}", months=voice.window), columns, rows)


def cost_grid(voice: Voice) -> Grid | None:
    """Cost by measure over all months, and for one more person and case; None where no cost is known."""
    say, study = voice.words, voice.study
    packages = [effect.package for effect in study.effects_on(COST)]
    if not packages:
        return None
    yuan = say("report.table_costs.unit")
    columns = [
        Column(say("report.measure")),
        Column(say("costs.total"), True, yuan, say("report.front.about.cost")),
        Column(say("costs.monthly"), True, yuan, say("report.table_costs.about_monthly")),
        *(_price_column(voice, kind) for kind in ("person", "case")),
        Column(say("costs.prices"), about=say("report.table_costs.about_prices")),
    ]
    caption = say("report.table_costs.caption", months=say.count("months", study.months))
    rows = [_cost_row(voice, package) for package in packages]
    return grid(voice, "costs", caption, columns, rows, say("costs.note"))


def _price_column(voice: Voice, kind: str) -> Column:
    say = voice.words
    about = say(f"report.table_costs.about_per_{kind}")
    return Column(say(f"report.table_costs.per_{kind}"), True, say(f"report.table_costs.unit_{kind}"), about)


def _cost_row(voice: Voice, package: str) -> list[Cell]:
    study = voice.study
    cost = study.effect(package, COST)
    assert cost is not None
    effects = [study.effect(package, key) for key in ("participation", "resolved")]
    prices = [yuan_cell(voice, None if effect is None else price(study, effect)) for effect in effects]
    paid = voice.words("report.sep").join(line for line, money in settings_of(voice, package) if money)
    monthly = yuan_cell(voice, cost.change / study.months)
    return [name_cell(voice, package), cost_cell(voice, cost), monthly, *prices, text_cell(paid)]


def tried_grid(voice: Voice) -> Grid:
    """The packages with what their measures are and how they were set; money is in the table of costs."""
    say = voice.words
    columns = [Column(say("report.measure")), Column(say("method.what")), Column(say("method.settings"))]
    rows = []
    for package in voice.study.packages:
        keys = list(voice.study.manifest.measures(package)) or [package]
        what = say("form.space").join(line for line in (voice.line(key) for key in keys) if line)
        lines = [line for line, money in settings_of(voice, package) if not money]
        rows.append([name_cell(voice, package), text_cell(what), text_cell(say("report.sep").join(lines))])
    return grid(voice, "tried", say("report.tried"), columns, rows)


def settings_of(voice: Voice, package: str) -> list[tuple[str, bool]]:
    """Line and whether it is money, for every setting that says something."""
    found = []
    for (key, name), value in values_of(voice.study, package, voice.known).items():
        setting = settings(voice.known[key])[name]
        if name not in _COMMON or value != getattr(voice.known[key](), name):
            label = capital(getattr(setting, voice.words.lang))
            line = label + voice.words("form.colon") + voice.words.setting(setting.unit, value)
            found.append((line, setting.unit.startswith("yuan")))
    return found


def study_grid(voice: Voice) -> Grid:
    """The study in figures: what the sentences of the report count."""
    say, study = voice.words, voice.study
    manifest, worlds = study.manifest, study.worlds
    facts: dict[str, float | None] = {
        "adults": manifest.adults,
        "present": adults_present(study),
        "grievances": grievances_a_year(study),
        "villages": manifest.villages,
        "warmup": manifest.warmup,
        "months": study.months,
        "first": study.window[0],
        "last": study.window[1],
        "measures": len(study.packages),
        "worse": number_worse(voice),
        "asked": manifest.asked,
        "done": study.done if manifest.asked else manifest.done,
        "missing": manifest.missing,
        "fewest": study.blocks[0],
        "most": study.blocks[1],
        "worlds": None if worlds.empty else len(worlds),
        "seeds": None if worlds.empty else study.seeds,
        "seed": manifest.seed,
    }
    told = {key: value for key, value in facts.items() if value is not None and value == value}
    columns = [Column(say("report.study.item")), Column(say("report.study.value"), numbers=True)]
    rows = [[text_cell(say(f"report.study.{key}")), whole_cell(voice, value)] for key, value in told.items()]
    return grid(voice, "study", say("report.study.caption"), columns, rows)
