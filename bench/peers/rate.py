"""How a peer is measured, and the mixture that several rows are about: eight Gaussians on a circle in the plane."""
import time

import numpy as np

REPETITIONS = 3
CENTRES = 4 * np.stack([np.cos(np.arange(8) * np.pi / 4), np.sin(np.arange(8) * np.pi / 4)], axis=1)
VARIANCE = 0.25


def rate(work, items):
    """Items per second of processor time, the best of three repetitions after one to warm up."""
    work()
    best = float("inf")
    for _ in range(REPETITIONS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return items / best
