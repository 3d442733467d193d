"""How a study was computed, and where it comes from."""

from experiments.report.manifest import UNFINISHED
from experiments.report.voice import Voice

SHIPPED, _WORKBOOK = "shipped", "format=xlsx"
FEW_BLOCKS = 10
_SOFTWARE = ("gongzhi", "python", "mesa", "numpy")


def notices(voice: Voice) -> list[str]:
    """What a reader must know before anything else."""
    say, manifest, found = voice.words, voice.study.manifest, []
    done, units = voice.study.blocks[1], voice.study.units[1]
    if manifest.state in UNFINISHED:
        asked, reached = (say.count("blocks", n or 0) for n in (manifest.asked, voice.study.done))
        found.append(say("report.incomplete", asked=asked, done=reached))
    missing_ones = manifest.failed if found else manifest.missing
    if missing_ones:
        missing, finished = say.count("blocks", missing_ones), say.count("blocks", done)
        found.append(say("report.failed", failed=missing, done=finished))
    if 0 < units < FEW_BLOCKS:
        blocks = say.count("blocks", done)
        few = {"n": blocks} if units == done else {"blocks": blocks, "n": say.number(units)}
        found.append(say("report.few_blocks" if units == done else "report.few_worlds", **few))
    return found


def steps(voice: Voice) -> list[str]:
    """How it was computed, one step an item."""
    say, study = voice.words, voice.study
    months, seed = say.count("months", study.months), study.manifest.seed
    pairs = say("method.pairs", blocks=voice.blocks)
    if seed is not None:
        pairs += say("form.space") + say("method.seed", seed=seed)
    return [
        _county(voice),
        _horizon(voice, months),
        pairs,
        _interval(voice),
        say("method.verdicts"),
        say("report.steps.ranks"),
        say("report.steps.amounts"),
        say("report.steps.data", setting=_WORKBOOK),
    ]


def _county(voice: Voice) -> str:
    say, manifest = voice.words, voice.study.manifest
    if manifest.adults is None or manifest.villages is None:
        return say("method.county", county=voice.where)
    size = {"adults": say.number(manifest.adults), "villages": say.number(manifest.villages)}
    return say("method.county", county=say("method.size", county=voice.where, **size))


def _horizon(voice: Voice, months: str) -> str:
    say, warmup = voice.words, voice.study.manifest.warmup
    if not warmup:
        return say("method.horizon_short", months=months, window=voice.window)
    return say("method.horizon", warmup=say.count("months", warmup), months=months, window=voice.window)


def _interval(voice: Voice) -> str:
    worlds = voice.study.manifest.worlds
    if worlds in ("", SHIPPED):
        return voice.words("method.chance")
    known = f"method.world_{worlds}"
    return voice.words("method.worlds", worlds=voice.words(known) if voice.words.has(known) else worlds)


def sources(voice: Voice) -> list[tuple[str, str]]:
    """Names and values of where the study comes from."""
    say, manifest = voice.words, voice.study.manifest
    unknown = say("source.unknown")
    commit = manifest.commit or unknown
    versions = manifest.versions
    software = say("form.comma").join(f"{name} {versions[name]}" for name in _SOFTWARE if name in versions)
    return [
        (say("source.software"), software or unknown),
        (say("source.commit"), say("source.dirty", commit=commit) if manifest.dirty else commit),
        *([(say("source.model"), manifest.model)] if manifest.model else []),
        (say("source.command"), manifest.command or unknown),
        (say("source.seed"), unknown if manifest.seed is None else str(manifest.seed)),
        (say("source.blocks"), say.number(voice.study.blocks[1])),
        *([(say("source.made"), say("source.utc", time=manifest.begun))] if manifest.begun else []),
    ]
