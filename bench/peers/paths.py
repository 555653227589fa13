"""Paths of stochastic differential equations."""
import numpy as np

from rate import CENTRES, VARIANCE, rate


def p2_numpy():
    """dX = −X dt + √2 dW in blocks that stay in the cache."""
    generator, noise, h, steps = np.random.default_rng(1), np.empty(8192), 0.01, 100

    def work():
        for _ in range(6):
            x = np.zeros(noise.size)
            for _ in range(steps):
                generator.standard_normal(out=noise)
                x *= 1 - h
                np.multiply(noise, np.sqrt(2 * h), out=noise)
                x += noise
    return rate(work, 6 * steps * noise.size), "path-steps/s"


def p2_torch_float32():
    import torch
    torch.set_num_threads(1)
    h, steps = 0.01, 100
    noise = torch.empty(8192, dtype=torch.float32)

    def work():
        for _ in range(12):
            x = torch.zeros_like(noise)
            for _ in range(steps):
                noise.normal_()
                x.mul_(1 - h).add_(noise, alpha=(2 * h) ** 0.5)
    return rate(work, 12 * steps * noise.numel()), "path-steps/s"


def p3_numpy():
    """Langevin in the plane, score of eight Gaussians, in cache blocks."""
    generator, h, steps, n = np.random.default_rng(1), 0.01, 20, 2048

    def work():
        x = generator.standard_normal((n, 2))
        for _ in range(steps):
            difference = CENTRES[None] - x[:, None]
            exponent = -0.5 / VARIANCE * (difference**2).sum(axis=2)
            weight = np.exp(exponent - exponent.max(axis=1, keepdims=True))
            score = (weight[..., None] * difference).sum(axis=1) / (VARIANCE * weight.sum(axis=1))[:, None]
            x += h * score + np.sqrt(2 * h) * generator.standard_normal((n, 2))
    return rate(work, n * steps), "particle-steps/s"


def p3_numba():
    import numba

    @numba.njit(fastmath=True)
    def run(n, steps, h, cx, cy, variance):
        total = 0.0
        for _ in range(n):
            x, y = np.random.standard_normal(), np.random.standard_normal()
            exponent = np.empty(cx.size)
            for _ in range(steps):
                top = -1e300
                for k in range(cx.size):
                    exponent[k] = -((cx[k] - x) ** 2 + (cy[k] - y) ** 2) / (2 * variance)
                    top = max(top, exponent[k])
                a = b = weight = 0.0
                for k in range(cx.size):
                    w = np.exp(exponent[k] - top)
                    weight += w
                    a += w * cx[k]
                    b += w * cy[k]
                x += h / variance * (a / weight - x) + np.sqrt(2 * h) * np.random.standard_normal()
                y += h / variance * (b / weight - y) + np.sqrt(2 * h) * np.random.standard_normal()
            total += x * x + y * y
        return total
    cx, cy = np.ascontiguousarray(CENTRES[:, 0]), np.ascontiguousarray(CENTRES[:, 1])
    return rate(lambda: run(5000, 200, 0.01, cx, cy, VARIANCE), 5000 * 200), "particle-steps/s"


def _reverse_step(torch, x, centres, beta, alpha, variance, h):
    difference = alpha * centres[None] - x[:, None]
    weight = torch.softmax(-(difference**2).sum(2) / (2 * variance), dim=1)
    score = (weight[..., None] * difference).sum(1) / variance
    return x + h * (0.5 * beta * x + beta * score) + (beta * h) ** 0.5 * torch.randn_like(x)


def p3_reverse_torch():
    """The reverse SDE of VP(0.1, 20) started from noise, the same mixture."""
    import torch
    torch.set_num_threads(1)
    steps, n = 20, 4096
    centres = torch.tensor(CENTRES)

    def work():
        x = torch.randn(n, 2, dtype=torch.float64)
        for step in range(steps):
            t = 1 - (step + 0.5) / steps
            alpha = np.exp(-0.5 * (0.1 * t + 19.9 * t * t / 2))
            x = _reverse_step(torch, x, centres, 0.1 + 19.9 * t, alpha, alpha**2 * VARIANCE + 1 - alpha**2, 1 / steps)
    return rate(work, n * steps), "particle-steps/s"
