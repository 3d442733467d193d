"""How the page looks: its font, which comes with the package, colours as in the figures, and the projector's sizes."""

from nicegui import app, ui
from pylopdf_fonts_zh_cn import sans_path

from experiments.figures.style import FAINT, INK, PALETTE, SOFT

FONT = "/fonts/NotoSansSC-Regular.otf"
BAD = "#A63D00"

CSS = f"""
@font-face {{ font-family: "Noto Sans SC"; src: url("{FONT}") format("opentype"); font-display: swap; }}
:root {{ --ink: {INK}; --soft: #595959; --faint: {FAINT}; --blue: {PALETTE[0]}; --bad: {BAD}; --size: 15px; }}
html {{ font-size: var(--size); }}
body {{ font-family: "Noto Sans SC", sans-serif; color: var(--ink); background: #fff; font-size: 1rem;
  line-height: 1.4; }}
.nicegui-content {{ padding: 0; display: block; }}
h1, h2, h3 {{ line-height: 1.3; }}
h1 {{ font-size: 1.2rem; font-weight: 600; margin: 0; }}
h2 {{ font-size: 1.05rem; font-weight: 600; margin: 0 0 .3rem; }}
h3 {{ font-size: .95rem; font-weight: 600; margin: 0; }}
.q-btn {{ font-size: .95rem; min-height: 2rem; }}
.q-tab__label, .q-field__native, .q-field__label, .q-toggle__label {{ font-size: .95rem; }}
:focus-visible {{ outline: 3px solid {PALETTE[1]}; outline-offset: 2px; }}
.skip {{ position: absolute; left: -999rem; }}
.skip:focus {{ left: 1rem; top: 1rem; background: #fff; z-index: 10000; padding: .5rem; }}
.bar {{ position: sticky; top: 0; z-index: 100; background: #fff; border-bottom: 1px solid var(--faint);
  display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .6rem; padding: .4rem 1rem; }}
.bar .name {{ margin-right: auto; }}
.soft {{ color: var(--soft); font-size: .85rem; }}
.bad {{ color: var(--bad); font-weight: 600; }}
.frame {{ display: grid; grid-template-columns: minmax(17rem, 22rem) minmax(0, 1fr); }}
.side {{ border-right: 1px solid var(--faint); padding: .8rem 1rem; position: sticky; top: var(--bar, 4rem);
  overflow-y: auto; height: calc(100vh - var(--bar, 4rem)); display: block; }}
.main {{ padding: .8rem 1rem 2rem; min-width: 0; display: block; }}
.charts {{ display: grid; gap: .6rem 1.2rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, max(19rem, 30%)), 1fr)); }}
.drawing {{ display: block; width: 100%; }} .drawing svg {{ display: block; width: 100%; height: auto; }}
.measure {{ display: block; padding: .15rem 0 .35rem; border-bottom: 1px dotted var(--faint); }}
.measure .top {{ display: flex; align-items: baseline; gap: .4rem; }}
.measure .top .name {{ flex: 1; }}
.measure .value {{ font-variant-numeric: tabular-nums; min-width: 3ch; text-align: right; }}
.measure .q-slider {{ height: 1.7rem; }}
.measure .facts {{ display: flex; flex-wrap: wrap; gap: 0 .8rem; }}
.play {{ display: flex; align-items: center; gap: .8rem; margin: .8rem 0; }} .play .q-slider {{ flex: 1; }}
.row {{ display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; }}
.months, .pair, table.plain {{ width: 100%; }}
.months {{ display: grid; grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); gap: 1rem 1.5rem; }}
.pair {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem; }}
.status {{ min-height: 1.5rem; }}
ol.steps {{ list-style: none; padding: 0; margin: 0; }}
ol.steps li {{ padding: .3rem 0 .3rem 2.6rem; border-bottom: 1px dotted var(--faint); text-indent: -2.6rem; }}
ol.steps li b {{ display: inline-block; width: 2.6rem; text-indent: 0; }} ol.steps div {{ text-indent: 0; }}
.wide {{ max-width: 60rem; }}
.q-field {{ min-width: 9.5rem; }}
table.plain {{ border-collapse: collapse; width: 100%; }} table.plain th, table.plain td {{ text-align: left;
  padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--faint); vertical-align: top; font-weight: 400; }}
table.plain thead th {{ color: var(--soft); font-size: .85rem; }}
.details {{ width: min(52rem, 92vw); max-width: none !important; padding: 1rem 1.2rem; display: block; }}
.code {{ display: block; padding: 1rem 1.2rem; max-width: 92vw; }}
.code svg {{ display: block; width: min(24rem, 70vh, 80vw); height: auto; margin: 0 auto; }}
.code .link {{ overflow-wrap: anywhere; max-width: 30rem; }}
details summary {{ cursor: pointer; padding: .4rem 0; display: list-item; list-style: disclosure-closed inside; }}
details[open] summary {{ list-style-type: disclosure-open; }}
html.projector {{ --size: 21px; }}
.projector .q-field--dense .q-field__control {{ height: 3rem; }}
.projector .few {{ display: none !important; }}
.projector .frame {{ grid-template-columns: 18rem minmax(0, 1fr); }}
.measure, .group {{ width: 100%; }}
@media (max-width: 1250px) {{ .months {{ grid-template-columns: minmax(0, 1fr); }} }}
@media (max-width: 900px) {{ .frame, .months {{ grid-template-columns: minmax(0, 1fr); }}
  .side {{ position: static; height: auto; border-right: 0; }} }}
@media (prefers-reduced-motion: reduce) {{ * {{ transition: none !important; animation: none !important; }} }}
"""

MEASURED = """
const bar = document.querySelector('.bar');
new ResizeObserver(() => document.documentElement.style.setProperty('--bar', bar.offsetHeight + 'px')).observe(bar);
"""
"""The measures stay below the bar, however many lines it takes."""


def serve_font() -> None:
    """Let the server hand out the font."""
    app.add_static_file(local_file=sans_path(), url_path=FONT)


def dress() -> None:
    """Give the page at hand its looks."""
    ui.add_css(CSS)
    ui.colors(primary=PALETTE[0], secondary=SOFT, accent=PALETTE[1], negative=BAD)
