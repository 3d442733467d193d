"""Messages in Chinese: what is wrong with a county or a command is told without a sentence of English."""

import re
from pathlib import Path

import pytest

from experiments.cli import BAD_INPUT, main
from experiments.messages import spoken
from sim.world.description import load_description
from sim.world.documents import DescriptionError
from tests.experiments.test_config import WRONG, compare
from tests.world.test_description import FAULTS, WUSHAN

SENTENCE = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")
"""Two English words in a row; names of fields, settings and measures stand alone."""
CODE = re.compile(r"policies=\S+|gongzhi [a-z]+|'[^']*'|nowhere/at all.yaml")


def left_in_english(message: str) -> list[str]:
    return SENTENCE.findall(CODE.sub("", message))


def test_the_command_line_speaks_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "c.yaml"
    file.write_text(WUSHAN.replace("registered: {value: 636900,", "registered: {value: -1,"), encoding="utf-8")
    line = WUSHAN[: WUSHAN.index("registered: {value: 636900,")].count("\n") + 1
    assert main(["run", f"county={file}", "lang=zh"]) == BAD_INPUT
    where = f"错误：{file}：第 {line} 行：population.registered.value："
    assert capsys.readouterr().err == f"{where}应不小于 0（给出的是 -1）\n"


@pytest.mark.parametrize(("stands", "written", "message"), FAULTS, ids=[message for *_, message in FAULTS])
def test_faults_of_counties_are_told_in_chinese(stands: str, written: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(WUSHAN.replace(stands, written, 1), encoding="utf-8")
    with pytest.raises(DescriptionError) as caught:
        load_description(tmp_path / "c.yaml")
    told = spoken(str(caught.value), "zh").replace(str(tmp_path), "")
    assert re.match(r"/c\.yaml：第 \d+ 行：", told)
    assert message.split(":")[0] in told
    assert not left_in_english(told), told


@pytest.mark.parametrize(("typed", "said"), WRONG)
def test_faults_of_commands_are_told_in_chinese(typed: list[str], said: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  the message is checked below
        compare(*typed)
    assert said in str(caught.value)
    told = spoken(str(caught.value), "zh")
    assert re.search("[\u4e00-\u9fff]", told)
    assert not left_in_english(told), told


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("unknown policy 'grids'; did you mean 'micro_grids'?", "没有名为“grids”的举措；是否想写“micro_grids”？"),
        ("unknown status 'guessed'; allowed: a, b", "没有名为“guessed”的状态；可用：a, b"),
        ("seed=-1 is out of range: allowed 0 to 9 (-)", "seed=-1 超出范围：允许 0 至 9（-）"),
        ("something nobody foresaw", "something nobody foresaw"),
    ],
)
def test_messages_keep_what_was_given_and_what_is_allowed(english: str, chinese: str) -> None:
    assert spoken(english, "zh") == chinese
    assert spoken(english, "en") == english
