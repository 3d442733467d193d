"""A document made up for tests of the files that are written of documents: all kinds of blocks, both languages."""

import numpy as np
from matplotlib.figure import Figure

from experiments.figures.style import WIDTH, drawing
from experiments.report.document import (
    Block,
    Break,
    Bullets,
    Cell,
    Column,
    Document,
    Grid,
    Heading,
    Paragraph,
    Plot,
    Row,
    Span,
    Tone,
    text,
)
from experiments.words import Lang, words
from sim.policies import registry

TONES: tuple[Tone, ...] = ("good", "open", "bad")
VALUES = (14.123, -0.049, 2307.4, 0.0)


def said(lang: Lang, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


def document(lang: Lang, title: str | None = None) -> Document:
    """A report of every kind of block; the same numbers in both languages."""
    name = title or said(lang, "巫山县：21 项举措与维持现状的比较", "Wushan: 21 measures tried out")
    return Document(
        lang,
        said(lang, "模拟试验报告", "Report of a simulated trial"),
        name,
        (*_front(lang), *_effects(lang), *_wide(lang), *_rest(lang)),
        facts=((said(lang, "命令", "Command"), "gongzhi demo"), (said(lang, "随机种子", "Seed"), "1")),
        facts_heading=said(lang, "出处", "Provenance"),
        sheets=(long_table(lang, "all", said(lang, "全部效果", "All effects"), wide=False),),
    )


def _front(lang: Lang) -> list[Block]:
    return [
        Paragraph(text(said(lang, "哪些举措有用？", "Which measures help?")), "question"),
        Paragraph(text(said(lang, "有 3 个配对组没有算完。", "3 blocks did not finish.")), "notice"),
        Heading(said(lang, "一、答案", "1 Answer")),
        Paragraph(text(Span(said(lang, "微网格", "Micro-grids"), strong=True), " +14.1"), "lead"),
        Bullets((text(said(lang, "费用 91.6 万元", "916,000 yuan")), text("<b>&"))),
        Paragraph(text(said(lang, "用词按区间定。", "Words follow intervals.")), "small"),
        Break(),
    ]


def _effects(lang: Lang) -> list[Block]:
    cells = [
        Cell(
            said(lang, "改善 +14.1", "helps +14.1"),
            said(lang, "+13.9 至 +14.3", "+13.9 to +14.3"),
            14.1,
            13.9,
            14.3,
            "good",
        ),
        Cell(
            said(lang, "变差 −6.0", "harms −6.0"), said(lang, "−6.5 至 −5.5", "−6.5 to −5.5"), -6.0, -6.5, -5.5, "bad"
        ),
        Cell(said(lang, "无数据", "no data")),
    ]
    names = [said(lang, "参与率", "Taking part"), said(lang, "办成的事", "Matters done"), said(lang, "积分", "Points")]
    measured = [Row((Cell(name, "%"), Cell("30.8", value=30.8), cell)) for name, cell in zip(names, cells, strict=True)]
    groups = [Row((Cell(said(lang, "群众参与", "Participation")),), group=True), *measured[:1]]
    groups += [Row((Cell(said(lang, "其他", "Other")),), group=True), *measured[1:]]
    columns = (
        Column(said(lang, "主要结果", "Outcome"), about=said(lang, "指标名称", "Name of the indicator")),
        Column(said(lang, "维持现状", "Without"), numbers=True, unit="%"),
        Column(said(lang, "微网格", "Micro-grids"), numbers=True, about=said(lang, "平均变化", "Mean change")),
    )
    sheet, caption = said(lang, "效果", "Effects"), said(lang, "表 1　与维持现状相比的变化", "Table 1. Change")
    grid = Grid("effects", sheet, caption, columns, tuple(groups), note=said(lang, "小字为区间。", "Small: interval."))
    plot = Plot(
        "effects", _figure(), said(lang, "图 1　作用", "Figure 1. Effects"), said(lang, "效果图", "Effect plot")
    )
    return [Heading(said(lang, "二、效果", "2 Effects")), plot, grid]


def _wide(lang: Lang) -> list[Block]:
    caption = said(lang, "表 2　各项举措", "Table 2. All measures")
    return [
        Heading(said(lang, "三、全部举措", "3 All measures")),
        Heading(said(lang, "逐项", "One by one"), 2),
        long_table(lang, "measures", caption, wide=True),
    ]


def _rest(lang: Lang) -> list[Block]:
    lines = tuple(text(said(lang, f"第 {n} 步：组内相减。", f"Step {n}: differences.")) for n in (1, 2))
    return [Heading(said(lang, "四、方法", "4 Method")), Paragraph(text("…")), Bullets(lines)]


def long_table(lang: Lang, key: str, caption: str, wide: bool) -> Grid:
    """All measures by eight outcomes, with intervals and tones."""
    say = words(lang)
    rows = []
    for n, name in enumerate(registry()):
        cells = []
        for k in range(8):
            value = VALUES[(n + k) % len(VALUES)]
            digits, half = (0, 10.0) if abs(value) > 100 else (1, 0.2)
            small = say.range(value - half, value + half, digits, sign=True)
            shown = say.number(value, digits, sign=True)
            cells.append(Cell(shown, small, value, value - half, value + half, TONES[(n + k) % 3]))
        rows.append(Row((Cell(say.measure(name)), *cells)))
    heads = [said(lang, f"被推回的矛盾第 {k} 类", f"Grievances turned away, kind {k}") for k in range(8)]
    columns = (Column(said(lang, "举措", "Measure")), *(Column(head, numbers=True, unit="%") for head in heads))
    return Grid(key, caption.partition("　")[2] or caption[-31:], caption, columns, tuple(rows), wide=wide)


def _figure() -> Figure:
    with drawing():
        figure = Figure(figsize=(WIDTH, 2.5))
        axes = figure.add_axes((0.1, 0.2, 0.8, 0.7))
        axes.plot(np.arange(5), np.arange(5) ** 2)
        axes.set_xlabel("月 month")
    return figure
