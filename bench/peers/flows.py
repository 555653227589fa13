"""Probability flows and the samplers that follow them."""
import numpy as np

from rate import CENTRES, VARIANCE, rate


def _flow(t, x):
    """−½ β (x + s) of the same mixture under VP(0.1, 20), x of shape (n, 2)."""
    alpha = np.exp(-0.5 * (0.1 + 0.5 * 19.9 * t) * t)
    spread = alpha**2 * VARIANCE + 1 - alpha**2
    exponent = x @ CENTRES.T * (alpha / spread)
    weight = np.exp(exponent - exponent.max(axis=1, keepdims=True))
    score = (alpha * (weight @ CENTRES) / weight.sum(axis=1, keepdims=True) - x) / spread
    return -0.5 * (0.1 + 19.9 * t) * (x + score)


def _scipy_flow(n, together):
    from scipy.integrate import solve_ivp
    start = np.random.default_rng(1).standard_normal((n, 2))

    def solve(x):
        return solve_ivp(lambda t, y: _flow(t, y.reshape(-1, 2)).ravel(), (1, 1e-3), x.ravel(), method="RK45", rtol=1e-6,
                         atol=1e-6)
    return rate(lambda: solve(start) if together else [solve(x) for x in start], n), "trajectories/s"


def p5_scipy_together():
    return _scipy_flow(10_000, True)


def p5_scipy_one_at_a_time():
    return _scipy_flow(20, False)


def p6_numpy():
    """DPM-Solver++(2M), 20 evaluations, uniform λ, in blocks that stay in the cache."""
    n, steps, blocks = 1024, 20, 4
    log_alpha = [-0.5 * (0.1 + 0.5 * 19.9 * t) * t for t in (1, 1e-3)]
    first, last = (a - 0.5 * np.log(-np.expm1(2 * a)) for a in log_alpha)
    lambdas = np.linspace(first, last, steps + 1)
    alphas, sigmas = np.sqrt(1 / (1 + np.exp(-2 * lambdas))), np.sqrt(1 / (1 + np.exp(2 * lambdas)))
    start = np.random.default_rng(1).standard_normal((n, 2))

    def denoised(x, alpha, sigma):
        spread = alpha**2 * VARIANCE + sigma**2
        exponent = x @ CENTRES.T * (alpha / spread)
        weight = np.exp(exponent - exponent.max(axis=1, keepdims=True))
        mean = weight @ CENTRES / weight.sum(axis=1, keepdims=True)
        return mean + (alpha * VARIANCE / spread) * (x - alpha * mean)

    def work():
        for _ in range(blocks):
            x, before = start, None
            h = lambdas[1] - lambdas[0]
            for k in range(steps):
                now = denoised(x, alphas[k], sigmas[k])
                d = now if before is None else 1.5 * now - 0.5 * before
                x = sigmas[k + 1] / sigmas[k] * x - alphas[k + 1] * np.expm1(-h) * d
                before = now
    return rate(work, n * blocks), "trajectories/s"


def p6_torch():
    """The same in PyTorch, as public samplers are."""
    import torch
    torch.set_num_threads(1)
    n, steps = 10_000, 20
    log_alpha = [-0.5 * (0.1 + 0.5 * 19.9 * t) * t for t in (1, 1e-3)]
    first, last = (a - 0.5 * np.log(-np.expm1(2 * a)) for a in log_alpha)
    lambdas = np.linspace(first, last, steps + 1)
    alphas, sigmas = np.sqrt(1 / (1 + np.exp(-2 * lambdas))), np.sqrt(1 / (1 + np.exp(2 * lambdas)))
    centres, start = torch.tensor(CENTRES), torch.randn(n, 2, dtype=torch.float64)

    def work():
        x, before, h = start, None, lambdas[1] - lambdas[0]
        for k in range(steps):
            spread = alphas[k]**2 * VARIANCE + sigmas[k]**2
            mean = torch.softmax(x @ centres.T * (alphas[k] / spread), dim=1) @ centres
            now = mean + (alphas[k] * VARIANCE / spread) * (x - alphas[k] * mean)
            d = now if before is None else 1.5 * now - 0.5 * before
            x = sigmas[k + 1] / sigmas[k] * x - alphas[k + 1] * np.expm1(-h) * d
            before = now
    return rate(work, n), "trajectories/s"
