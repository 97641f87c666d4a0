import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette

import mountain
from ui.theme import DUSK, PROJECTOR, Theme, contrast, style_sheet

THEMES = pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
GROUNDS = ("ground", "panel", "raised")


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#000000", 21.0),
        ("#123456", "#123456", 1.0),
        # The lightest grey that still passes 4.5:1 on white, a well known figure.
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_agrees_with_published_figures(first: str, second: str, ratio: float) -> None:
    assert contrast(first, second) == pytest.approx(ratio, abs=0.005)


@THEMES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", ["ink", "quiet"])
def test_text_is_read_from_the_back_row(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 7


@THEMES
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("on_accent", "accent"),
        ("accent", "ground"),
        ("accent", "panel"),
        ("good", "panel"),
        ("bad", "panel"),
        ("neutral", "panel"),
        ("good", "ground"),
        ("bad", "ground"),
        ("neutral", "ground"),
    ],
)
def test_coloured_text_is_read_from_the_back_row(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 7


@THEMES
@pytest.mark.parametrize(
    ("graphic", "ground"),
    [
        *[
            (graphic, ground)
            for graphic in ("accent", "record", "good", "bad", "neutral", "truth", "other")
            for ground in GROUNDS
        ],
        ("hiker", "casing"),
        ("trail", "casing"),
        ("truth", "casing"),
        ("other", "casing"),
        ("casing", "hiker"),
    ],
)
def test_graphics_stand_out(theme: Theme, graphic: str, ground: str) -> None:
    assert contrast(getattr(theme, graphic), getattr(theme, ground)) >= 3


@THEMES
def test_there_is_a_colour_for_every_hiker_of_a_race(theme: Theme) -> None:
    assert len(set(theme.hikers)) == len(theme.hikers) == mountain.MOST_HIKERS


@THEMES
@pytest.mark.parametrize("number", range(12))
def test_a_hiker_is_told_from_every_ground_and_their_number_is_read(
    theme: Theme, number: int
) -> None:
    colour = theme.hikers[number]
    assert contrast(colour, theme.casing) >= 7
    for ground in GROUNDS:
        assert contrast(colour, getattr(theme, ground)) >= 4.5


@THEMES
def test_arrived_failed_and_undecided_are_three_colours(theme: Theme) -> None:
    hues = sorted(QColor(name).hslHueF() for name in (theme.good, theme.bad, theme.neutral))
    assert min(hues[1] - hues[0], hues[2] - hues[1], 1 + hues[0] - hues[2]) > 0.1


def test_the_projector_is_larger_thicker_and_light() -> None:
    assert PROJECTOR.small > DUSK.small
    assert PROJECTOR.normal > DUSK.normal
    assert PROJECTOR.large > DUSK.large
    assert PROJECTOR.stroke > DUSK.stroke
    assert contrast(PROJECTOR.ground, "#ffffff") < 1.1


@THEMES
def test_text_sizes_grow_in_three_steps(theme: Theme) -> None:
    assert theme.small < theme.normal < theme.large


@THEMES
def test_a_font_has_the_size_that_was_asked_for(theme: Theme, qapp: object) -> None:
    assert QFontInfo(theme.font(theme.large, bold=True)).pixelSize() == theme.large
    assert theme.font(theme.large, bold=True).bold()


@THEMES
def test_the_palette_shows_the_theme_and_not_the_desktop(theme: Theme, qapp: object) -> None:
    palette = theme.palette()
    for text, ground in (
        (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
        (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
        (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
        (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
        (QPalette.ColorRole.ToolTipText, QPalette.ColorRole.ToolTipBase),
        (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base),
    ):
        assert contrast(palette.color(text).name(), palette.color(ground).name()) >= 7


@THEMES
def test_the_style_sheet_names_colours_of_its_theme_alone(theme: Theme) -> None:
    named = {word.strip(";:,") for word in style_sheet(theme).split() if word.startswith("#")}
    colours = {value for value in vars(theme).values() if str(value).startswith("#")}
    assert {word for word in named if QColor.isValidColorName(word)} <= colours


@THEMES
def test_texts_follow_the_side_that_has_less_room(theme: Theme) -> None:
    assert theme.scaled(1280, 800) == theme
    assert theme.scaled(1920, 800) == theme.scaled(1280, 1600) == theme
    assert theme.scaled(1024, 768) == theme.scaled(2000, 640)
    assert theme.scaled(1024, 768).normal < theme.normal < theme.scaled(2560, 1600).normal
