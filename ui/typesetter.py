"""The typesetter: formulas as pictures of the kind that books print, made away from the window."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from xml.etree import ElementTree

from PySide6.QtCore import QObject, QThreadPool, Signal

#: What is set is drawn in this colour, which whoever paints it replaces by the theme's.
INK = "#010203"
#: The size that formulas are set in, in pixels; pictures of lines scale.
SIZE = 24
_KEPT = 256
#: What takes its parts as a row does, and what begins a row that must stay one.
_ROWS, _FENCES = ("math", "mrow", "msqrt"), ("(", "|", "⌊", "⌈")


class Typesetter(QObject):
    """Sets formulas, one after the other; who asked last is served first.

    Signals
    -------
    typeset : str
        The MathML of a formula whose picture can be had now.
    """

    typeset = Signal(str)
    _done = Signal(str, bytes)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures: OrderedDict[str, bytes] = OrderedDict()
        self._waiting: dict[object, Sequence[str]] = {}
        self._busy = self._closed = False
        self._workers = QThreadPool(self)
        self._workers.setMaxThreadCount(1)
        self._done.connect(self._keep)

    @property
    def is_busy(self) -> bool:
        """Whether a formula is being set."""
        return self._busy

    def pictures(self, asking: object, formulas: Sequence[str]) -> list[bytes] | None:
        """Return pictures as SVG, or None while they are being made, which this begins.

        Parameters
        ----------
        asking : object
            Who wants them, and nothing else any more that they have asked for.
        formulas : sequence of str
            In MathML.

        Returns
        -------
        list of bytes or None
            One for each; empty bytes where it cannot be set.
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
        picture = b""
        try:
            picture = _set(mathml)
        finally:
            # What cannot be set stays plain text, and the next one is begun.
            self._done.emit(mathml, picture)

    def _keep(self, mathml: str, picture: bytes) -> None:
        self._busy = False
        self._pictures[mathml] = picture
        if len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        self.typeset.emit(mathml)
        self._begin_next()


def _set(mathml: str) -> bytes:
    """Set a formula."""
    # It takes a quarter of a second to load, once.
    from ziamath.config import config
    from ziamath.zmath import Math

    # Of what this writes otherwise, Qt draws only a part.
    config.svg2 = False
    config.math.color = INK
    picture: str = Math(flattened(mathml), size=SIZE).svg()
    return picture.encode()


def flattened(mathml: str) -> ElementTree.Element:
    """Return a formula without the rows that group nothing: each doubles the time of setting it."""
    return _flat(ElementTree.fromstring(mathml))


def _flat(element: ElementTree.Element) -> ElementTree.Element:
    children = [_flat(child) for child in element]
    if _name(element) in _ROWS:
        children = [one for child in children for one in _spliced(child)]
    else:
        children = [child[0] if _is_row(child) and len(child) == 1 else child for child in children]
    flat = ElementTree.Element(_name(element), element.attrib)
    flat.text = element.text
    flat.extend(children)
    return flat


def _spliced(child: ElementTree.Element) -> list[ElementTree.Element]:
    """Return what is in a row, but for what brackets enclose: they are as tall as their row."""
    if not _is_row(child) or (len(child) and child[0].text in _FENCES):
        return [child]
    return list(child)


def _is_row(element: ElementTree.Element) -> bool:
    return _name(element) == "mrow"


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
