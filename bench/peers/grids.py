"""Implicit steps of the Fokker–Planck equation on grids."""
import numpy as np

from rate import rate


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
