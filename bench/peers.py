#!/usr/bin/python3
"""The work of performance rows P1, P2, P3, P5 to P8 and P11 to P15 done by what a Python user would take.

`peers.py [NAME …]` prints one JSON line a peer: {"name", "rate" (items per CPU second of one thread), "unit"}. A peer
whose library is not installed is left out. Each is warmed up once; the best of three repetitions counts, so that a
busy machine favours the peer.
"""
import json
import os
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402

REPETITIONS = 3
CENTRES = 4 * np.stack([np.cos(np.arange(8) * np.pi / 4), np.sin(np.arange(8) * np.pi / 4)], axis=1)
VARIANCE = 0.25


def rate(work, items):
    work()
    best = float("inf")
    for _ in range(REPETITIONS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return items / best


def p1_numpy():
    generator, block = np.random.default_rng(1), np.empty(4096)

    def work():
        for _ in range(1000):
            generator.standard_normal(out=block)
    return rate(work, 1000 * block.size), "normals/s"


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


def _ornstein_uhlenbeck_bands(cells, h):
    """I − hL of the Ornstein–Uhlenbeck operator on [−5, 5], in SciPy's banded layout."""
    width = 10 / cells
    faces = -5 + width * np.arange(1, cells)
    right, left = np.maximum(-faces, 0) / width + 1 / width**2, np.maximum(faces, 0) / width + 1 / width**2
    bands = np.zeros((3, cells))
    bands[0, 1:], bands[2, :-1] = -h * left, -h * right
    bands[1] = 1
    bands[1, :-1] += h * right
    bands[1, 1:] += h * left
    return bands


def p7_scipy_banded():
    from scipy.linalg import solve_banded
    bands, p = _ornstein_uhlenbeck_bands(1024, 1e-3), np.full(1024, 0.1)

    def work():
        x = p
        for _ in range(1000):
            x = solve_banded((1, 1), bands, x, check_finite=False)
    return rate(work, 1024 * 1000), "cell-steps/s"


def _splitting(cells):
    from scipy.linalg import solve_banded
    bands = _ornstein_uhlenbeck_bands(cells, 1e-3)
    state = [np.full((cells, cells), 0.01)]

    def work():
        for _ in range(4):
            half = solve_banded((1, 1), bands, state[0], check_finite=False)
            state[0] = solve_banded((1, 1), bands, half.T, check_finite=False).T
    return rate(work, 4 * cells * cells), "cell-steps/s"


def p8_scipy_banded_256():
    return _splitting(256)


def p8_scipy_banded_512():
    return _splitting(512)


def _splitting_space(cells):
    from scipy.linalg import solve_banded
    bands = _ornstein_uhlenbeck_bands(cells, 1e-3)
    state = [np.full((cells,) * 3, 1e-3)]

    def work():
        for _ in range(3):  # after three axes the cyclic transposes are back at the first
            lines = solve_banded((1, 1), bands, state[0].reshape(cells, -1), check_finite=False)
            state[0] = lines.reshape((cells,) * 3).transpose(1, 2, 0)
    return rate(work, cells**3), "cell-steps/s"


def p8_scipy_banded_space_64():
    return _splitting_space(64)


def p8_scipy_banded_space_128():
    return _splitting_space(128)


def _sparse_lu(cells, dimension):
    """One unsplit implicit Euler step with the factors at hand."""
    from scipy.sparse import diags, eye, kron
    from scipy.sparse.linalg import splu
    bands = _ornstein_uhlenbeck_bands(cells, 1e-3)
    line = diags([bands[0, 1:], bands[1] - 1, bands[2, :-1]], [1, 0, -1], format="csc")  # -h L
    matrix = eye(cells**dimension, format="csc")
    for axis in range(dimension):
        matrix = matrix + kron(kron(eye(cells**axis), line), eye(cells**(dimension - 1 - axis)), format="csc")
    factors = splu(matrix.tocsc())
    p = np.full(cells**dimension, 1e-2)
    return rate(lambda: factors.solve(p), cells**dimension), "cell-steps/s"


def p8_scipy_lu_256():
    return _sparse_lu(256, 2)


def p8_scipy_lu_space_32():
    return _sparse_lu(32, 3)


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


def _score_network(torch):
    network = torch.nn.Sequential(torch.nn.Linear(3, 64), torch.nn.SiLU(), torch.nn.Linear(64, 64), torch.nn.SiLU(),
                                  torch.nn.Linear(64, 2))
    return network, lambda y, sigma: network(torch.cat([y / torch.sqrt(2.5 + sigma * sigma), torch.log(sigma)], 1))


def p14_torch_train():
    """Denoising score matching of 3-64-64-2 with Adam, batches of 512, in float32."""
    import torch
    torch.set_num_threads(1)
    network, predict = _score_network(torch)
    adam = torch.optim.Adam(network.parameters(), lr=3e-3)

    def work():
        for _ in range(200):
            sigma = torch.exp(np.log(0.1) + np.log(50) * torch.rand(512, 1))
            x, noise = torch.randn(512, 2), torch.randn(512, 2)
            loss = 0.5 * ((predict(x + sigma * noise, sigma) - noise) ** 2).sum(1).mean()
            adam.zero_grad()
            loss.backward()
            adam.step()
    return rate(work, 200 * 512), "samples/s"


def p14_torch_score():
    """The score of the same network at 512 places, in float64 as Kolmo's."""
    import torch
    torch.set_num_threads(1)
    network, predict = _score_network(torch)
    network.double()
    y, sigma = torch.randn(512, 2, dtype=torch.float64), torch.full((512, 1), 0.7, dtype=torch.float64)

    def work():
        with torch.no_grad():
            for _ in range(500):
                -predict(y, sigma) / sigma
    return rate(work, 500 * 512), "scores/s"
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


PEERS = [p1_numpy, p2_numpy, p2_torch_float32, p3_numpy, p3_numba, p3_reverse_torch, p5_scipy_together,
         p5_scipy_one_at_a_time, p6_numpy, p6_torch, p7_scipy_banded,
         p8_scipy_banded_256, p8_scipy_banded_512, p8_scipy_banded_space_64, p8_scipy_banded_space_128, p8_scipy_lu_256,
         p8_scipy_lu_space_32, p11_pot_log, p11_pot_scaling, p12_pot, p13_numpy, p13_pot, p14_torch_train,
         p14_torch_score, p15_numpy_mala, p15_numpy_hmc]


def main(names):
    for peer in PEERS:
        if names and peer.__name__ not in names:
            continue
        try:
            value, unit = peer()
        except ImportError as error:
            print(f"peers.py: {peer.__name__} left out: {error}", file=sys.stderr)
            continue
        print(json.dumps({"name": peer.__name__, "rate": value, "unit": unit}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
