#!/usr/bin/env python3
"""What a replay of a portfolio must come to, worked out again in decimals.

Nothing here is taken from the engine but the words of docs/portfolios.md: one loop over bars, one bar after the other, 28
digits. It makes a market of its own, with a coin that is listed late, one that is delisted and bars that are missing, and
writes it down beside the ledgers of its strategies, which Tests/ReplayTests/Portfolio/PortfolioReferenceTests.swift replays
and compares entry by entry.

    python3 Tests/Reference/portfolio.py           rewrites Tests/Reference/portfolio/*.csv
    python3 Tests/Reference/portfolio.py FOLDER    replays the coins there by 'carry': prints the ledger, then equity by day
"""

import sys
from decimal import Decimal, ROUND_HALF_EVEN, getcontext
from pathlib import Path

getcontext().prec = 28
FOLDER = Path(__file__).parent / "portfolio"
BARS = 1000
HOUR = 3600 * 1000
DAY = 24 * HOUR
START = 1735689600 * 1000  # 2025-01-01T00:00Z
D = Decimal


# ---------------------------------------------------------------- the market

class Chance:
    """A linear congruential generator: the same market everywhere."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % bound


COINS = {"ADAUSDT": 8, "BTCUSDT": 8, "DOTUSDT": 4, "ETHUSDT": 1, "SOLUSDT": 8}


def market():
    """Bars of each coin as (open, high, low, close) or None, and settlements as (instant, coin, rate, price)."""
    chance = Chance(20251130)
    bars = {}
    for name, start in zip(COINS, (40000, 900000, 60000, 300000, 150000)):
        price, rows = start, []
        for row in range(BARS):
            opened = price + chance.below(start // 400) - start // 800
            step = start // 60
            price = max(start // 8, price + chance.below(2 * step + 1) - step)
            if chance.below(300) == 0:
                price = max(start // 8, price + chance.below(start // 3) - start // 6)
            high, low = max(opened, price) + chance.below(start // 200), min(opened, price) - chance.below(start // 200)
            gone = chance.below(50) == 0
            unlisted = name == "SOLUSDT" and row < 200 or name == "DOTUSDT" and row >= 703
            rows.append(None if gone or unlisted else tuple(D(x) / 100 for x in (opened, high, low, price)))
        bars[name] = rows
    bars["DOTUSDT"][702] = (D(600), D(630), D(580), D(610))
    settlements = []
    for row in range(1, BARS):
        for name, hours in COINS.items():
            known = [b for b in bars[name][max(0, row - 200):row] if b]
            if row % hours == 0 and known and not (name == "DOTUSDT" and row > 703):
                late = 7 if chance.below(20) == 0 else 0
                rate = D(chance.below(80001) - 30000) / 10**8
                settlements.append((START + row * HOUR + late, name, rate, known[-1][3]))
    return bars, settlements


def known_rates(bars, settlements):
    """By coin and row the rate that was settled last when the bar closed."""
    found = {}
    for name, rows in bars.items():
        own = [s for s in settlements if s[1] == name]
        last, column = None, []
        for row in range(len(rows)):
            while own and own[0][0] <= START + (row + 1) * HOUR:
                last = own.pop(0)[2]
            column.append(last)
        found[name] = column
    return found


# ---------------------------------------------------------------- what is compared

def mean(values):
    return None if any(v is None for v in values) else sum(values) / len(values)


def trailing(column, row, window):
    return mean(column[row - window + 1:row + 1]) if row >= window - 1 else None


def past(closes, row, window):
    if row < window or closes[row] is None or closes[row - window] is None:
        return None
    return closes[row] / closes[row - window] - 1


def ranks(x):
    """0 lowest to 1 highest; equal ones share their place."""
    if len(x) == 1:
        return {n: D("0.5") for n in x}
    return {n: D(sum(1 for w in x.values() if w < v) + D(sum(1 for w in x.values() if w == v) - 1) / 2) / (len(x) - 1)
            for n, v in x.items()}


def demeaned(x):
    centre = sum(x.values()) / len(x) if x else 0
    return {n: v - centre for n, v in x.items()}


def shares(x):
    total = sum(abs(v) for v in x.values())
    return {n: v / total if total else D(0) for n, v in x.items()}


def first(x, count, lowest=False):
    order = sorted(x, key=lambda n: (x[n] if lowest else -x[n], n))
    return set(order[:count])


# ---------------------------------------------------------------- the purse

def micro(amount):
    return amount.quantize(D("0.000001"), rounding=ROUND_HALF_EVEN)


class Purse:
    def __init__(self, names, costs, equity):
        self.costs, self.cash, self.entries = costs, equity, []
        self.quantity = {name: D(0) for name in names}
        self.value = {name: D(0) for name in names}

    def worth(self, prices):
        return self.cash + sum(micro(q * prices[n]) for n, q in self.quantity.items() if q)

    def held(self):
        return [n for n in self.quantity if self.quantity[n]]

    def write(self, instant, name, kind, amount, quantity, price):
        self.entries.append((instant, name, kind, amount, quantity, price))
        self.cash += amount

    def settle(self, instant, name, rate, price):
        if self.quantity[name]:
            self.write(instant, name, "funding", -micro(self.quantity[name] * price * rate), self.quantity[name], price)

    def trade(self, instant, name, target, reference, free=False, liquidation=None):
        held = self.quantity[name]
        if held * target < 0:
            self.trade(instant, name, D(0), reference)
            return self.trade(instant, name, target, reference)
        change = target - held
        if not change:
            return
        if held:
            self.write(instant, name, "price", micro(held * reference) - self.value[name], held, reference)
            self.cash += self.value[name]
        if liquidation is not None:
            if liquidation:
                self.write(instant, name, "liquidation", liquidation, change, reference)
        elif not free:
            slip = reference * self.costs["slippage"]
            price = reference + slip if change > 0 else reference - slip
            fee, lost = -micro(abs(change) * price * self.costs["taker"]), -micro(abs(change) * slip)
            if fee:
                self.write(instant, name, "fee", fee, change, price)
            if lost:
                self.write(instant, name, "slippage", lost, change, reference)
        self.quantity[name], self.value[name] = target, micro(target * reference)
        self.cash -= self.value[name]

    def left(self, prices):
        return self.cash + sum((q - self.costs["maintenance"] * abs(q)) * prices[n]
                               for n, q in self.quantity.items() if q)

    def exposure(self, name):
        """Coins whose price is followed."""
        return self.quantity[name]

    def dollars(self, name, price):
        """What is held, in the purse's currency."""
        return abs(self.quantity[name]) * price

    def order(self, name, coins, price):
        """What is held for so many coins, decided at a price."""
        return coins

    def coins_of(self, name, quantity, price):
        """The other way round."""
        return quantity

    def end(self, instant, name, price):
        self.write(instant, name, "price", micro(self.quantity[name] * price) - self.value[name], self.quantity[name], price)


class CoinPurse(Purse):
    """The same of contracts that are settled in coins, in dollars: what is held of each is a face value N, worth its coins at
    the contract's own price less N. Nothing of it is in the cash; what is closed is booked."""

    def __init__(self, names, costs, equity):
        super().__init__(names, costs, equity)
        self.coins = {name: D(0) for name in names}

    def worth_of(self, name, price):
        return micro(self.coins[name] * price - self.quantity[name])

    def worth(self, prices):
        return self.cash + sum(self.worth_of(n, prices[n]) for n in self.held())

    def left(self, prices):
        return self.cash + sum(self.coins[n] * prices[n] - self.quantity[n] - self.costs["maintenance"] * abs(self.quantity[n])
                               for n in self.held())

    def exposure(self, name):
        return self.coins[name]

    def dollars(self, name, price):
        return abs(self.quantity[name])

    def order(self, name, coins, price):
        had = self.coins[name]
        if had * coins <= 0:
            return coins * price
        if abs(coins) > abs(had):
            return self.quantity[name] + (coins - had) * price
        return self.quantity[name] * coins / had

    def coins_of(self, name, quantity, price):
        had, held = self.coins[name], self.quantity[name]
        if held * quantity <= 0:
            return quantity / price
        if abs(quantity) > abs(held):
            return had + (quantity - held) / price
        return had * quantity / held

    def settle(self, instant, name, rate, price):
        if self.quantity[name]:
            self.write(instant, name, "funding", -micro(self.quantity[name] * rate), self.quantity[name], price)

    def trade(self, instant, name, target, reference, free=False, liquidation=None):
        held = self.quantity[name]
        if held * target < 0:
            self.trade(instant, name, D(0), reference)
            return self.trade(instant, name, target, reference)
        change = target - held
        if not change:
            return
        before = self.worth_of(name, reference)
        self.coins[name] = (self.coins[name] + change / reference if abs(target) > abs(held)
                            else self.coins[name] * target / held)
        self.quantity[name] = target
        if abs(target) < abs(held):
            self.write(instant, name, "price", before - self.worth_of(name, reference), -change, reference)
        if liquidation is not None:
            if liquidation:
                self.write(instant, name, "liquidation", liquidation, change, reference)
        elif not free:
            # Who buys coins with dollars gets fewer of them, and owes as many dollars.
            slip = self.costs["slippage"]
            paid = 1 - slip if change > 0 else 1 + slip
            fee, lost = -micro(abs(change) * paid * self.costs["taker"]), -micro(abs(change) * slip)
            if fee:
                self.write(instant, name, "fee", fee, change, reference / paid)
            if lost:
                self.write(instant, name, "slippage", lost, change, reference)

    def end(self, instant, name, price):
        self.write(instant, name, "price", self.worth_of(name, price), self.quantity[name], price)


# ---------------------------------------------------------------- the replay

def bounded(free, kept, strategy):
    """What is asked, scaled down to what the limits leave beside what is kept."""
    gross, other = sum(abs(w) for w in free.values()), sum(abs(w) for w in kept.values())
    most = strategy.get("gross", D(1))
    if gross and gross + other > most * (1 + D("1e-9")):
        # What rounding leaves of a limit that is taken is nothing.
        factor = (most - other) / gross if most - other > most * D("1e-12") else D(0)
        free = {n: w * factor for n, w in free.items()}
    if "net" in strategy:
        net = sum(free.values()) + sum(kept.values())
        excess = abs(net) - strategy["net"]
        side = sum(abs(w) for w in free.values() if w * net > 0)
        if excess > D("1e-9") and side:
            factor = max(D(0), side - excess) / side
            free = {n: w * factor if w * net > 0 else w for n, w in free.items()}
    return free


def replay(bars, settlements, strategy, weights, start=START, width=HOUR, begin=0):
    """`weights(row, here)` gives what is wanted of those in `here`, which printed the bar; None where it is not known, and
    nothing of those that do not belong. Bars before `begin` are only looked back at."""
    names = sorted(bars)
    count = len(bars[names[0]])
    costs = {"taker": D("0.0005"), "slippage": D("0.0002"), "maintenance": D("0.005"), "liquidation_fee": D("0.005"),
             **strategy.get("costs", {})}
    purse = strategy.get("purse", Purse)(names, costs, D(10000))
    due = sorted((s for s in settlements if s[0] >= start + begin * width), key=lambda s: (s[0], names.index(s[1])))
    ends = {n: max((r for r in range(count) if bars[n][r]), default=-1) + 1 for n in names}
    marks = {n: None for n in names}
    asked, pending, since = {n: D(0) for n in names}, {}, {}
    curve = []

    def take(instant, prices):
        """All that is held, at these prices; what the purse lacks then is the venue's."""
        held = purse.held()
        fees = {n: -micro(purse.dollars(n, prices[n]) * costs["liquidation_fee"]) for n in held}
        rest = purse.worth(prices) + sum(fees.values())
        if rest < 0:
            fees[held[-1]] -= rest
        for name in held:
            purse.trade(instant, name, D(0), prices[name], liquidation=fees[name])

    for row in range(count):
        instant = start + row * width
        here = {n: bars[n][row] for n in names}
        if row < begin:
            for name in names:
                marks[name] = here[name][3] if here[name] else marks[name]
            continue
        while due and due[0][0] == instant:
            purse.settle(*due.pop(0))
        # Before orders fill, a purse of which the opens leave nothing is the venue's.
        opened = {n: here[n][0] if here[n] else marks[n] for n in names}
        if any(here[n] and pending.get(n, purse.quantity[n]) != purse.quantity[n] for n in names) \
                and any(here[n] for n in purse.held()) and purse.worth(opened) <= 0:
            take(instant, opened)
            asked, pending = {n: D(0) for n in names}, {}
        for name in names:
            if here[name] and name in pending:
                before = purse.quantity[name]
                purse.trade(instant, name, pending.pop(name), here[name][0])
                if before * purse.quantity[name] <= 0:
                    since[name] = instant
        for name in names:
            if ends[name] <= row and (purse.quantity[name] or name in pending):
                purse.trade(instant, name, D(0), marks[name], free=True)
                pending.pop(name, None)
                asked[name] = D(0)
        while due and due[0][0] < instant + width:
            purse.settle(*due.pop(0))

        # All are held against the purse at their opens, every one at its low, and every one at its high.
        held = purse.held()
        if held and any(here[n] for n in held):
            low = {n: here[n][2] if here[n] else marks[n] for n in names}
            high = {n: here[n][1] if here[n] else marks[n] for n in names}
            worst = low if purse.left(low) < purse.left(high) else high
            prices = None
            if purse.left(opened) <= 0:
                prices = opened
            elif purse.left(worst) <= 0:
                way = purse.left(opened) / (purse.left(opened) - purse.left(worst))
                prices = {n: opened[n] + way * (worst[n] - opened[n]) if opened[n] is not None else None for n in names}
            if prices:
                take(instant, prices)
                asked, pending = {n: D(0) for n in names}, {}
        for name in names:
            marks[name] = here[name][3] if here[name] else marks[name]

        # The close decides.
        equity = purse.worth(marks)
        curve.append((instant + width, equity))
        every = strategy.get("every")
        if every and (instant + width) % every:
            continue
        wanted = weights(row, [n for n in names if here[n]])
        now = {n: purse.exposure(n) * marks[n] / max(equity, D("0.000001")) if purse.quantity[n] else D(0) for n in names}
        # What is kept takes what is held or, where that is more, what an order that waits for a bar will leave held.
        takes = dict(now)
        for name, goal in pending.items():
            waits = purse.coins_of(name, goal, marks[name]) * marks[name] / max(equity, D("0.000001"))
            if abs(waits) > abs(now[name]):
                takes[name] = waits
        free, kept = {}, {}
        for name in names:
            weight = wanted.get(name, D(0)) if equity > 0 else D(0)
            if weight is not None and abs(weight) < D("1e-12"):
                weight = D(0)
            if not here[name] or weight is None:
                kept[name] = takes[name]
            elif purse.quantity[name] and weight * purse.quantity[name] <= 0 \
                    and instant + width - since[name] < strategy.get("hold", 0):
                kept[name] = now[name]
            else:
                free[name] = weight
        while True:
            asks = free
            free = bounded(asks, kept, strategy)
            # What the limits leave nothing of is not left before its time either, and they are divided anew.
            left = [n for n in free if purse.quantity[n] and asks[n] and not free[n]
                    and instant + width - since[n] < strategy.get("hold", 0)]
            if not left:
                break
            free = {n: w for n, w in asks.items() if n not in left}
            kept.update({n: now[n] for n in left})
        orders, traded = {}, D(0)
        for name, weight in free.items():
            goal = weight * equity / marks[name] if weight else D(0)
            change = abs(goal - purse.exposure(name)) * marks[name] / max(equity, D("0.000001"))
            band = strategy.get("band", D(0))
            if every:
                far = change > band or not weight and purse.quantity[name]
            else:
                far = abs(weight - asked[name]) > band
            if far:
                orders[name], traded = purse.order(name, goal, marks[name]), traded + change
        share = D(1)
        if "turnover" in strategy and traded > strategy["turnover"] * (1 + D("1e-9")):
            share = strategy["turnover"] / traded
        for name, goal in orders.items():
            pending[name] = goal if share == 1 else purse.quantity[name] + (goal - purse.quantity[name]) * share
            asked[name] = free[name] if share == 1 else now[name] + (free[name] - now[name]) * share

    end = start + count * width
    for name in purse.held():
        purse.end(end, name, marks[name])
    return purse.entries, curve


# ---------------------------------------------------------------- the strategies

def carry(bars, rates, window):
    def weights(row, here):
        found = {n: trailing(rates[n], row, window) for n in here}
        known = {n: round(v * 10**12) for n, v in found.items() if v is not None}
        wanted = shares({n: -v for n, v in demeaned(ranks(known)).items()}) if known else {}
        return {n: wanted.get(n) for n in here}
    return weights


def momentum(bars):
    closes = {n: [b[3] if b else None for b in rows] for n, rows in bars.items()}

    def weights(row, here):
        found = {n: past(closes[n], row, 48) for n in here}
        known = {n: v for n, v in found.items() if v is not None}
        wanted = {n: 3 * v for n, v in demeaned(ranks(known)).items()} if known else {}
        return {n: wanted.get(n) for n in here}
    return weights


def laggard(bars):
    """Of the three dearest of the day, all of what rose least over six hours, and short half of it what rose most."""
    closes = {n: [b[3] if b else None for b in rows] for n, rows in bars.items()}

    def weights(row, here):
        price = {n: trailing(closes[n], row, 24) for n in here}
        members = first({n: v for n, v in price.items() if v is not None}, 3)
        move = {n: past(closes[n], row, 6) for n in here if n in members}
        known = {n: v for n, v in move.items() if v is not None}
        low, high = first(known, 1, lowest=True), first(known, 1)
        wanted = {n: D(n in low) - D(n in high) / 2 for n in known}
        return {n: wanted.get(n) for n in here if price[n] is None or n in members}
    return weights


def outright(bars):
    closes = {n: [b[3] if b else None for b in rows] for n, rows in bars.items()}

    def weights(row, here):
        move = {n: past(closes[n], row, 12) for n in here}
        return {n: None if v is None else D(6) if v > 0 else D(-6) for n, v in move.items()}
    return weights


STRATEGIES = {
    "carry": {"every": DAY, "net": D("0.05"), "band": D("0.01")},
    "momentum": {"every": 8 * HOUR, "gross": D(2), "net": D("0.1"), "band": D("0.01"), "hold": 20 * HOUR,
                 "turnover": D("0.7")},
    "laggard": {"gross": D("1.2"), "band": D("0.05")},
    "outright": {"every": 12 * HOUR, "gross": D(14), "costs": {"maintenance": D("0.03")}},
    # The same coins by contracts that are settled in them, in an account of what those are quoted in.
    "coins": {"every": 8 * HOUR, "gross": D(2), "net": D("0.1"), "band": D("0.01"), "hold": 20 * HOUR,
              "turnover": D("0.7"), "purse": CoinPurse},
    "coins-outright": {"every": 12 * HOUR, "gross": D(14), "costs": {"maintenance": D("0.03")}, "purse": CoinPurse},
}


def text(entry):
    instant, name, kind, amount, quantity, price = entry
    return f"{instant} {name} {kind} {amount} {quantity:.12f} {price:.9f}"


def write():
    FOLDER.mkdir(exist_ok=True)
    bars, settlements = market()
    rates = known_rates(bars, settlements)
    for name, rows in bars.items():
        lines = ["-" if bar is None else " ".join(str(x) for x in bar) for bar in rows]
        (FOLDER / f"market-{name}.csv").write_text("\n".join(lines) + "\n")
    (FOLDER / "funding.csv").write_text("\n".join(f"{s} {n} {r} {p}" for s, n, r, p in settlements) + "\n")
    wants = {"carry": carry(bars, rates, 48), "momentum": momentum(bars), "laggard": laggard(bars),
             "outright": outright(bars), "coins": momentum(bars), "coins-outright": outright(bars)}
    for name, strategy in STRATEGIES.items():
        entries, _ = replay(bars, settlements, strategy, wants[name])
        (FOLDER / f"{name}.csv").write_text("\n".join(text(e) for e in entries) + "\n")
        kinds = {k: sum(1 for e in entries if e[2] == k) for k in dict.fromkeys(e[2] for e in entries)}
        print(name, len(entries), sum(e[3] for e in entries), kinds)


def real(folder):
    """A folder with NAME.bars (`instant open high low close rate`, - for what is not known) of each coin, and funding.txt
    (`instant NAME rate price`); frame.txt says `first-instant width begin window`."""
    start, width, begin, window = (int(x) for x in (Path(folder) / "frame.txt").read_text().split())
    bars, rates = {}, {}
    for path in sorted(Path(folder).glob("*.bars")):
        rows = [[None if x == "-" else D(x) for x in line.split()] for line in path.read_text().splitlines()]
        bars[path.stem] = [None if r[1] is None else tuple(r[1:5]) for r in rows]
        rates[path.stem] = [r[5] for r in rows]
    due = [(int(a), n, D(b), D(c)) for a, n, b, c in
           (line.split() for line in (Path(folder) / "funding.txt").read_text().splitlines())]
    strategy = {"every": DAY, "net": D("0.05"), "band": D("0.005")}
    entries, curve = replay(bars, due, strategy, carry(bars, rates, window), start=start, width=width, begin=begin)
    for entry in entries:
        print(text(entry))
    for instant, equity in curve:
        if instant % DAY == 0:
            print(f"{instant} equity {equity}")


if __name__ == "__main__":
    real(sys.argv[1]) if len(sys.argv) > 1 else write()
