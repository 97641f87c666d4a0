"""The typesetter: formulas as pictures of the kind that books print, made away from the window."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from xml.etree import ElementTree

from PySide6.QtCore import QByteArray, QObject, QThreadPool, Signal
from PySide6.QtSvg import QSvgRenderer

from ui.mathml import flattened, is_deep

#: The size that formulas are set in, in pixels; pictures of lines scale.
SIZE = 24
#: The smallest letters in a formula, as a share of its size: powers of powers are read as well.
SMALLEST = 0.77
_KEPT = 256


class Typesetter(QObject):
    """Sets formulas, one after the other; who asked last is served first.

    Signals
    -------
    typeset : str
        The MathML of a formula whose picture can be had now.
    """

    typeset = Signal(str)
    _done = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures: OrderedDict[str, QSvgRenderer | None] = OrderedDict()
        self._waiting: dict[object, Sequence[str]] = {}
        self._busy = self._closed = False
        self._workers = QThreadPool(self)
        self._workers.setMaxThreadCount(1)
        self._done.connect(self._keep)

    @property
    def is_busy(self) -> bool:
        """Whether a formula is being set."""
        return self._busy

    def pictures(self, asking: object, formulas: Sequence[str]) -> list[QSvgRenderer | None] | None:
        """Return pictures, or None while they are being made, which this begins.

        Parameters
        ----------
        asking : object
            Who wants them, and nothing else any more that they have asked for.
        formulas : sequence of str
            In MathML.

        Returns
        -------
        list of (QSvgRenderer or None), or None
            One for each, in black; None in the place of one that cannot be set.
        """
        self._waiting.pop(asking, None)
        if all(each in self._pictures for each in formulas):
            for each in formulas:
                self._pictures.move_to_end(each)
            return [self._pictures[each] for each in formulas]
        self._waiting[asking] = formulas
        self._begin_next()
        return None

    def close(self) -> None:
        """Wait until nothing is being set any more, and set nothing from now on."""
        self._closed = True
        self._workers.waitForDone()

    def _begin_next(self) -> None:
        if self._busy or self._closed:
            return
        for formulas in reversed(self._waiting.values()):
            for mathml in formulas:
                if mathml not in self._pictures:
                    self._busy = True
                    self._workers.start(lambda mathml=mathml: self._work(mathml))
                    return

    def _work(self, mathml: str) -> None:
        picture = None
        try:
            formula = flattened(mathml)
            if not is_deep(formula):
                renderer = QSvgRenderer(QByteArray(_set(formula)))
                # Reading it takes long; it will be painted in the window's thread.
                renderer.moveToThread(self.thread())
                picture = renderer if renderer.isValid() else None
        finally:
            # What cannot be set stays plain text, and the next one is begun.
            self._done.emit(mathml, picture)

    def _keep(self, mathml: str, picture: QSvgRenderer | None) -> None:
        self._busy = False
        self._pictures[mathml] = picture
        if len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        self.typeset.emit(mathml)
        self._begin_next()


def _set(formula: ElementTree.Element) -> bytes:
    """Set a flattened formula, as SVG."""
    # It takes a quarter of a second to load, once.
    from ziamath.config import config
    from ziamath.zmath import Math

    # Of what this writes otherwise, Qt draws only a part.
    config.svg2 = False
    config.minsizefraction = SMALLEST
    picture: str = Math(formula, size=SIZE).svg()
    return picture.encode()
