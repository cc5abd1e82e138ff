"""The same work in the tools that researchers use today, for timing beside Hindcast in one run.

Every function returns (seconds of each repetition, result); results are compared before any ratio is printed.
"""
import glob
import io
import math
import time
import zipfile

import numba
import numpy as np
import pandas as pd
import polars as pl
import statsmodels.api as sm
from arch.bootstrap import StationaryBootstrap

WINDOW, HORIZON, CHANGE = 288, 12, 12


def timed(work, repetitions):
    """Seconds of each call, after one call that is not counted, and the last result."""
    result = work()
    seconds = []
    for _ in range(repetitions):
        begin = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - begin)
    return seconds, result


# --- the seed pipeline: features, regime, forward return, summary -----------------------------------------------------


def seed_pandas(columns, repetitions):
    close, funding, premium, interest = (pd.Series(columns[name]) for name in ("close", "funding_rate", "premium", "open_interest"))

    def zscore(x):
        rolling = x.rolling(WINDOW)
        deviation = rolling.std()
        return (x - rolling.mean()) / deviation.where(deviation > 0)

    def work():
        returns = close / close.shift(1) - 1
        change = interest / interest.shift(CHANGE) - 1
        forward = close.shift(-HORIZON) / close - 1
        f, p, o = zscore(funding), zscore(premium), zscore(interest)
        stress = (f > 1.5) & (p > 1.5) & (o > 1.0)
        crowding = (f + p + o) / 3
        inside = forward[stress].dropna()
        return {
            "stress_bars": int(stress.sum()),
            "mean_in_bps": inside.mean() * 1e4,
            "median_in_bps": inside.median() * 1e4,
            "mean_all_bps": forward.mean() * 1e4,
            "crowding_mean": crowding.mean(),
            "return_std": returns.std(),
            "oi_change_mean": change.mean(),
        }

    return timed(work, repetitions)


def seed_polars(columns, repetitions):
    frame = pl.DataFrame({name: columns[name] for name in ("close", "funding_rate", "premium", "open_interest")})

    def zscore(name):
        deviation = pl.col(name).rolling_std(WINDOW)
        return (pl.col(name) - pl.col(name).rolling_mean(WINDOW)) / pl.when(deviation > 0).then(deviation)

    def work():
        derived = frame.lazy().with_columns(
            returns=pl.col("close") / pl.col("close").shift(1) - 1,
            change=pl.col("open_interest") / pl.col("open_interest").shift(CHANGE) - 1,
            forward=pl.col("close").shift(-HORIZON) / pl.col("close") - 1,
            f=zscore("funding_rate"),
            p=zscore("premium"),
            o=zscore("open_interest"),
        ).with_columns(
            stress=(pl.col("f") > 1.5) & (pl.col("p") > 1.5) & (pl.col("o") > 1.0),
            crowding=(pl.col("f") + pl.col("p") + pl.col("o")) / 3,
        )
        inside = pl.col("forward").filter(pl.col("stress"))
        row = derived.select(
            stress_bars=pl.col("stress").sum(),
            mean_in_bps=inside.mean() * 1e4,
            median_in_bps=inside.median() * 1e4,
            mean_all_bps=pl.col("forward").mean() * 1e4,
            crowding_mean=pl.col("crowding").mean(),
            return_std=pl.col("returns").std(),
            oi_change_mean=pl.col("change").mean(),
        ).collect()
        return row.to_dicts()[0]

    return timed(work, repetitions)


# --- stress fade over parameter sets: the loop a researcher writes by hand for numba ----------------------------------


@numba.njit(cache=False, fastmath=False)
def stress_fade(open_, high, close, day, settle_at, settle_rate, settle_price, f, p, o, crowding, entry, oi_entry, exit_,
                taker, slip, maintenance, initial, out):
    """One pass over the bars for each parameter set, with every figure the engine reports for it."""
    n = close.shape[0]
    magic = 6755399441055744.0  # 1.5 * 2**52: adding and taking it away rounds to a whole number, half to even
    for k in range(entry.shape[0]):
        cash = initial
        equity = initial
        quantity = 0.0
        held = 0.0
        order = False
        target = 0.0
        fees = slippage = funding = price_pnl = turnover = 0.0
        trades = closed = won = bars = 0
        entered = initial
        peak = initial
        depth = 1.0
        d1 = d2 = down2 = 0.0
        day_start = initial
        s = 0
        for t in range(n):
            if t > 0 and day[t] != day[t - 1]:
                if equity != day_start:
                    r = equity / day_start - 1
                    d1 += r
                    d2 += r * r
                    if r < 0:
                        down2 += r * r
                day_start = equity
            while s < settle_at.shape[0] and settle_at[s] <= t:
                if quantity != 0:
                    amount = -((quantity * 1e6 * settle_price[s] * settle_rate[s] + magic) - magic)
                    cash += amount
                    equity += amount
                    funding += amount
                s += 1
            if order:
                order = False
                reference = open_[t]
                change = target - quantity
                if change != 0:
                    slipped = reference * slip
                    paid = reference + slipped if change > 0 else reference - slipped
                    size = abs(change) * 1e6
                    fee = -((size * paid * taker + magic) - magic)
                    lost = -((size * slipped + magic) - magic)
                    value = (quantity * 1e6 * reference + magic) - magic
                    before = cash + value
                    price_pnl += value - held
                    if quantity == 0:
                        trades += 1
                        entered = before
                    turnover += size * reference / before
                    quantity = target
                    held = (quantity * 1e6 * reference + magic) - magic
                    equity = before + fee + lost
                    cash = equity - held
                    fees += fee
                    slippage += lost
                    if quantity == 0:
                        closed += 1
                        if equity > entered:
                            won += 1
                        if equity > peak:
                            peak = equity
                        elif equity < peak * depth:
                            depth = equity / peak
            if quantity != 0:
                limit = -cash / ((quantity - maintenance * abs(quantity)) * 1e6)
                if high[t] >= limit:
                    out[k, 0] = math.nan  # a liquidation: not part of this comparison
                    break
                equity = cash + ((quantity * 1e6 * close[t] + magic) - magic)
                bars += 1
                if equity > peak:
                    peak = equity
                elif equity < peak * depth:
                    depth = equity / peak
            if quantity == 0:
                if f[t] > entry[k] and p[t] > entry[k] and o[t] > oi_entry[k] and not crowding[t] < exit_[k]:
                    target = -1.0 * equity / (1e6 * close[t])
                    order = True
            elif crowding[t] < exit_[k]:
                target = 0.0
                order = True
        if equity != day_start:
            r = equity / day_start - 1
            d1 += r
            d2 += r * r
            if r < 0:
                down2 += r * r
        days = day[n - 1] - day[0] + 1
        mean = d1 / days
        variance = d2 / days - mean * mean
        out[k, 0] = equity / 1e6
        out[k, 1] = mean / math.sqrt(variance * days / (days - 1)) * math.sqrt(365.0) if variance > 0 else 0.0
        out[k, 2] = mean / math.sqrt(down2 / days) * math.sqrt(365.0) if down2 > 0 and variance > 0 else 0.0
        out[k, 3] = depth - 1
        out[k, 4] = trades
        out[k, 5] = turnover
        out[k, 6] = bars / n
        out[k, 7] = fees / 1e6
        out[k, 8] = slippage / 1e6
        out[k, 9] = funding / 1e6
        out[k, 10] = (price_pnl + ((quantity * 1e6 * close[n - 1] + magic) - magic) - held) / 1e6


def sweep_numba(columns, sets, repetitions):
    out = np.empty((len(sets["entry"]), 11))
    arguments = [columns[name] for name in ("open", "high", "close", "day", "settle_at", "settle_rate", "settle_price",
                                            "funding_z", "basis_z", "oi_z", "crowding")]
    costs = [sets[name] for name in ("taker", "slippage", "maintenance", "initial")]

    def work():
        stress_fade(*arguments, sets["entry"], sets["oi_entry"], sets["exit"], *costs, out)
        return out.copy()

    return timed(work, repetitions)


# --- rolling least squares ---------------------------------------------------------------------------------------------


def rolling_statsmodels(flat, columns, window, step, repetitions):
    """Coefficients and standard errors of every step-th window."""
    from statsmodels.regression.rolling import RollingOLS

    table = flat.reshape(columns, -1)
    y, x = table[-1], np.column_stack([np.ones(table.shape[1]), table[:-1].T])

    def work():
        fitted = RollingOLS(y, x, window).fit()
        return fitted.params[window - 1::step], fitted.bse[window - 1::step]

    begin = time.perf_counter()
    result = work()
    seconds = [time.perf_counter() - begin]
    for _ in range(repetitions - 1):
        begin = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - begin)
    return seconds, result


# --- reading a year of klines -----------------------------------------------------------------------------------------


def import_pandas(pattern, repetitions):
    """Reads the archives into one table in memory, which is less than an import does: nothing is kept on disk."""

    def read(path):
        if path.endswith(".zip"):
            with zipfile.ZipFile(path) as archive:
                data = archive.read(archive.namelist()[0])
        else:
            with open(path, "rb") as file:
                data = file.read()
        header = None if data[:1].isdigit() else 0
        return pd.read_csv(io.BytesIO(data), header=header)

    def work():
        return len(pd.concat([read(path) for path in sorted(glob.glob(pattern))]))

    return timed(work, repetitions)


# --- inference ---------------------------------------------------------------------------------------------------------


def regression_statsmodels(y, columns, repetitions):
    def work():
        fit = sm.OLS(y, sm.add_constant(np.column_stack(columns))).fit(cov_type="HAC", cov_kwds={"maxlags": 12})
        return fit.params, fit.bse

    return timed(work, repetitions)


def difference(x, y):
    inside = x > 0
    return y[inside].mean() - y[~inside].mean()


def bootstrap_arch(x, y, block, replicates):
    def work():
        return StationaryBootstrap(block, x, y, seed=1).apply(difference, replicates)[:, 0]

    begin = time.perf_counter()
    result = work()
    return [time.perf_counter() - begin], result


def shift_p(x, y, least):
    """The share of admissible circular shifts of x whose slope is at least as far from zero."""
    transform = np.fft.rfft
    products = np.fft.irfft(np.conj(transform(x - x.mean())) * transform(y - y.mean()), len(x))
    inside = np.abs(products[least : len(x) - least + 1])
    return (1 + (inside >= np.abs(products[0]) * (1 - 1e-9)).sum()) / (1 + len(inside))
