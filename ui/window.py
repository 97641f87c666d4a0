"""The window: views of one session, put together; state goes down, intents come up."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from ui.arrangement import Arrangement
from ui.clock_face import ClockFace
from ui.drawer import Drawer
from ui.intents import connect_controls, connect_intents, connect_roster
from ui.keyboard import Keyboard
from ui.map_view import MapView
from ui.notice import NoticeBar
from ui.phone import PhoneView
from ui.reporter import Reporter
from ui.scenery import Scenery
from ui.session import Session
from ui.study import Study
from ui.tape import Notice
from ui.theme import DUSK, PROJECTOR, Theme, style_sheet
from ui.transport import Transport, make_actions
from ui.verdict import Verdict

if TYPE_CHECKING:
    from ui.blackboard import Blackboard
    from ui.charts import Charts
    from ui.controls import Controls
    from ui.desk import Desk
    from ui.roster import Roster


class _Themed(Protocol):
    def show_theme(self, theme: Theme) -> None: ...


class MainWindow(QMainWindow):
    """The one window of the program.

    Parameters
    ----------
    session : Session
        The hike that it shows.
    size : (int, int)
        What it opens with, in logical pixels.
    """

    def __init__(self, session: Session, size: tuple[int, int] = (1280, 800)) -> None:
        super().__init__()
        self.setWindowTitle("Misty Mountain")
        self.setObjectName("window")
        self.session = session
        session.setParent(self)
        # Texts follow the size: a window that is resized later is dressed twice.
        self.resize(*size)
        self.look: Theme = DUSK
        self.theme: Theme = DUSK.scaled(self.width(), self.height())
        self.actions_by_name = make_actions(self)
        self.map = MapView(session.terrain, self.theme)
        self.map.put_actions({name: self.actions_by_name[name] for name in ("slopes", "arrows")})
        self.scenery = Scenery(self)
        self.clock, self.phone = ClockFace(), PhoneView()
        self.drawer, self.verdict = Drawer(), Verdict()
        self.transport = Transport(self.actions_by_name)
        self.notice = NoticeBar(self)
        self.charts: Charts | None = None
        self._late: list[_Themed] = []
        self.study = Study(self)
        self.is_furnished = False
        self.shows_numbers = False
        self._arrangement = Arrangement(self)
        self._keyboard = Keyboard(self.map)
        connect_intents(self)
        self.reporter = Reporter(self)
        self.show_theme(self.look)
        self.reporter.show_all()
        self.map.setFocus()

    def show_theme(self, look: Theme) -> None:
        """Dress the whole window in a theme, its texts to suit the window's size."""
        self.look = look
        theme = self.theme = look.scaled(self.width(), self.height())
        QApplication.setPalette(theme.palette())
        QApplication.setFont(theme.font(theme.normal))
        self.setStyleSheet(style_sheet(theme))
        for view in self._views():
            view.show_theme(theme)
        if self.charts is not None:
            self.reporter.show_charts()
        self._arrangement.give_width()
        self.transport.show_playing(self.session.playing)
        self.actions_by_name["projector"].setChecked(look is PROJECTOR)
        QTimer.singleShot(0, self.place_floating)

    def _views(self) -> tuple[_Themed, ...]:
        instruments = (self.clock, self.phone, self.verdict, self.notice)
        return (self.scenery, self.drawer, self.transport, *instruments, *self._late)

    def set_motion(self, moving: bool) -> None:
        """Let what can move move gently, or (reduced motion) change at once."""
        self.scenery.set_motion(moving)
        self.phone.set_motion(moving)

    def complete(self) -> None:
        """Make what is out of sight at first; it is made after the first painting."""
        self.is_furnished = True
        self.controls.complete()
        # Asking makes them.
        _ = self.roster, self.blackboard
        self.reporter.show_terrain()
        self.reporter.show_plan()
        self.keep_keys()

    @cached_property
    def controls(self) -> Controls:
        """The mountain, the prepared hikes and the knobs."""
        from ui.controls import Controls

        controls = Controls()
        self.drawer.put(controls)
        connect_controls(self, controls)
        controls.show_theme(self.theme)
        self._late.append(controls)
        return controls

    @cached_property
    def roster(self) -> Roster:
        """The hikers of the race, in the place of the knobs."""
        from ui.roster import Roster

        roster = Roster(self.actions_by_name["together"])
        self._arrangement.put_roster(roster)
        connect_roster(self, roster)
        roster.show_theme(self.theme)
        self._late.append(roster)
        return roster

    @cached_property
    def blackboard(self) -> Blackboard:
        """The shown step in numbers, over the map."""
        from ui.blackboard import Blackboard

        blackboard = Blackboard(self)
        blackboard.hide()
        blackboard.show_theme(self.theme)
        self._late.append(blackboard)
        return blackboard

    def show_desk(self, shown: bool) -> None:
        """Show the desk in the place of the charts, and of the knobs only those most needed."""
        self.desk.setVisible(shown)
        self._arrangement.show_charts(not shown)
        self.controls.show_brief(shown)
        self.study.open(shown)
        self.show_uphill()
        self.actions_by_name["desk"].setChecked(shown)

    def show_uphill(self) -> None:
        """Draw the gradient on the map while it is looked at."""
        self.scenery.show_hikers(self.reporter.hikers_view())

    @cached_property
    def desk(self) -> Desk:
        """The pages about what the mountain is made of, in the place of the charts."""
        desk = self.study.desk
        self._arrangement.put_desk(desk)
        desk.show_theme(self.theme)
        self._late.append(desk)
        self.keep_keys()
        return desk

    def put_relief(self, relief: QWidget) -> None:
        """Put the relief in the place of the map, out of sight."""
        self._arrangement.put_relief(relief)

    def load_charts(self) -> None:
        """Put the charts in their place; they are loaded after the first painting."""
        from ui.charts import Charts

        self.charts = Charts(self.theme)
        self.charts.pointed.connect(self.scenery.show_cursor)
        self.charts.pointed.connect(self.charts.show_cursor)
        self.charts.chosen.connect(self.session.show_step)
        self._arrangement.put_charts(self.charts)
        self._arrangement.show_charts(not self.actions_by_name["desk"].isChecked())
        self._late.append(self.charts)
        self.reporter.show_charts()

    def turn_charts(self) -> None:
        """Show other charts, once there are charts."""
        if self.charts is not None:
            self.charts.turn()

    def set_full_screen(self, on: bool) -> None:
        """Fill the screen, or leave it."""
        if on != self.isFullScreen():
            (self.showFullScreen if on else self.showNormal)()
        self.actions_by_name["fullscreen"].setChecked(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have texts follow the window's size."""
        super().resizeEvent(event)
        if self.look.scaled(self.width(), self.height()) != self.theme:
            self.show_theme(self.look)
        else:
            self._arrangement.give_width()
            QTimer.singleShot(0, self.place_floating)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go at once, and end the recording and what works, which may take a moment."""
        self.hide()
        self.study.close()
        self.scenery.close()
        self.session.close()
        event.accept()

    def place_floating(self) -> None:
        """Place what floats over the map; the layout moves the map after a change of size."""
        self._arrangement.place_notice()
        if self.shows_numbers:
            self._arrangement.place_blackboard(self.blackboard)

    def show_roster(self, shown: bool) -> None:
        """Show the hikers of the race in place of the knobs."""
        self.drawer.setVisible(not shown)
        self.roster.setVisible(shown)
        self.actions_by_name["race"].setChecked(shown)

    def show_numbers(self, shown: bool) -> None:
        """Show how the step was worked out."""
        self.shows_numbers = shown
        self.blackboard.setVisible(shown)
        self.reporter.show_step()

    def keep_keys(self) -> None:
        """Let controls keep the keys that they need, those that are new as well."""
        self._keyboard.watch(self)

    def show_notice(self, notice: Notice) -> None:
        """Tell the person at the screen something, over the map."""
        self.notice.show_notice(notice)
        self.place_floating()
