#!/usr/bin/env python3
"""What a replay must come to, worked out again in decimals.

Nothing here is taken from the engine but the words of docs/accounting.md: one loop over bars, one bar after the other,
28 digits. It makes a market of its own and writes it down beside the ledgers of its strategies, which
Tests/ReplayTests/Engine/ReferenceTests.swift replays and compares entry by entry.

    python3 Tests/Reference/replay.py        rewrites Tests/Reference/replay/*.csv
    python3 Tests/Reference/replay.py DATA   rewrites Tests/Reference/replay-2025/*.csv: six strategies on
                                             a year of BTCUSDT at five minutes, as Binance published it
                                             (DATA holds binance/um_klines_5m and the like)
"""

import csv
import io
import sys
import zipfile
from decimal import Decimal, ROUND_HALF_EVEN, getcontext
from pathlib import Path

getcontext().prec = 28
FOLDER = Path(__file__).parent / "replay"
BARS = 6000
MINUTES = 5
START = 1735689600  # 2025-01-01T00:00Z
NOBODY = Decimal("NaN")
D = Decimal


# ---------------------------------------------------------------- the market

class Chance:
    """A linear congruential generator: the same market everywhere."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % bound


def market():
    """Bars in tenths, as (open, high, low, close) or None, and settlements as (second, rate, price)."""
    chance = Chance(20250101)
    bars, price, drift = [], 500000, 0
    for row in range(BARS):
        if row % 150 == 0:
            drift = chance.below(161) - 80
        start = price + chance.below(101) - 50
        price = start + drift + chance.below(2001) - 1000 + (0 if chance.below(200) else chance.below(24001) - 12000)
        high = max(start, price) + chance.below(500)
        low = min(start, price) - chance.below(500)
        gone = chance.below(90) == 0
        bars.append(None if gone else tuple(D(x) / 10 for x in (start, high, low, price)))
    settlements = []
    for row in range(BARS):
        second = START + row * MINUTES * 60
        if second % 28800 == 0 and row > 0:
            rate = D(chance.below(61) - 20) / 100000
            settlements.append((second, rate, next(b for b in reversed(bars[:row]) if b)[3]))
    return bars, settlements


# ---------------------------------------------------------------- the account

def micro(amount):
    return amount.quantize(D("0.000001"), rounding=ROUND_HALF_EVEN)


class Account:
    """Equity less the value of the position, the position, and every entry that changed either."""

    def __init__(self, costs, equity=D(10000)):
        self.cash, self.quantity, self.held_from, self.held_value = equity, D(0), D(0), D(0)
        self.costs, self.entries = costs, []

    def unit(self, price):
        """What one unit of position is worth: of a linear contract the price."""
        return price

    def price(self, unit):
        return unit

    def equity(self, price):
        return self.cash + micro(self.quantity * self.unit(price))

    def write(self, second, kind, amount, quantity, price):
        self.entries.append((second, kind, amount, quantity, price))

    def settle(self, second, rate, price):
        if self.quantity:
            amount = -micro(self.quantity * abs(self.unit(price)) * rate)
            self.cash += amount
            self.write(second, "funding", amount, self.quantity, price)

    def trade(self, second, target, reference, is_maker=False, liquidation=False, limit=None):
        """Holds `target`, and returns the price that was paid, which is no worse than `limit`."""
        change = target - self.quantity
        equity = self.equity(reference)
        worth = self.unit(reference)
        slip = D(0) if is_maker or liquidation else abs(worth) * self.costs["slippage"]
        if limit is not None:
            slip = min(slip, abs(self.unit(limit) - worth))
        paid_unit = worth + slip if change > 0 else worth - slip
        price = self.price(paid_unit)
        if self.quantity:
            self.write(second, "price", micro(self.quantity * worth) - self.held_value, self.quantity, reference)
        paid = D(0)
        if liquidation:
            fee = -micro(abs(change) * abs(paid_unit) * self.costs["liquidation_fee"])
            if equity + fee < 0:
                fee = -equity
            if fee:
                self.write(second, "liquidation", fee, change, price)
            paid = fee
        else:
            rate = self.costs["maker"] if is_maker else self.costs["taker"]
            fee, slippage = -micro(abs(change) * abs(paid_unit) * rate), -micro(abs(change) * slip)
            if fee:
                self.write(second, "fee", fee, change, price)
            if slippage:
                self.write(second, "slippage", slippage, change, reference)
            paid = fee + slippage
        self.quantity, self.held_value = target, micro(target * worth)
        self.cash = equity + paid - self.held_value
        return price

    def liquidation_price(self):
        return -self.cash / (self.quantity - self.costs["maintenance"] * abs(self.quantity))


class CoinAccount(Account):
    """The same of an inverse contract: N of quote currency are N / P coins, counted at the price of the first bar."""

    def __init__(self, costs, first, equity=D(10000)):
        super().__init__(costs, equity)
        self.first = first

    def unit(self, price):
        return -self.first / price

    def price(self, unit):
        return -self.first / unit

    def liquidation_price(self):
        """Where cash and -q first/P are maintenance times |q| first/P; nowhere for a short with coin enough."""
        worth = self.cash / (self.quantity + self.costs["maintenance"] * abs(self.quantity))
        return self.first / worth if worth > 0 else D("Infinity")


# ---------------------------------------------------------------- the replay

def replay(bars, settlements, strategy):
    if strategy.get("is_inverse"):
        account = CoinAccount(strategy["costs"], next(bar for bar in bars if bar)[0])
    else:
        account = Account(strategy["costs"])
    due = list(settlements)
    order = None        # decided, not yet filled: side, quantity, levels
    entry = None        # what was ordered with the position
    resting = None      # a limit to enter by
    leaving = None      # a limit to leave by
    last = None

    def signal(name, row):
        return strategy[name](bars, row)

    def leave(second, price, is_maker=False, liquidation=False, limit=None):
        nonlocal entry, leaving
        account.trade(second, D(0), price, is_maker, liquidation, limit)
        entry = leaving = None

    def levels(side, fill, order):
        stop, take, trail = order.get("stop"), order.get("take"), order.get("trail")
        return {
            "side": side, "fill": fill, "best": fill, "trail": trail, "bars": 0,
            "stop": None if stop is None else fill - side * (stop(fill)),
            "take": None if take is None else fill + side * (take(fill)),
            "until": None,
        }

    def guard():
        """The nearer of stop and trailing stop."""
        found = [entry["stop"]] if entry["stop"] is not None else []
        if entry["trail"] is not None:
            found.append(entry["best"] * (1 - entry["side"] * entry["trail"]))
        return max(found) if entry["side"] > 0 and found else min(found) if found else None

    def beyond(price, level, side):
        """Whether `price` is at `level` or worse for a position of `side`."""
        return level is not None and (price <= level if side > 0 else price >= level)

    for row, bar in enumerate(bars):
        second = START + row * MINUTES * 60
        while due and due[0][0] == second:
            account.settle(*due.pop(0))
        if bar is None:
            if entry:
                entry["bars"] += 1
            if resting and row >= resting["expires"]:
                resting = None
            if leaving and row >= leaving["expires"]:
                leaving = None
            continue
        opened, high, low, close = bar
        inside = False

        # Orders fill at the open, unless it leaves nothing: then the venue comes first.
        is_due = order or (entry and entry["until"] is not None and row >= entry["until"])
        if is_due and account.quantity and account.equity(opened) <= 0:
            leave(second, opened, liquidation=True)
            order = None
        elif order:
            side, quantity = order["side"], order["quantity"]
            if account.quantity * side < 0:
                leave(second, opened)
            if side == 0:
                leave(second, opened)
            else:
                fill = account.trade(second, side * quantity, opened) if quantity else None
                entry = levels(side, fill, order) if quantity else None
                if entry and order.get("hold"):
                    entry["until"] = row + order["hold"]
            order = None
        elif entry and entry["until"] is not None and row >= entry["until"]:
            leave(second, opened)
        elif resting:
            side, price = resting["side"], resting["price"]
            is_first = not resting["met"]
            resting["met"] = True
            through = (lambda x: x < price) if side > 0 else (lambda x: x > price)
            fill = None
            if through(opened):
                fill = account.trade(second, side * resting["quantity"], opened, is_maker=not is_first, limit=price)
            elif through(low if side > 0 else high):
                fill, inside = account.trade(second, side * resting["quantity"], price, is_maker=True), True
            if fill is not None:
                entry = levels(side, fill, resting)
                if resting.get("hold"):
                    entry["until"] = row + resting["hold"]
                resting = None
            elif row >= resting["expires"]:
                resting = None

        # The bar runs, against the position first.
        if entry:
            side = entry["side"]
            worst, finest = (low, high) if side > 0 else (high, low)
            gone, level = account.liquidation_price(), guard()
            limit = leaving["price"] if leaving else None
            better = (lambda a, b: a > b) if side > 0 else (lambda a, b: a < b)
            if not inside and beyond(opened, gone, side):
                leave(second, opened, liquidation=True)
            elif not inside and beyond(opened, level, side):
                leave(second, opened)
            elif limit is not None and better(opened, limit):
                leave(second, opened, is_maker=leaving["met"], limit=limit)
            elif not inside and entry["take"] is not None and beyond(opened, entry["take"], -side):
                leave(second, opened)
            elif beyond(worst, level, side) and not better(gone, level):
                leave(second, level)
            elif beyond(worst, gone, side):
                leave(second, gone, liquidation=True)
            elif entry["take"] is not None and beyond(close if inside else finest, entry["take"], -side) and not (
                limit is not None and better(finest, limit) and not better(limit, entry["take"])
            ):
                leave(second, entry["take"])
            elif limit is not None and better(finest, limit):
                leave(second, limit, is_maker=True)
            else:
                reached = close if inside else finest
                if better(reached, entry["best"]):
                    entry["best"] = reached
                entry["bars"] += 1
                if leaving:
                    leaving["met"] = True
                    if row >= leaving["expires"]:
                        leaving = None

        # The close decides.
        equity, last = account.equity(close), row
        if order or leaving:
            continue
        held = entry["side"] if entry else resting["side"] if resting else 0
        wanted = [s for s, name in ((1, "long"), (-1, "short"))
                  if name in strategy and signal(name, row) and not signal(name + "_exit", row)]
        wanted = wanted[0] if len(wanted) == 1 else 0
        exits = held and signal("long_exit" if held > 0 else "short_exit", row)
        if held == 0 and wanted or held and wanted == -held:
            close_now, orders = close, strategy["orders"](bars, row)
            limit = orders.get("limit")
            expected = limit if limit is not None else close_now
            quantity = strategy["size"](
                equity, abs(account.unit(close_now)), orders["stop"](expected) if orders.get("stop") else None)
            made = {"side": wanted, "quantity": quantity, **orders}
            if limit is None:
                order, resting = made, None
            else:
                resting = {**made, "price": limit, "met": False, "expires": row + orders["life"]}
        elif exits and resting:
            resting = None
        elif exits:
            if strategy.get("leave_by"):
                price, life = strategy["leave_by"](entry["fill"], entry["side"])
                leaving = {"price": price, "met": False, "expires": row + life}
            else:
                order = {"side": 0, "quantity": D(0)}

    if account.quantity:
        price = bars[last][3]
        end = START + len(bars) * MINUTES * 60
        value = micro(account.quantity * account.unit(price))
        account.write(end, "price", value - account.held_value, account.quantity, price)
    return account.entries


# ---------------------------------------------------------------- the strategies

def change(bars, row, count):
    """close / close `count` bars before - 1, or NaN."""
    if row < count or bars[row] is None or bars[row - count] is None:
        return NOBODY
    return bars[row][3] / bars[row - count][3] - 1


def above(count, level):
    return lambda bars, row: not change(bars, row, count).is_nan() and change(bars, row, count) > D(level)


def below(count, level):
    return lambda bars, row: not change(bars, row, count).is_nan() and change(bars, row, count) < D(level)


COSTS = {"taker": D("0.0005"), "maker": D("0.0002"), "slippage": D("0.0001"), "maintenance": D("0.005"),
         "liquidation_fee": D("0.005")}


def share(weight):
    return lambda equity, close, stop: D(weight) * equity / close


STRATEGIES = {
    "market": {
        "long": above(12, "0.006"), "long_exit": below(12, "0"), "short": below(12, "-0.006"),
        "short_exit": above(12, "0"), "orders": lambda bars, row: {}, "size": share(1), "costs": COSTS,
    },
    "limit": {
        "long": below(12, "-0.005"), "long_exit": above(12, "0.003"),
        "orders": lambda bars, row: {"limit": bars[row][3] * D("0.997"), "life": 6}, "size": share(1),
        "costs": {**COSTS, "maker": D("-0.00005")},
    },
    "stop-take": {
        "long": above(24, "0.008"), "long_exit": below(24, "-0.02"), "short": below(24, "-0.008"),
        "short_exit": above(24, "0.02"),
        "orders": lambda bars, row: {"stop": lambda p: p * D("0.01"), "take": lambda p: p * D("0.015")},
        "size": share(2), "costs": COSTS,
    },
    "trail": {
        "short": above(12, "0.007"), "short_exit": below(12, "-0.03"),
        "orders": lambda bars, row: {"trail": D("0.008"), "hold": 96}, "size": share(1), "costs": COSTS,
    },
    "leverage": {
        "long": above(48, "0.01"), "long_exit": below(48, "-0.2"),
        "orders": lambda bars, row: {"stop": lambda p: p * D("0.25"), "hold": 400}, "size": share(12),
        "costs": {**COSTS, "maintenance": D("0.02"), "liquidation_fee": D("0.001")},
    },
    "risk": {
        "long": below(12, "-0.006"), "long_exit": above(12, "0.002"),
        "orders": lambda bars, row: {
            "limit": bars[row][3] * D("0.999"), "life": 3, "stop": lambda p, d=bars[row][3] * D("0.012"): d},
        "size": lambda equity, close, stop: min(D("0.01") * equity / stop, 3 * equity / close),
        "leave_by": lambda fill, side: (fill * D("1.004"), 4), "costs": COSTS,
    },
}


# ---------------------------------------------------------------- a year of BTCUSDT

YEAR = {
    "market": {
        "long": above(288, "0.03"), "long_exit": below(288, "0"), "short": below(288, "-0.03"),
        "short_exit": above(288, "0"), "orders": lambda bars, row: {}, "size": share(1), "costs": COSTS,
    },
    "limit": {
        "long": below(288, "-0.02"), "long_exit": above(288, "0.01"),
        "orders": lambda bars, row: {"limit": bars[row][3] * D("0.997"), "life": 12}, "size": share(1),
        "costs": {**COSTS, "maker": D("-0.00005")},
    },
    "stop-take": {
        "long": above(288, "0.035"), "long_exit": below(288, "-0.01"), "short": below(288, "-0.035"),
        "short_exit": above(288, "0.01"),
        "orders": lambda bars, row: {"stop": lambda p: p * D("0.015"), "take": lambda p: p * D("0.025")},
        "size": share(2), "costs": COSTS,
    },
    "trail": {
        "short": above(288, "0.035"), "short_exit": below(288, "-0.03"),
        "orders": lambda bars, row: {"trail": D("0.012"), "hold": 288}, "size": share(1), "costs": COSTS,
    },
    "leverage": {
        "long": above(288, "0.02"), "long_exit": below(288, "-0.2"),
        "orders": lambda bars, row: {"stop": lambda p: p * D("0.25"), "hold": 2016}, "size": share(10),
        "costs": {**COSTS, "maintenance": D("0.02"), "liquidation_fee": D("0.001")},
    },
    "inverse": {
        "long": above(288, "0.035"), "long_exit": below(288, "-0.01"), "short": below(288, "-0.035"),
        "short_exit": above(288, "0.01"),
        "orders": lambda bars, row: {"stop": lambda p: p * D("0.02"), "take": lambda p: p * D("0.04")},
        "size": share(1), "costs": COSTS, "is_inverse": True,
    },
}


def rows(folder, year):
    """Rows of published files of a year, zipped or not, without their headings."""
    for file in sorted(folder.glob(f"*-{year}-*")):
        if file.suffix == ".zip":
            archive = zipfile.ZipFile(file)
            text = archive.read(archive.namelist()[0]).decode()
        else:
            text = file.read_text()
        for row in csv.reader(io.StringIO(text)):
            if row and row[0].isdigit():
                yield row


def year_of_bitcoin(data, year=2025):
    """Bars of five minutes, and settlements at the last close of an hour of the mark price known at each."""
    binance = Path(data) / "binance"
    opens = {int(r[0]) // 1000: tuple(D(x) for x in r[1:5]) for r in rows(binance / "um_klines_5m/BTCUSDT", year)}
    end = max(opens) + MINUTES * 60
    bars = [opens.get(second) for second in range(START, end, MINUTES * 60)]
    marks = {int(r[0]) // 1000 + 3600: D(r[4]) for r in rows(binance / "um_mark_price_klines_1h/BTCUSDT", year)}
    due = []
    for row in rows(binance / "um_funding_rate/BTCUSDT", year):
        second = int(row[0]) // 1000 // 3600 * 3600
        if second > START and second in marks:
            due.append((second, D(row[2]), marks[second]))
    return bars, due


def write(folder, name, entries, with_prices=True):
    folder.mkdir(exist_ok=True)
    lines = [
        f"{s} {kind} {amount} {quantity:.12f}" + (f" {price:.10f}\n" if with_prices else "\n")
        for s, kind, amount, quantity, price in entries]
    (folder / f"{name}.csv").write_text("".join(lines))
    kinds = {k: sum(1 for e in entries if e[1] == k) for k in sorted({e[1] for e in entries})}
    print(name, len(entries), kinds, "net", sum(e[2] for e in entries))


def main():
    if len(sys.argv) > 1:
        bars, settlements = year_of_bitcoin(sys.argv[1])
        for name, strategy in YEAR.items():
            # The market is not written down: whoever compares has it.
            write(FOLDER.parent / "replay-2025", name, replay(bars, settlements, strategy), with_prices=False)
        return
    bars, settlements = market()
    FOLDER.mkdir(exist_ok=True)
    lines = ["-" if bar is None else " ".join(str(x) for x in bar) for bar in bars]
    (FOLDER / "candles.csv").write_text("\n".join(lines) + "\n")
    (FOLDER / "funding.csv").write_text("".join(f"{s} {r} {p}\n" for s, r, p in settlements))
    for name, strategy in STRATEGIES.items():
        write(FOLDER, name, replay(bars, settlements, strategy))


if __name__ == "__main__":
    main()
