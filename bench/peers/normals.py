"""Normal numbers."""
import numpy as np

from rate import rate


def p1_numpy():
    generator, block = np.random.default_rng(1), np.empty(4096)

    def work():
        for _ in range(1000):
            generator.standard_normal(out=block)
    return rate(work, 1000 * block.size), "normals/s"
