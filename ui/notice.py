"""The notice: one line that tells what happened, and goes away by itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ui.tape import Notice
from ui.theme import GRID, Theme

SHOWN_MS = 12_000


class NoticeBar(QFrame):
    """A line of text, with a button where there is a file to open.

    Signals
    -------
    file_chosen : Path
        The file that the notice offers.
    """

    file_chosen = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice_bar")
        self._file: Path | None = None
        self._is_passing = False
        self._text = QLabel()
        self._text.setObjectName("notice")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setWordWrap(True)
        # A long path must not widen the window.
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._open = QPushButton("Show")
        self._open.setObjectName("notice_open")
        self._open.setAccessibleName("Show the file as a ghost")
        self._open.setToolTip("Show this trajectory on the map as a ghost.")
        self._open.clicked.connect(self._choose)
        self._dismiss = QPushButton("Dismiss")
        self._dismiss.setObjectName("notice_dismiss")
        self._dismiss.setToolTip("Take this line away.")
        self._dismiss.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.addWidget(self._text, 1)
        row.addWidget(self._open)
        row.addWidget(self._dismiss)
        self._timer = QTimer(self, interval=SHOWN_MS, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._text.setFont(theme.font(theme.normal))

    def show_notice(self, notice: Notice) -> None:
        """Tell something for a while."""
        self._file, self._is_passing = notice.file, notice.passing
        self._text.setText(notice.text)
        self._text.setToolTip(notice.text)
        self._open.setVisible(notice.file is not None)
        self.show()
        self._timer.start()

    def show_elsewhere(self) -> None:
        """Say no more what only meant something on the mountain before."""
        if self._is_passing:
            self.hide()

    def _choose(self) -> None:
        if self._file is not None:
            self.file_chosen.emit(self._file)
