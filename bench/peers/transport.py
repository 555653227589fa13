"""Optimal transport between samples."""
import numpy as np

from rate import rate


def _clouds(n):
    generator = np.random.default_rng(11)
    return generator.standard_normal((n, 2)), generator.standard_normal((n, 2)), np.full(n, 1 / n)


def _pot_sinkhorn(method, sweeps):
    """A fixed number of sweeps between 1000 and 1000 points, epsilon a fiftieth of the mean cost."""
    import ot
    x, y, even = _clouds(1000)
    cost = ot.dist(x, y)
    return rate(lambda: ot.sinkhorn(even, even, cost, 0.02 * cost.mean(), method=method, numItermax=sweeps, stopThr=0,
                                    warn=False), sweeps), "sweeps/s"


def p11_pot_log():
    return _pot_sinkhorn("sinkhorn_log", 30)


def p11_pot_scaling():
    return _pot_sinkhorn("sinkhorn", 300)


def p12_pot():
    import ot
    x, y, even = _clouds(1000)
    cost = ot.dist(x, y)
    return rate(lambda: ot.emd2(even, even, cost, numItermax=10_000_000), 1), "plans/s"


def p13_numpy():
    generator = np.random.default_rng(11)
    x, y = generator.standard_normal((2, 1_000_000))
    return rate(lambda: np.sqrt(np.mean((np.sort(x) - np.sort(y)) ** 2)), 1), "distances/s"


def p13_pot():
    import ot
    generator = np.random.default_rng(11)
    x, y = generator.standard_normal((2, 1_000_000))
    return rate(lambda: ot.wasserstein_1d(x, y, p=2), 1), "distances/s"
