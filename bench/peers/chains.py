"""Markov chains of a normal law."""
import numpy as np

from rate import rate


def _normal_chains(step):
    """`step` of 4096 chains for N(0, I) in 10 dimensions, in cache; the state is x with log p and score."""
    generator, n, d, steps = np.random.default_rng(1), 4096, 10, 20

    def work():
        x = np.zeros((d, n))
        score, log = -x, np.zeros(n)
        for _ in range(steps):
            x, score, log = step(generator, x, score, log)
    return work, n * steps


def _accept(generator, ratio, old, new):
    accepted = np.log(generator.random(ratio.size)) < ratio
    return tuple(np.where(accepted, b, a) for a, b in zip(old, new))


def p15_numpy_mala():
    """MALA with h = 0.3."""
    h = 0.3

    def step(generator, x, score, log):
        noise = generator.standard_normal(x.shape)
        y = x + h * score + np.sqrt(2 * h) * noise
        score_y, log_y = -y, -0.5 * (y * y).sum(axis=0)
        back = x - y - h * score_y
        ratio = log_y - log - 0.25 / h * (back * back).sum(axis=0) + 0.5 * (noise * noise).sum(axis=0)
        return _accept(generator, ratio, (x, score, log), (y, score_y, log_y))
    work, items = _normal_chains(step)
    return rate(work, items), "score-evaluations/s"


def p15_numpy_hmc():
    """HMC with eight leapfrogs of 0.2."""
    h, leapfrogs = 0.2, 8

    def step(generator, x, score, log):
        v = generator.standard_normal(x.shape)
        ratio = 0.5 * (v * v).sum(axis=0) - log
        y, score_y = x, score
        v = v + 0.5 * h * score_y
        for k in range(leapfrogs):
            y = y + h * v
            score_y = -y
            v = v + (h if k + 1 < leapfrogs else 0.5 * h) * score_y
        log_y = -0.5 * (y * y).sum(axis=0)
        ratio += log_y - 0.5 * (v * v).sum(axis=0)
        return _accept(generator, ratio, (x, score, log), (y, score_y, log_y))
    work, items = _normal_chains(step)
    return rate(work, items * leapfrogs), "score-evaluations/s"
