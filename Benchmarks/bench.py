"""Times Hindcast beside its peers, in turn, and prints the ratio of medians with its spread over rounds."""
import json
import os
import statistics
import subprocess
import sys

import numpy as np

import peers

ROUNDS, REPETITIONS = 5, 5
# Of works of a few milliseconds, so that what a process does while it starts is over.
SHORT = 51
FOLDER = ".build/bench"


def engine(work, repetitions=REPETITIONS):
    text = subprocess.run([BINARY, "time", work, FOLDER, str(repetitions)], check=True, capture_output=True, text=True).stdout
    answer = json.loads(text)
    return answer["seconds"], answer["result"]


def load(name):
    return np.fromfile(f"{FOLDER}/{name}.f64", dtype=np.float64)


def same(what, mine, theirs, tolerance):
    """Stops the run when results differ: a fast wrong answer is no answer."""
    mine, theirs = np.asarray(mine, dtype=float), np.asarray(theirs, dtype=float)
    error = np.max(np.abs(mine - theirs) / np.maximum(1e-300, np.maximum(np.abs(mine), np.abs(theirs))) * (mine != theirs))
    if not error <= tolerance:
        sys.exit(f"{what}: results differ by {error:.3g}, more than {tolerance:.1g}")
    return error


def beside(title, work, peer_name, peer, compare, repetitions=REPETITIONS):
    """Engine and peer in turn, ROUNDS times; the ratio is of each round's medians."""
    ratios, mine, theirs = [], [], []
    for _ in range(ROUNDS):
        seconds, result = engine(work, repetitions)
        peer_seconds, peer_result = peer()
        note = compare(result, peer_result)
        mine.append(statistics.median(seconds))
        theirs.append(statistics.median(peer_seconds))
        ratios.append(theirs[-1] / mine[-1])
    print(
        f"{title:<42} {statistics.median(mine) * 1e3:9.2f} ms   {peer_name:<14} {statistics.median(theirs) * 1e3:9.2f} ms   "
        f"x{statistics.median(ratios):6.1f}  ({min(ratios):.1f} to {max(ratios):.1f})   {note}"
    )


def alone(title, work, describe):
    seconds, result = engine(work)
    print(f"{title:<42} {statistics.median(seconds) * 1e3:9.2f} ms   {describe(statistics.median(seconds), result)}")


# Taker, slippage, maintenance, and initial equity in millionths: those of the engine's strategies.
COSTS = (5e-4, 1e-4, 0.005, 1e10)


def sweeps(columns):
    """Ten thousand parameter sets, mostly flat and always in the market; then what else there is to say about sweeps."""
    rows = len(columns["close"])
    for work, title in (("fade", "mostly flat"), ("reverse", "always in the market"),
                        ("stops", "with stop, take and trail")):
        _, first = engine(work, 1)
        sets = np.array(first["values"])

        def compare(mine, theirs):
            mine = np.array(mine["figures"])
            same(f"{title}, money and counts", mine[:, : peers.WHOLE], theirs[:, : peers.WHOLE], 0)
            # Moments are differences of sums that nearly cancel where daily returns are small.
            error = np.max(np.abs(mine - theirs) / np.maximum(1, np.abs(theirs)))
            if not error <= 1e-9:
                sys.exit(f"{title}, ratios: results differ by {error:.3g}")
            return f"money equal to the bit, ratios to {error:.0e}"

        beside(f"sweep, {title}, {len(sets)} x {rows}", work, "numba loop",
               lambda: peers.sweep_numba(columns, work, sets, COSTS, 1), compare)
        linear(work, len(sets) * rows)
    libraries(columns)
    alone("sweep, sized and liquidated, one core", "sized",
          lambda s, r: f"{r['sets']} sets, {s / r['sets'] * 1e6:.1f} us each, {int(np.array(r['figures'])[:, 5].sum())} trades")
    curve()


def linear(work, size):
    """One core beside two, in turn: the share of twice the speed that two cores reach."""
    shares, ones, twos = [], [], []
    for _ in range(ROUNDS):
        ones.append(min(engine(work)[0]))
        twos.append(min(engine(f"{work}-two")[0]))
        shares.append(ones[-1] / twos[-1] / 2)
    print(f"{'    on two cores':<42} {statistics.median(twos) * 1e3:9.2f} ms   {statistics.median(shares):.1%} of linear "
          f"({min(shares):.1%} to {max(shares):.1%}); one core {statistics.median(ones) / size * 1e9:.3f} ns a bar and set")


def libraries(columns):
    """For information: libraries that know neither funding nor liquidation, on a few of the sets."""
    sets = np.array(engine("fade", 1)[1]["values"])[::100].copy()
    _, whole = peers.sweep_numba(columns, "fade", sets, COSTS, 1)
    for name, peer in (("vectorbt", peers.fade_vectorbt), ("raptorbt, all cores", peers.fade_raptorbt)):
        try:
            seconds, trades = peer(columns, sets)
        except ImportError:
            print(f"    {name}: not installed")
            continue
        same(f"trades of {name}", trades, whole[:, 5], 0)
        each = statistics.median(seconds) / len(sets) / len(columns["close"])
        print(f"{'    the same by ' + name:<42} {each * 1e9:9.2f} ns a bar and set, {len(sets)} sets, same trades; no funding, no liquidation")


def curve():
    """Seconds over bars and sets, columns and thresholds evaluated anew each time."""
    print("    cost over bars and sets, one core: ms, and ns a bar and set")
    for kind, bars, sets, seconds in engine("curve", 5)[1]["sizes"]:
        print(f"      {('mostly flat', 'always in the market')[int(kind)]:<22} {int(bars):>7} x {int(sets):<6} = {bars * sets:8.1e}"
              f" {seconds * 1e3:10.3f} {seconds / bars / sets * 1e9:10.3f}")


def inference():
    """Regression, bootstrap and shifts beside their peers; then a whole study, by parts."""
    columns = [load(f"ols_x{j}") for j in range(1, 9)]
    explained = load("ols_y")

    def regressions(mine, theirs):
        same("coefficients", mine["coefficients"], theirs[0], 1e-9)
        return f"equal to {same('standard errors', mine['errors'], theirs[1], 1e-9):.0e}"

    beside(f"OLS, Newey-West 12 lags, {len(explained)} x 9", "regression", "statsmodels",
           lambda: peers.regression_statsmodels(explained, columns, SHORT), regressions, SHORT)

    x, y = load("pair_x"), load("pair_y")

    def resamples(mine, theirs):
        slopes = np.array(mine["slopes"])
        byrow = [peers.difference(*(v[np.concatenate([np.arange(s, s + n) % len(x) for s, n in blocks])] for v in (x, y)))
                 for blocks in mine["blocks"]]
        error = same("resamples drawn row by row", slopes[: len(byrow)], byrow, 1e-9)
        # Two sets of 2,000 draws: the ratio of their deviations has one of 1/sqrt(2000) = 2.2 %.
        spread = slopes.std() / theirs.std()
        if not abs(spread - 1) < 0.1:
            sys.exit(f"stationary bootstrap: deviations differ by a factor of {spread:.3f}")
        return f"equal row by row to {error:.0e}, deviations within {abs(spread - 1):.1%}"

    beside(f"2,000 stationary resamples of {len(x)} pairs", "bootstrap", "arch",
           lambda: peers.bootstrap_arch(x, y, 60, 2000), resamples, 3)
    for kind in ("regime", "signal"):
        alone(f"all circular shifts of a {kind}", f"shifts-{kind}", lambda s, r: f"{r['shifts']} shifts, p {r['p']:.4f}")
    _, shifts = engine("shifts-regime", 1)
    same("p of the shifts by numpy", [shifts["p"]], [peers.shift_p(x, y, shifts["minimum"])], 1e-9)
    alone("study, 4 horizons, all estimators, 200 moves", "study", lambda s, r: f"{r['bars']} bars; by parts "
          + ", ".join(f"{k} {v:.2f} s" for k, v in sorted(r["parts"].items(), key=lambda part: -part[1])))


def legs():
    """Two legs and many instruments: the carry beside a loop for numba, and a portfolio for its time and memory."""
    names = ("perp_open", "perp_close", "spot_open", "spot_close", "average", "settle_at", "settle_rate", "settle_price")
    columns = [load(f"carry_{name}") for name in names]
    columns[5] = columns[5].astype(np.int64)

    def money(mine, theirs):
        mine, theirs = np.atleast_2d(mine["figures"]), np.atleast_2d(theirs)
        error = same("money of the carry", mine, theirs[: len(mine)], 0)
        return "money equal to the millionth" if error == 0 else f"equal to {error:.0e}"

    bars = len(columns[0])
    single = [[0.5e-4, -2e-4]]
    beside(f"replay of two legs, {bars} bars", "legs", "numba loop", lambda: peers.carry(columns, single, SHORT), money, SHORT)
    sets = engine("carry", 1)[1]["values"]
    for work, threads in (("carry", "one core"), ("carry-two", "two cores")):
        beside(f"sweep of {len(sets)} carries, {threads}", work, "numba, one core",
               lambda: peers.carry(columns, sets, 1), money, 1)
    grouped(columns)
    alone("portfolio of 43 x 4,500 with its ledger", "portfolio", lambda s, r: f"{r['bars'] / s / 1e6:.0f} million bars/s")
    alone("portfolio of 1,000 x 8,760 with its ledger", "thousand",
          lambda s, r: f"{r['bars'] / s / 1e6:.0f} million bars/s, at most {r['peak_bytes'] / 2**20:.0f} MiB of which the market {r['frame_bytes'] / 2**20:.0f}")


def grouped(columns):
    """The same without funding, beside grouped portfolios that share their cash."""
    sets = engine("carry-bare", 1)[1]["values"]
    opened, close = (load(f"universe_{name}").reshape(43, 4500).T.copy() for name in ("open", "close"))
    try:
        import vectorbt  # noqa: F401
    except ImportError:
        print("    vectorbt: not installed")
        return

    def ends(mine, theirs):
        return f"equity equal to {same('equity of the carries', np.array(mine['figures'])[:, 0], theirs[0], 1e-8):.0e}"

    beside(f"sweep of {len(sets)} carries, no funding", "carry-bare", "vectorbt groups",
           lambda: peers.carry_vectorbt(columns, sets, 1), ends, 1)

    def end(mine, theirs):
        return f"equity equal to {same('equity of the portfolio', [mine['figures'][0]], [theirs[0]], 1e-8):.0e}"

    beside("portfolio of 43 x 4,500, no funding", "portfolio-bare", "vectorbt group",
           lambda: peers.portfolio_vectorbt(opened, close, 3), end, 3)


def main():
    data = sys.argv[2]
    subprocess.run([BINARY, "prepare", FOLDER] + ([data] if data else []), check=True)
    print("market:", "published BTCUSDT 2025" if data else "demo (no published files found)", "- medians of", ROUNDS, "rounds\n")
    columns = {name: load(name) for name in (
        "open", "high", "low", "close", "funding_rate", "premium", "open_interest", "settle_rate", "settle_price", "funding_z", "basis_z",
        "oi_z", "crowding")}
    columns["day"] = load("day").astype(np.int64)
    columns["settle_at"] = load("settle_at").astype(np.int64)

    def seeds(tolerance, skipped=()):
        def compare(mine, theirs):
            keys = sorted(set(mine) - set(skipped))
            error = same("seed pipeline", [mine[k] for k in keys], [theirs[k] for k in keys], tolerance)
            return f"equal to {error:.0e}"
        return compare

    rows = len(columns["close"])
    beside(f"seed pipeline, {rows} rows", "seed", "pandas", lambda: peers.seed_pandas(columns, SHORT),
           # pandas' running sums leave a deviation above zero in a few constant windows, whose z-scores are then noise.
           seeds(1e-9, skipped=["crowding_mean"]), SHORT)
    beside(f"seed pipeline, {rows} rows", "seed", "polars", lambda: peers.seed_polars(columns, SHORT), seeds(1e-9), SHORT)

    alone("stress of the seed, bar by bar as bars come", "stream",
          lambda s, r: f"{s / r['bars'] * 1e9:.0f} ns a bar, {r['held']} of {r['bars']} bars as over whole columns")

    alone("replay of stress fade with its ledger", "replay", lambda s, r: f"{r['bars'] / s / 1e6:.0f} million bars/s, {r['trades']} trades")

    alone("replay of ten million bars, signals in place", "long",
          lambda s, r: f"{r['bars'] / s / 1e6:.0f} million bars/s with the full ledger, {r['trades']} trades, {r['entries']} entries; "
          f"signals {r['signals']:.2f} s before")

    sweeps(columns)
    legs()

    engine("zscore", 1)
    for name, peer in (("bottleneck", peers.zscore_bottleneck), ("polars", peers.zscore_polars), ("pandas", peers.zscore_pandas)):
        # Running sums lose digits on the way: the peers are off where deviations are small.
        beside("rolling z-score, 10 million, window 288", "zscore", name, lambda peer=peer: peer(load("walk"), 3),
               lambda mine, theirs: f"equal to {same('z-scores', mine['scores'], theirs, 1e-5):.0e}", 3)

    engine("rolling", 1)

    def rolling(mine, theirs):
        coefficients = same("rolling coefficients", mine["coefficients"], theirs[0], 1e-9)
        errors = same("rolling errors", mine["errors"], theirs[1], 1e-9)
        return f"coefficients equal to {coefficients:.0e}, errors to {errors:.0e}"

    # The peer takes seconds: once a round.
    beside("rolling OLS, 52,000 x 9, window 2,016", "rolling", "statsmodels",
           lambda: peers.rolling_statsmodels(load("rolling"), 9, 2016, 97, 1), rolling)

    inference()
    if data:
        pattern = os.path.join(data, "binance/um_klines_5m/BTCUSDT/*")
        beside("import of a year of 5m klines to disk", "import", "pandas read_csv",
               lambda: peers.import_pandas(pattern, 3), lambda mine, theirs: f"{mine['rows']} rows" if same("rows", [mine["rows"]], [theirs], 0) == 0 else "")
    alone("open a dataset and build a study's frame", "open", lambda s, r: f"{r['bars']} bars")


if __name__ == "__main__":
    BINARY = sys.argv[1]
    main()
