"""The model of descending a misty mountain: values and functions, no window, no clock of the wall.

What it offers is listed in the stub beside this file. Modules are loaded when a name of theirs is
first used, so that a window can be painted before the compiled kernels are there.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
