import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import mountain
from mountain import FATES
from ui.theme import DUSK, PROJECTOR, Theme, style_sheet
from ui.verdict import Saying, Verdict, verdict_of, with_minus_signs, with_units_kept

THEMES = pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
LONGEST = Saying("night", "Night", "The sun set before the hiker was home, and that was that. " * 3)


def verdict(qtbot: QtBot, theme: Theme = DUSK, width: int = 900) -> Verdict:
    strip = Verdict()
    qtbot.addWidget(strip)
    strip.setStyleSheet(style_sheet(theme))
    strip.show_theme(theme)
    strip.resize(width, strip.height())
    strip.show()
    return strip


def title(strip: Verdict) -> QLabel:
    return strip.findChild(QLabel, "verdict_title")


def reason(strip: Verdict) -> QLabel:
    return strip.findChild(QLabel, "verdict_reason")


def test_a_fate_is_told_with_its_word_its_sentence_and_its_drawing(qtbot: QtBot) -> None:
    strip = verdict(qtbot)
    strip.show_saying(verdict_of(FATES["home"], "The slope you measured is flat (0.00076)."))
    assert title(strip).text() == "Home"
    assert reason(strip).text() == "The slope you measured is flat (0.00076)."
    assert strip.accessibleName() == "Home. The slope you measured is flat (0.00076)."
    assert [label for label in strip.findChildren(QLabel) if not label.pixmap().isNull()]


@THEMES
@pytest.mark.parametrize("fate", FATES.values(), ids=FATES)
def test_arriving_failing_and_walking_have_a_colour_each(
    qtbot: QtBot, theme: Theme, fate: mountain.Fate
) -> None:
    strip = verdict(qtbot, theme)
    strip.show_saying(verdict_of(fate, "So it was."))
    expected = theme.good if fate.arrived else theme.bad
    expected = theme.neutral if fate.name == "walking" else expected
    image = title(strip).grab().toImage()
    inks = [
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    ]
    assert QColor(expected).name() in inks


def test_every_fate_has_a_drawing_of_its_own(qtbot: QtBot) -> None:
    strip = verdict(qtbot)
    drawings = set()
    for fate in FATES.values():
        strip.show_saying(Saying(fate.name, fate.title, "So it was."))
        (mark,) = [label for label in strip.findChildren(QLabel) if not label.pixmap().isNull()]
        image = mark.pixmap().toImage()
        drawings.add(bytes(image.constBits()))
    assert len(drawings) == len(FATES)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("than this -2.35", "than this −2.35"),
        ("at -0.96, 1e-05 away", "at −0.96, 1e-05 away"),
        ("north-east", "north-east"),
        ("well-known -3", "well-known −3"),
    ],
)
def test_figures_have_true_minus_signs(text: str, shown: str) -> None:
    assert with_minus_signs(text) == shown


def fits(label: QLabel) -> bool:
    metrics = QFontMetrics(label.font())
    room = label.contentsRect()
    needed = metrics.boundingRect(
        QRect(0, 0, room.width(), 10_000), Qt.TextFlag.TextWordWrap, label.text()
    )
    return needed.width() <= room.width() and needed.height() <= room.height()


@THEMES
@pytest.mark.parametrize("width", [640, 900, 1400])
def test_a_long_sentence_shrinks_until_it_fits(qtbot: QtBot, theme: Theme, width: int) -> None:
    strip = verdict(qtbot, theme, width)
    strip.show_saying(LONGEST)
    assert fits(reason(strip))


@THEMES
def test_a_short_sentence_is_as_large_as_the_title(qtbot: QtBot, theme: Theme) -> None:
    strip = verdict(qtbot, theme)
    strip.show_saying(LONGEST)
    strip.show_saying(Saying("home", "Home", "You are home."))
    assert reason(strip).fontInfo().pixelSize() == theme.large


@THEMES
def test_the_strip_does_not_jump_when_it_says_something_else(qtbot: QtBot, theme: Theme) -> None:
    strip = verdict(qtbot, theme)
    heights = set()
    for saying in (LONGEST, Saying("walking", "Step 3", "Height 1.00."), LONGEST):
        strip.show_saying(saying)
        heights.add((strip.height(), strip.sizeHint().height()))
    assert len({height for height, _ in heights}) == 1


def test_a_sentence_grows_again_with_its_room(qtbot: QtBot) -> None:
    strip = verdict(qtbot, DUSK, 500)
    strip.show_saying(
        Saying("night", "Night", "The sun set on the hiker, still far from home. " * 2)
    )
    small = reason(strip).fontInfo().pixelSize()
    strip.resize(1800, strip.height())
    assert reason(strip).fontInfo().pixelSize() > small


def test_a_figure_is_not_parted_from_its_metres() -> None:
    assert with_units_kept("57 m lower, 12 km away, 3 minutes") == (
        "57\N{NO-BREAK SPACE}m lower, 12\N{NO-BREAK SPACE}km away, 3 minutes"
    )
