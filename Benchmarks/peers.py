"""The same work in the tools that researchers use today, for timing beside Hindcast in one run.

Every function returns (seconds of each repetition, result); results are compared before any ratio is printed.
"""
import glob
import io
import math
import time
import zipfile

import bottleneck as bn
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


# --- rolling z-scores of ten million rows -----------------------------------------------------------------------------


def every_97th(scores):
    return np.asarray(scores)[WINDOW - 1 :: 97]


def zscore_bottleneck(x, repetitions):
    seconds, scores = timed(lambda: (x - bn.move_mean(x, WINDOW)) / bn.move_std(x, WINDOW, ddof=1), repetitions)
    return seconds, every_97th(scores)


def zscore_pandas(x, repetitions):
    x = pd.Series(x)
    rolling = x.rolling(WINDOW)
    seconds, scores = timed(lambda: (x - rolling.mean()) / rolling.std(), repetitions)
    return seconds, every_97th(scores)


def zscore_polars(x, repetitions):
    frame, x = pl.DataFrame({"x": x}), pl.col("x")
    score = (x - x.rolling_mean(WINDOW)) / x.rolling_std(WINDOW)
    seconds, scores = timed(lambda: frame.select(score).to_series().to_numpy(), repetitions)
    return seconds, every_97th(scores)


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


# --- parameter sweeps: the loop a researcher writes by hand for numba -------------------------------------------------

STAY = 2.0
FIGURES = ("final_equity", "price_pnl", "funding_pnl", "fees", "slippage", "trades", "max_drawdown", "exposure", "turnover",
           "win_rate", "total_return", "cagr", "calmar", "sharpe_annual", "sortino_annual", "volatility_annual", "skew_daily",
           "kurtosis_daily")
# Sums of whole millionths and counts: equal to the bit. The rest are ratios.
WHOLE = 6


@numba.njit(inline="always")
def write_figures(out, equity, initial, depth, rows, days, counts, turnover, powers):
    """Every figure of a set but its sums of money. `powers` are those of daily returns, and of the losses among them."""
    trades, closed, won, bars = counts
    d1, d2, d3, d4, down2 = powers
    mean = d1 / days
    variance = d2 / days - mean * mean
    growth = equity / initial
    out[0] = equity / 1e6
    out[5] = trades
    out[6] = depth - 1
    out[7] = bars / rows
    out[8] = turnover
    out[9] = won / closed if closed > 0 else 0.0
    out[10] = growth - 1
    out[11] = growth ** (365 * 288 / rows) - 1
    out[12] = out[11] / (1 - depth) if depth < 1 else 0.0
    for figure in range(13, 18):
        out[figure] = 0.0
    if variance > 0:
        deviation = math.sqrt(variance * days / (days - 1))
        out[13] = mean / deviation * math.sqrt(365.0)
        if down2 > 0:
            out[14] = mean / math.sqrt(down2 / days) * math.sqrt(365.0)
        out[15] = deviation * math.sqrt(365.0)
        out[16] = (d3 / days - 3 * mean * d2 / days + 2 * mean**3) / variance**1.5
        out[17] = (d4 / days - 4 * mean * d3 / days + 6 * mean * mean * d2 / days - 3 * mean**4) / variance**2


def loop(wanted):
    """One pass over the bars for each parameter set, with every figure the engine reports for it.

    `wanted(side, signals..., parameters...)` is the side to hold from the next open, or STAY; numba compiles it into the loop.
    """
    wanted = numba.njit(inline="always")(wanted)

    @numba.njit(cache=False, fastmath=False)
    def sweep(open_, high, low, close, day, settle_at, settle_rate, settle_price, s0, s1, s2, s3, sets, taker, slip, maintenance,
              initial, out):
        n = close.shape[0]
        magic = 6755399441055744.0  # 1.5 * 2**52: adding and taking it away rounds to a whole number, half to even
        for k in range(sets.shape[0]):
            p0, p1, p2, p3 = sets[k, 0], sets[k, 1], sets[k, 2], sets[k, 3]
            cash = equity = entered = peak = day_start = initial
            limit = 0.0
            quantity = held = target = side = 0.0
            order = False
            fees = slippage = funding = price_pnl = turnover = 0.0
            trades = closed = won = bars = s = 0
            depth = 1.0
            d1 = d2 = d3 = d4 = down2 = 0.0
            for t in range(n):
                if t > 0 and day[t] != day[t - 1]:
                    if equity != day_start:
                        r = equity / day_start - 1
                        d1 += r
                        d2 += r * r
                        d3 += r * r * r
                        d4 += r * r * (r * r)
                        if r < 0:
                            down2 += r * r
                    day_start = equity
                while s < settle_at.shape[0] and settle_at[s] <= t:
                    if quantity != 0:
                        amount = -((quantity * 1e6 * settle_price[s] * settle_rate[s] + magic) - magic)
                        cash += amount
                        equity += amount
                        funding += amount
                        limit = -cash / ((quantity - maintenance * abs(quantity)) * 1e6)
                    s += 1
                if order:
                    order = False
                    reference = open_[t]
                    slipped = reference * slip
                    # A reversal is two fills: each trade bears its own costs.
                    fills = 2 if quantity * target < 0 else 1
                    for fill in range(fills):
                        to = target if fill == fills - 1 else 0.0
                        change = to - quantity
                        if change == 0:
                            continue
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
                        quantity = to
                        held = (quantity * 1e6 * reference + magic) - magic
                        equity = before + fee + lost
                        cash = equity - held
                        fees += fee
                        slippage += lost
                        if quantity == 0:
                            closed += 1
                            if equity > entered:
                                won += 1
                    if quantity == 0:
                        if equity > peak:
                            peak = equity
                        elif equity < peak * depth:
                            depth = equity / peak
                    else:
                        limit = -cash / ((quantity - maintenance * abs(quantity)) * 1e6)
                if quantity != 0:
                    if (quantity < 0 and high[t] >= limit) or (quantity > 0 and low[t] <= limit):
                        out[k, 0] = math.nan  # a liquidation: not part of this comparison
                        break
                    equity = cash + ((quantity * 1e6 * close[t] + magic) - magic)
                    bars += 1
                    if equity > peak:
                        peak = equity
                    elif equity < peak * depth:
                        depth = equity / peak
                next_ = wanted(side, s0[t], s1[t], s2[t], s3[t], p0, p1, p2, p3)
                if next_ != STAY:
                    side = next_
                    target = side * equity / (1e6 * close[t])
                    order = True
            if equity != day_start:
                r = equity / day_start - 1
                d1 += r
                d2 += r * r
                d3 += r * r * r
                d4 += r * r * (r * r)
                if r < 0:
                    down2 += r * r
            out[k, 1] = (price_pnl + ((quantity * 1e6 * close[n - 1] + magic) - magic) - held) / 1e6
            out[k, 2] = funding / 1e6
            out[k, 3] = fees / 1e6
            out[k, 4] = slippage / 1e6
            write_figures(out[k], equity, initial, depth, n, day[n - 1] - day[0] + 1, (trades, closed, won, bars), turnover,
                          (d1, d2, d3, d4, down2))

    return sweep


# By exponent of two from -30 on: what leaves twelve digits before the point.
DECIMAL_SCALES = np.array([10.0 ** (11 - math.floor(math.log10(2.0**exponent))) for exponent in range(-30, 36)])


@numba.njit(cache=False, fastmath=False)
def nearest_decimal(price):
    """The decimal of twelve digits that a level of the order book lies at."""
    size = abs(price)
    if size < 2.0**-30 or size >= 2.0**36:
        return price
    scale = DECIMAL_SCALES[math.frexp(size)[1] + 29]
    whole = (size * scale + 2.0**52) - 2.0**52
    decimal = whole / scale
    if abs(decimal - size) > size * 2.0**-49:
        return price
    return -decimal if price < 0 else decimal


@numba.njit(cache=False, fastmath=False)
def stops_loop(open_, high, low, close, day, settle_at, settle_rate, settle_price, crowding, sets, taker, slip, maintenance,
               initial, out):
    """Short on crowding with a stop, a take-profit and a trailing stop, each a share of the entry price: bars on the worse path,
    as docs/accounting.md has it, and every figure of `loop`."""
    n = close.shape[0]
    magic = 6755399441055744.0
    for k in range(sets.shape[0]):
        entry, stop_share, take_share, trail_share = sets[k, 0], sets[k, 1], sets[k, 2], sets[k, 3]
        cash = equity = entered = peak = day_start = initial
        limit = quantity = held = target = stop = take = best = trailing = 0.0
        order = False
        fees = slippage = funding = price_pnl = turnover = 0.0
        trades = closed = won = bars = s = 0
        depth = 1.0
        d1 = d2 = d3 = d4 = down2 = 0.0
        for t in range(n):
            if t > 0 and day[t] != day[t - 1]:
                if equity != day_start:
                    r = equity / day_start - 1
                    d1 += r
                    d2 += r * r
                    d3 += r * r * r
                    d4 += r * r * (r * r)
                    if r < 0:
                        down2 += r * r
                day_start = equity
            while s < settle_at.shape[0] and settle_at[s] <= t:
                if quantity != 0:
                    amount = -((quantity * 1e6 * settle_price[s] * settle_rate[s] + magic) - magic)
                    cash += amount
                    equity += amount
                    funding += amount
                    limit = -cash / ((quantity - maintenance * abs(quantity)) * 1e6)
                s += 1
            # At most two fills a bar: what was ordered at its open, and what a level in it does.
            for step in range(2):
                if step == 0:
                    if not order:
                        continue
                    order = False
                    to = target
                    reference = open_[t]
                else:
                    if quantity == 0:
                        continue
                    level = trailing if trailing < stop else stop
                    to = 0.0
                    if open_[t] >= limit:
                        out[k, 0] = math.nan  # a liquidation: not part of this comparison
                        break
                    if open_[t] >= level:
                        reference = open_[t]
                    elif open_[t] <= take:
                        reference = open_[t]
                    elif high[t] >= level and not (high[t] >= limit and limit < level):
                        reference = level
                    elif high[t] >= limit:
                        out[k, 0] = math.nan
                        break
                    elif low[t] <= take:
                        reference = take
                    else:
                        if low[t] < best:
                            best = low[t]
                            trailing = nearest_decimal(best + best * trail_share)
                        continue
                change = to - quantity
                if change == 0:
                    continue
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
                quantity = to
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
                else:
                    limit = -cash / ((quantity - maintenance * abs(quantity)) * 1e6)
                    stop = nearest_decimal(paid + paid * stop_share)
                    take = nearest_decimal(paid - paid * take_share)
                    best = paid
                    trailing = nearest_decimal(best + best * trail_share)
            if quantity != 0:
                equity = cash + ((quantity * 1e6 * close[t] + magic) - magic)
                bars += 1
                if equity > peak:
                    peak = equity
                elif equity < peak * depth:
                    depth = equity / peak
                if crowding[t] < 0:
                    target = 0.0
                    order = True
            elif crowding[t] > entry and not crowding[t] < 0:
                target = -1.0 * equity / (1e6 * close[t])
                order = True
        if equity != day_start:
            r = equity / day_start - 1
            d1 += r
            d2 += r * r
            d3 += r * r * r
            d4 += r * r * (r * r)
            if r < 0:
                down2 += r * r
        out[k, 1] = (price_pnl + ((quantity * 1e6 * close[n - 1] + magic) - magic) - held) / 1e6
        out[k, 2] = funding / 1e6
        out[k, 3] = fees / 1e6
        out[k, 4] = slippage / 1e6
        write_figures(out[k], equity, initial, depth, n, day[n - 1] - day[0] + 1, (trades, closed, won, bars), turnover,
                      (d1, d2, d3, d4, down2))


def fades(side, funding, basis, interest, crowding, entry, basis_entry, oi_entry, exit_):
    """Short while three z-scores are high; flat again when their mean is low."""
    if side == 0.0:
        if funding > entry and basis > basis_entry and interest > oi_entry and not crowding < exit_:
            return -1.0
    elif crowding < exit_:
        return 0.0
    return STAY


def reverses(side, crowding, _1, _2, _3, low, high, _p2, _p3):
    """Long after crowding was last below one threshold, short after it was last above the other."""
    if crowding < low and side != 1.0:
        return 1.0
    if crowding > high and side != -1.0:
        return -1.0
    return STAY


SWEEPS = {
    "fade": (loop(fades), ("funding_z", "basis_z", "oi_z", "crowding")),
    "reverse": (loop(reverses), ("crowding", "crowding", "crowding", "crowding")),
    "stops": (stops_loop, ("crowding",)),
}


def sweep_numba(columns, work, sets, costs, repetitions):
    sweep, signals = SWEEPS[work]
    out = np.empty((len(sets), len(FIGURES)))
    market = [columns[name] for name in ("open", "high", "low", "close", "day", "settle_at", "settle_rate", "settle_price") + signals]
    padded = np.zeros((len(sets), 4))
    padded[:, : sets.shape[1]] = sets

    def work():
        sweep(*market, padded, *costs, out)
        return out.copy()

    sweep(*market, padded[:2], *costs, out)  # compiled before it is timed
    seconds = []
    for _ in range(repetitions):
        begin = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - begin)
    return seconds, result


def fade_signals(columns, sets):
    """Entries and exits of the fade as the libraries below want them: a column of flags a set."""
    f, p, o, crowding = (columns[name][:, None] for name in ("funding_z", "basis_z", "oi_z", "crowding"))
    entry, basis_entry, oi_entry, exit_ = sets.T
    exits = crowding < exit_
    return (f > entry) & (p > basis_entry) & (o > oi_entry) & ~exits, exits


def fade_vectorbt(columns, sets):
    """Without funding and liquidation, which it does not know: less is computed than by the others."""
    import vectorbt as vbt

    entries, exits = fade_signals(columns, sets)
    index = pd.to_datetime(columns["day"][0] * 86400, unit="s") + pd.to_timedelta(np.arange(len(entries)) * 5, unit="min")
    close = pd.Series(columns["close"], index).ffill()
    following = pd.Series(columns["open"], index).bfill().shift(-1).ffill()
    entries, exits = pd.DataFrame(entries, index), pd.DataFrame(exits, index)

    def work():
        portfolio = vbt.Portfolio.from_signals(close, entries=entries, exits=exits, price=following, direction="shortonly", fees=5e-4,
                                               slippage=1e-4, init_cash=1e4, freq="5min")
        return [portfolio.total_return(), portfolio.sharpe_ratio(), portfolio.sortino_ratio(), portfolio.max_drawdown(),
                portfolio.trades.count(), portfolio.trades.win_rate()]

    seconds, result = timed(work, 1)
    return seconds, np.asarray(result[4])


def fade_raptorbt(columns, sets):
    """Without funding and liquidation; its batch runs on as many cores as there are."""
    import raptorbt

    entries, exits = fade_signals(columns, sets)
    stamps = (columns["day"][0] * 86400 + np.arange(len(entries)) * 300) * 1_000_000_000
    prices = [pd.Series(columns[name]).ffill().to_numpy() for name in ("open", "high", "low", "close")]
    config = raptorbt.BacktestConfig(initial_capital=1e4, fees=5e-4, slippage=1e-4, fill_timing="next_bar_open")
    items = [raptorbt.BatchSingleItem(str(k), np.ascontiguousarray(entries[:, k]), np.ascontiguousarray(exits[:, k]), direction=-1)
             for k in range(len(sets))]

    def work():
        return raptorbt.batch_single_backtest(stamps.astype(np.int64), *prices, np.ones(len(entries)), items, config)

    seconds, result = timed(work, 3)
    return seconds, np.array([answer.metrics.total_trades for _, answer in result])


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


# --- a carry of two legs: perpetual short, as many coins of spot ------------------------------------------------------


@numba.njit(cache=False, fastmath=False)
def carry_loop(perp_open, perp_close, spot_open, spot_close, average, settle_at, settle_rate, settle_price, sets, out):
    """Cash, two quantities, funding at opens, orders at the next opens: money in whole millionths, as the engine has it."""
    n = perp_close.shape[0]
    magic = 6755399441055744.0
    slip, takers = 1e-4, (5e-4, 1e-3)
    for k in range(sets.shape[0]):
        rich, low = sets[k, 0], sets[k, 1]
        cash = 1e10
        quantity = np.zeros(2)
        held = np.zeros(2)
        target = np.zeros(2)
        price_pnl = funding = fees = slippage = 0.0
        trades = s = 0
        order = False
        for t in range(n):
            while s < settle_at.shape[0] and settle_at[s] <= t:
                if quantity[0] != 0:
                    amount = -((quantity[0] * 1e6 * settle_price[s] * settle_rate[s] + magic) - magic)
                    cash += amount
                    funding += amount
                s += 1
            if order:
                order = False
                if quantity[0] == 0:
                    trades += 1
                for leg in range(2):
                    reference = perp_open[t] if leg == 0 else spot_open[t]
                    change = target[leg] - quantity[leg]
                    slipped = reference * slip
                    price = reference + slipped if change > 0 else reference - slipped
                    size = abs(change) * 1e6
                    fee = -((size * price * takers[leg] + magic) - magic)
                    lost = -((size * slipped + magic) - magic)
                    value = (quantity[leg] * 1e6 * reference + magic) - magic
                    price_pnl += value - held[leg]
                    cash += value
                    quantity[leg] = target[leg]
                    held[leg] = (quantity[leg] * 1e6 * reference + magic) - magic
                    cash += fee + lost - held[leg]
                    fees += fee
                    slippage += lost
            if t == n - 1:
                break
            if quantity[0] == 0:
                if average[t] > rich:
                    unit = cash / (1e6 * max(perp_close[t], spot_close[t]))
                    target[0], target[1] = -unit, unit
                    order = True
            elif average[t] < low:
                target[0] = target[1] = 0.0
                order = True
        equity = cash
        for leg in range(2):
            close = perp_close[n - 1] if leg == 0 else spot_close[n - 1]
            value = (quantity[leg] * 1e6 * close + magic) - magic
            price_pnl += value - held[leg]
            equity += value
        out[k, 0], out[k, 1], out[k, 2] = equity / 1e6, price_pnl / 1e6, funding / 1e6
        out[k, 3], out[k, 4], out[k, 5] = fees / 1e6, slippage / 1e6, trades


def carry(columns, sets, repetitions):
    sets = np.asarray(sets, dtype=float)
    out = np.zeros((len(sets), 6))

    def work():
        carry_loop(*columns, sets, out)
        return out

    return timed(work, repetitions)


def carry_vectorbt(columns, sets, repetitions):
    """Each set a group of two columns that share their cash. Without funding, which it does not know."""
    import vectorbt as vbt

    perp_open, perp_close, spot_open, spot_close, average = (np.asarray(c)[:, None] for c in columns[:5])
    rich, poor = np.asarray(sets, dtype=float).T
    # Held since the last close that was rich, unless one since was poor.
    state = pd.DataFrame(np.where(average > rich, 1.0, np.where(average < poor, 0.0, np.nan))).ffill().fillna(0).to_numpy()
    changes = np.diff(state, axis=0, prepend=0.0)
    changes[-1] = 0
    unit = np.maximum(perp_close, spot_close)
    count = len(rich)

    def behind(values):
        """What was known at the close before."""
        return np.vstack([np.full((1, values.shape[1]), np.nan), values[:-1]])

    def both(perp, spot):
        """Columns of a set beside each other."""
        return np.stack([np.broadcast_to(perp, (len(state), count)), np.broadcast_to(spot, (len(state), count))], axis=2).reshape(len(state), -1)

    def sizes(close, side):
        return behind(np.where(changes > 0, side * close / unit, np.where(changes < 0, 0.0, np.nan)))

    close, price = both(perp_close, spot_close), both(perp_open, spot_open)
    size = both(sizes(perp_close, -1.0), sizes(spot_close, 1.0))
    valued = both(behind(perp_close), behind(spot_close))
    fees = np.tile([5e-4, 1e-3], count)
    groups = np.repeat(np.arange(count), 2)

    def work():
        portfolio = vbt.Portfolio.from_orders(
            pd.DataFrame(close), size=size, size_type="targetpercent", price=price, val_price=valued, fees=fees, slippage=1e-4,
            init_cash=1e4, cash_sharing=True, call_seq="auto", group_by=groups, freq="1h")
        return portfolio.final_value().to_numpy(), portfolio.trades.count().to_numpy()

    return timed(work, repetitions)


# --- a portfolio of many: twenty strongest held against twenty weakest, chosen anew each day -----------------------------


def portfolio_vectorbt(opened, close, repetitions):
    """One group that shares its cash; without funding. Weights come from pandas, outside the timing."""
    import vectorbt as vbt

    prices = pd.DataFrame(close)
    rise = prices / prices.shift(168)
    rank = rise.rank(axis=1)
    count = close.shape[1]
    weight = (rank > count - 20).astype(float) - (rank <= 20).astype(float)
    weight = weight.div(weight.abs().sum(axis=1), axis=0)
    due = (np.arange(len(close)) + 1) % 24 == 0
    size = weight.where(pd.Series(due & rise.notna().all(axis=1).to_numpy()), axis=0).shift(1)
    valued = prices.shift(1)

    def work():
        portfolio = vbt.Portfolio.from_orders(
            prices, size=size, size_type="targetpercent", price=pd.DataFrame(opened), val_price=valued, fees=5e-4, slippage=2e-4,
            init_cash=1e4, cash_sharing=True, group_by=True, freq="1h")
        return float(portfolio.final_value()), int(portfolio.orders.count())

    return timed(work, repetitions)
