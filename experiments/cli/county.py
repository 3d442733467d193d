"""``gongzhi run``, ``targets`` and ``calibrate``: one county, lived and held against what is known of it."""

import time
from dataclasses import replace

from experiments.cli.call import GOOD, Call, announce_compiling, asking, show
from experiments.progress import progress_on
from experiments.runs import run
from experiments.store import results_root
from experiments.tables import checks_table, summary_table
from experiments.target_files import load_targets
from experiments.targets import check, to_townships, untreated


def run_once(call: Call) -> int:
    """``gongzhi run``."""
    settings, words, begun = call.settings(), call.words, time.monotonic()
    scenario = replace(settings.scenario, policies=settings.policies)
    folder = results_root(settings.results) / (settings.study or "run")
    announce_compiling(words)
    done = run(scenario, folder, settings["villages"], call.asked(settings))
    took = time.monotonic() - begun
    named = words.listed([getattr(policy, words.lang) for policy in settings.policies]) or words("baseline")
    months = words("form.months", first=done.first, last=done.last)
    county = getattr(scenario.description().name, words.lang)
    title = words("cli.done.run_title", county=county, policies=named, months=months)
    show(summary_table(done.summary, title, words))
    print(words("cli.done.tables", folder=folder / "run.parquet"))
    return show(words("cli.done.seconds", seconds=f"{took:.1f}"))


def show_targets(call: Call) -> int:
    """``gongzhi targets``."""
    settings, words = call.settings(), call.words
    with asking():
        targets = load_targets(settings["targets"]).targets
        county = to_townships(settings.scenario.description(), settings["townships"])
        scenario = replace(settings.scenario, county=county)
    announce_compiling(words)
    checks = check(targets, untreated(scenario, settings.blocks, progress_on(words)))
    title = words(
        "cli.targets.title",
        county=getattr(county.name, words.lang),
        townships=len(county.places.townships.value),
        blocks=words.count("blocks", settings.blocks),
        months=words("form.months", first=1, last=scenario.months),
    )
    judged = [one.answer for one in checks if one.answer in ("yes", "no", "not_largest")]
    score = words("cli.targets.score", judged=len(judged), inside=judged.count("yes"))
    return show(checks_table(checks, title, words), score)


def calibrate_worlds(call: Call) -> int:
    """``gongzhi calibrate [--check]``."""
    from experiments.calibration.command import calibrate_and_store, fit_report

    settings, words = call.settings(), call.words
    with asking():
        file = load_targets(settings["targets"])
    if settings["check"]:
        return show(*fit_report(file.targets, None, words))
    county = to_townships(settings.scenario.description(), settings["townships"])
    scenario = replace(settings.scenario, county=county)
    announce_compiling(words)
    folder = results_root(settings.results) / "calibration"
    path = calibrate_and_store(
        scenario, file.targets, folder, settings.workers, progress_on(words), call.asked(settings)
    )
    show(*fit_report(file.targets, path, words))
    print(words("cli.done.tables", folder=path))
    return GOOD
