#!/usr/bin/env python3
"""Whether two Sharpe ratios differ, after Ledoit & Wolf (2008, Journal of Empirical Finance 15), with numpy.

Written from the paper and not from the engine: the four moments (means and uncentred second moments), the gradient of the
difference in them, the covariance of the moments as a 4 x 4 quadratic-spectral sum over every lag, and the studentised
circular block bootstrap with the covariance of block sums. Tests/StatisticsTests/Performance/SharpeDifferenceTests.swift
compares.

    python3 Tests/Reference/sharpe.py    rewrites Tests/Reference/sharpe/*.csv
"""

from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent / "sharpe"
DAYS = 400


def series(seed):
    """Two series of daily returns that share something, the first with a memory of a day and fat tails."""
    chance = np.random.default_rng(seed)
    shared = chance.standard_normal(DAYS)
    own = chance.standard_t(4, DAYS + 1)
    other = chance.standard_normal(DAYS)
    a = 0.0012 + 0.01 * (0.5 * shared + 0.6 * own[1:] + 0.25 * own[:-1])
    b = 0.0002 + 0.015 * (0.6 * shared + 0.8 * other)
    # What is written down is what is computed with.
    return np.round(a, 8), np.round(b, 8)


def moments(a, b):
    return np.array([a.mean(), b.mean(), (a * a).mean(), (b * b).mean()])


def difference(v):
    return v[0] / np.sqrt(v[2] - v[0] ** 2) - v[1] / np.sqrt(v[3] - v[1] ** 2)


def gradient(v):
    s, t = (v[2] - v[0] ** 2) ** 1.5, (v[3] - v[1] ** 2) ** 1.5
    return np.array([v[2] / s, -v[3] / t, -0.5 * v[0] / s, 0.5 * v[1] / t])


def rows(a, b, v):
    return np.column_stack([a, b, a * a, b * b]) - v


def spectral(x):
    """Quadratic-spectral weights; 1 at zero."""
    x = np.asarray(x, dtype=float)
    weights = np.ones_like(x)
    far = x != 0
    z = 6 * np.pi * x[far] / 5
    weights[far] = 25 / (12 * np.pi**2 * x[far] ** 2) * (np.sin(z) / z - np.cos(z))
    return weights


def bandwidth(u):
    """Andrews (1991): a first-order autoregression of the series whose long-run variance is asked for."""
    rho = float(np.clip((u[1:] * u[:-1]).sum() / (u[:-1] ** 2).sum(), -0.97, 0.97))
    alpha = 4 * rho**2 / (1 - rho) ** 4
    return 1.3221 * (alpha * len(u)) ** 0.2


def standard_error(a, b):
    v = moments(a, b)
    y, g = rows(a, b, v), gradient(v)
    width = bandwidth(y @ g)
    psi = y.T @ y / DAYS
    for lag in range(1, DAYS):
        gamma = y[lag:].T @ y[:-lag] / DAYS
        psi = psi + spectral([lag / width])[0] * (gamma + gamma.T)
    psi *= DAYS / (DAYS - 4)
    return float(np.sqrt(g @ psi @ g / DAYS)), width


def resample(a, b, starts, block):
    """The difference of one resample and its error from block sums."""
    index = np.concatenate([(start + np.arange(block)) % DAYS for start in starts])
    a, b = a[index], b[index]
    v = moments(a, b)
    sums = rows(a, b, v).reshape(len(starts), block, 4).sum(axis=1) / np.sqrt(block)
    psi = sums.T @ sums / len(starts)
    g = gradient(v)
    return difference(v), float(np.sqrt(g @ psi @ g / len(index)))


def main():
    FOLDER.mkdir(exist_ok=True)
    a, b = series(20081)
    with open(FOLDER / "returns.csv", "w") as file:
        file.write("a,b\n")
        file.writelines(f"{x:.8f},{y:.8f}\n" for x, y in zip(a, b))
    observed = difference(moments(a, b))
    error, width = standard_error(a, b)
    lines = [("difference", observed), ("standard_error", error), ("bandwidth", width)]
    block = 5
    starts = [(137 * i + 11 * i * i) % DAYS for i in range(DAYS // block)]
    resampled, deviation = resample(a, b, starts, block)
    lines += [("resampled_difference", resampled), ("resampled_error", deviation)]
    chance = np.random.default_rng(7)
    distances = []
    for _ in range(20000):
        value, s = resample(a, b, chance.integers(0, DAYS, DAYS // block), block)
        distances.append(abs(value - observed) / s)
    distances = np.array(distances)
    lines.append(("p", (1 + (distances >= abs(observed) / error).sum()) / (1 + len(distances))))
    lines.append(("half_width", float(np.quantile(distances, 0.95)) * error))
    with open(FOLDER / "expected.csv", "w") as file:
        file.write("name,value\n")
        file.writelines(f"{name},{float(value):.17g}\n" for name, value in lines)


if __name__ == "__main__":
    main()
