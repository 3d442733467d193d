"""The section on side effects: what gets worse, who does not gain, petitions, and when measures disappoint."""

from collections.abc import Iterator

from experiments.notes import notes_of
from experiments.ranking import OUTCOMES
from experiments.report.cells import change_cell, grid, level_cell, name_cell, text_cell
from experiments.report.document import Block, Cell, Column, Grid, Paragraph, Row, text
from experiments.report.side import GROUPS, Worse, flags, minor_of, worse_of
from experiments.report.standing import shown, standings
from experiments.report.voice import Voice, capital

WHOLE = 4
"""Up to so many packages all that gets worse is told on the page; of more the workbook has it."""
_TOLD = 2


def sides(voice: Voice) -> Iterator[Block]:
    """What gets worse and who does not gain, without the heading."""
    say, warned = voice.words, petition_lines(voice)
    rule = say("side.petition_rule") + ("" if warned else say("form.space") + say("side.petition_clear"))
    yield Paragraph(text(rule))
    for line in warned:
        yield Paragraph(text(line), "notice")
    yield _summary(voice)
    if not any(worse_of(voice.study, package) for package in voice.study.packages):
        yield Paragraph(text(say("side.nothing")))
    elif len(voice.study.packages) <= WHOLE:
        yield worse_grid(voice)


def petition_lines(voice: Voice) -> list[str]:
    """The flag on petitions: a warning for every measure that has it, one for all of which it is not certain."""
    say, lines, unsure = voice.words, [], []
    for flag in flags(voice.study):
        if flag.sure:
            told = {"petitions": voice.with_interval(flag.petitions), "turned": voice.with_interval(flag.turned)}
            lines.append(say("side.petition_flag", measure=voice.name(flag.package), **told))
        else:
            unsure.append(voice.name(flag.package))
    if unsure:
        lines.append(say("report.sides.petition_may", measures=say.listed(unsure)))
    return lines


def _summary(voice: Voice) -> Grid:
    say = voice.words
    columns = [Column(say("report.measure"))]
    columns += [Column(say(f"report.sides.{part}"), about=say(f"report.sides.about_{part}")) for part in _PARTS]
    rows = [[name_cell(voice, name), _worse(voice, name), _losers(voice, name)] for name in voice.study.packages]
    caption = say("report.sides.caption", months=voice.window)
    return grid(voice, "sides", caption, columns, rows, say("report.sides.note"))


_PARTS = ("worse", "losers")


def _worse(voice: Voice, package: str) -> Cell:
    """The largest, and all gaps that widen and things that are new; the rest by number."""
    say, found = voice.words, worse_of(voice.study, package)
    if not found:
        return text_cell(capital(say("report.front.no_worse")))
    plain = [one for one in found if one.effect is not None and not one.effect.is_gap]
    others = [one for one in found if one not in plain]
    told = [told_worse(voice, one) for one in (*plain[:_TOLD], *others)]
    if len(plain) > _TOLD:
        told.append(say("report.sides.more", n=say.number(len(plain) - _TOLD)))
    return text_cell(capital(say("report.sep").join(told)))


def told_worse(voice: Voice, worse: Worse) -> str:
    """What gets worse and by how much."""
    say, name = voice.words, voice.words.indicator(worse.indicator)
    if worse.effect is None:
        return say("side.new", indicator=name, value=voice.level(worse.indicator, worse.value, more=worse.more))
    if worse.effect.is_gap:
        size = abs(worse.effect.treated) - abs(worse.effect.baseline)
        digits = voice.own_digits(worse.effect)
        amount = say.amount(worse.indicator, size, digits)
        return say("report.sides.gap", gap=say(f"report.sides.{worse.indicator}"), change=amount)
    return f"{name} {voice.alone(worse.effect)}".replace("） ", "）")


def _losers(voice: Voice, package: str) -> Cell:
    say = voice.words
    effects = [voice.study.effect(package, group) for group in GROUPS]
    measured = [effect for effect in effects if effect is not None and effect.measured]
    lost = [say(f"report.sides.short_{effect.indicator}") for effect in measured if effect.word != "helps"]
    if not measured:
        return text_cell(say("form.none"))
    if not lost:
        return text_cell(capital(say("report.sides.nobody")))
    if len(lost) == len(measured):
        return text_cell(capital(say("report.sides.everybody")))
    return text_cell(capital(say("form.comma").join(lost)))


def worse_grid(voice: Voice) -> Grid:
    """All that gets worse, by measure."""
    say = voice.words
    columns = [Column(say("side.indicator")), Column(say("report.whole.unit"))]
    columns += [Column(say(f"side.{head}"), numbers=True) for head in ("before", "after", "change")]
    rows: list[Row | list[Cell]] = []
    for package in voice.study.packages:
        lines = [_worse_row(voice, worse) for worse in worse_of(voice.study, package)]
        minor = [voice.words.indicator(effect.indicator) for effect in minor_of(voice.study, package)]
        if minor:
            line = say("side.minor", items=say("form.comma").join(minor))
            lines.append([text_cell(line), *[Cell()] * (len(columns) - 1)])
        if lines:
            rows += [Row((name_cell(voice, package),), group=True), *lines]
    return grid(voice, "worse", say("report.sides.whole", months=voice.window), columns, rows)


def _worse_row(voice: Voice, worse: Worse) -> list[Cell]:
    say, key = voice.words, worse.indicator
    names = [text_cell(capital(say.indicator(key))), text_cell(say.axis(key))]
    if worse.effect is None:
        now = Cell(voice.bare_level(key, worse.value, more=worse.more), value=worse.value)
        return [*names, Cell(say("form.none")), now, text_cell(say("side.only_here"))]
    effect = worse.effect
    levels = [Cell(voice.bare_level(key, value), value=value) for value in (effect.baseline, effect.treated)]
    return [*names, *levels, change_cell(voice, effect)]


def disappointments(voice: Voice) -> Grid:
    """A case in which each measure does nothing or harm: those of the first page only, where there are many."""
    say = voice.words
    columns = [Column(say("report.measure")), Column(say("report.sides.when"))]
    rows = [[name_cell(voice, package), text_cell(_case(voice, package))] for package in _first(voice)]
    return grid(voice, "disappoints", say("report.sides.disappoints"), columns, rows)


def _first(voice: Voice) -> list[str]:
    listed = (one.package for outcome in OUTCOMES for one in shown(standings(voice.study, outcome)))
    return list(dict.fromkeys(listed)) or list(voice.study.packages)


def _case(voice: Voice, package: str) -> str:
    known, told = voice.known, []
    for key in voice.study.manifest.measures(package) or [package]:
        found = notes_of(known[key]).disappoints if key in known else None
        if found is not None:
            told.append(str(getattr(found, voice.words.lang)))
    return voice.words("form.space").join(told) or voice.words("report.sides.untold")


def group_grid(voice: Voice) -> Grid | None:
    """Who takes part more: measures by groups; the first row is the level without measures."""
    say, study = voice.words, voice.study
    groups = [group for group in GROUPS if study.effects_on(group)]
    if not groups:
        return None
    about = say("report.table_effects.about")
    heads = {group: capital(say(f"side.group_{group}")) for group in groups}
    columns = [Column(say("report.measure"))]
    columns += [Column(head, True, say.axis(group, change=True), about) for group, head in heads.items()]
    levels = [level_cell(voice, study.effects_on(group)) for group in groups]
    rows = [[text_cell(say("report.table_effects.level")), *levels]]
    for package in study.packages:
        cells = [change_cell(voice, study.effect(package, group)) for group in groups]
        rows.append([name_cell(voice, package), *cells])
    caption = say("report.sides.groups", months=voice.window)
    return grid(voice, "groups", caption, columns, rows, wide=len(groups) > 5 and len(study.packages) > WHOLE)
