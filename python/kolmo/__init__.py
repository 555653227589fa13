"""Read the result files of Kolmo: groups as xarray data sets, checks, measured orders; compare two runs; draw a quantity.

    import kolmo
    result = kolmo.open("results/four_roads/2026-11-28T12-43-27Z-95626626")
    result["double_well/marginals"]["mean"].sel(road="sde")
    result.checks, result.orders, result.quantity("double_well/mean").standard_error
    kolmo.compare(result, other).verdict
    kolmo.plot(result, "double_well/mean").savefig("mean.png")

Needs Debian's python3-h5py, python3-xarray and, for pictures, python3-matplotlib.
"""
from .result_file import ResultError, locate, read

__all__ = ["ResultError", "compare", "open", "plot"]


def open(path):  # pylint: disable=redefined-builtin
    """The Result of a file, or of the directory that holds result.h5.

    Raises ResultError: status 66 where there is none, 65 where it is damaged or not Kolmo's.
    """
    from .result import Result
    path = locate(path)
    return Result(path, read(path))


def _opened(result):
    from .result import Result
    return result if isinstance(result, Result) else open(result)


def compare(a, b, false_alarm=1e-3):
    """A Comparison of two results (or paths): quantities, checks and orders, within their error bars.

    Two runs that differ in nothing but their random numbers are called different with probability `false_alarm` at most.
    """
    from .comparison import Comparison
    return Comparison.of(_opened(a), _opened(b), false_alarm)


def plot(result, quantity):
    """A matplotlib Figure of a quantity of a result (or path) with its error bars.

    Raises ResultError (64) for a name that the file does not have, with the nearest there are.
    """
    from .figures import draw
    return draw(_opened(result), quantity)
