#!/usr/bin/env python3
"""What a replay of several legs must come to, worked out again in decimals.

Nothing here is taken from the engine but the words of docs/legs.md: one loop over bars, one bar after the other, 28
digits. It makes markets of its own and writes them down beside the ledgers of its strategies, which
Tests/ReplayTests/Legs/LegReferenceTests.swift replays and compares entry by entry.

    python3 Tests/Reference/legs.py                rewrites Tests/Reference/legs/*.csv
    python3 Tests/Reference/legs.py FOLDER         replays perp.csv, spot.csv, funding.csv there: prints the ledger
"""

import sys
from decimal import Decimal, ROUND_HALF_EVEN, getcontext
from pathlib import Path

getcontext().prec = 28
FOLDER = Path(__file__).parent / "legs"
BARS = 4000
HOUR = 3600
START = 1735689600  # 2025-01-01T00:00Z
D = Decimal
YEAR = D(365 * 86400)


# ---------------------------------------------------------------- the markets

class Chance:
    """A linear congruential generator: the same market everywhere."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % bound


def markets():
    """Bars of each as (open, high, low, close) or None, and settlements as (second, leg, rate, price)."""
    chance = Chance(20250715)
    legs = {"perp": [], "spot": [], "other": []}
    spot, basis, other = 500000, 0, 300000
    for row in range(BARS):
        start, lean = spot, basis
        spot += chance.below(6001) - 3000 + (0 if chance.below(400) else chance.below(60001) - 30000)
        spot = max(spot, 100000)
        basis = basis * 9 // 10 + chance.below(801) - 400
        before = other
        other = max(50000, other + (spot - start) // 3 + chance.below(2001) - 1000)
        for name, opened, close in (("perp", start + lean, spot + basis), ("spot", start, spot), ("other", before, other)):
            opened += chance.below(101) - 50
            high, low = max(opened, close) + chance.below(700), min(opened, close) - chance.below(700)
            gone = chance.below(60) == 0 and 0 < row < BARS - 5
            legs[name].append(None if gone else tuple(D(x) / 10 for x in (opened, high, low, close)))
    settlements = []
    for row in range(1, BARS):
        second = START + row * HOUR
        for name, hours in (("perp", 8), ("other", 4)):
            if row % hours == 0:
                rate = D(chance.below(81) - 30) / 100000
                settlements.append((second, name, rate, next(b for b in reversed(legs[name][:row]) if b)[3]))
    # The perpetual again, but that one bar in twelve opens up to 15 % away from where it closed.
    chance = Chance(20251201)
    legs["leap"] = [bar and leapt(bar, chance.below(12) == 0, chance.below(31) - 15) for bar in legs["perp"]]
    return legs, settlements


def leapt(bar, leaps, percent):
    opened, high, low, close = bar
    opened = (opened * (100 + percent) / 100).quantize(D("0.1")) if leaps else opened
    return opened, max(high, opened), min(low, opened), close


# ---------------------------------------------------------------- the purse

def micro(amount):
    return amount.quantize(D("0.000001"), rounding=ROUND_HALF_EVEN)


class Purse:
    """Equity less the value of everything held, what is held of each leg, and every entry that changed any of it."""

    def __init__(self, legs, equity):
        self.legs, self.cash, self.entries = legs, equity, []
        self.quantity = {name: D(0) for name in legs}
        self.value = {name: D(0) for name in legs}
        self.paid = {name: 0 for name in legs}
        self.margin = {name: D(0) for name in legs}  # a leg's own, with what it has paid and received since

    def worth(self, prices):
        return self.cash + sum(micro(self.quantity[n] * prices[n]) for n in self.legs if self.quantity[n])

    def held(self):
        return [n for n in self.legs if self.quantity[n]]

    def write(self, second, leg, kind, amount, quantity, price):
        self.entries.append((second, leg, kind, amount, quantity, price))
        self.cash += amount

    def settle(self, second, leg, rate, price):
        if self.quantity[leg]:
            amount = -micro(self.quantity[leg] * price * rate)
            self.write(second, leg, "funding", amount, self.quantity[leg], price)
            if self.isolated(leg):
                self.margin[leg] += amount

    def isolated(self, leg):
        """Whether it is held on a margin of its own; coins that are bought outright are on none."""
        return bool(self.quantity[leg]) and self.legs[leg].get("isolated", False) and (
            self.legs[leg]["kind"] != "spot" or self.quantity[leg] < 0)

    def behind(self, leg, price):
        """What stands behind an isolated leg."""
        return self.margin[leg] + micro(self.quantity[leg] * price) - self.value[leg]

    def interest(self, second, leg, price):
        rate = self.legs[leg].get("borrow")
        if self.legs[leg]["kind"] != "spot" or self.quantity[leg] >= 0 or rate is None:
            return
        amount = -micro(abs(self.quantity[leg]) * price * rate * D(second - self.paid[leg]) / YEAR)
        self.paid[leg] = second
        if amount:
            self.write(second, leg, "financing", amount, self.quantity[leg], price)
            if self.isolated(leg):
                self.margin[leg] += amount

    def trade(self, second, leg, target, reference, liquidation=None):
        held, costs = self.quantity[leg], self.legs[leg]
        if held * target < 0:
            self.trade(second, leg, D(0), reference)
            return self.trade(second, leg, target, reference)
        change = target - held
        if not change:
            return
        self.interest(second, leg, reference)
        if held:
            self.write(second, leg, "price", micro(held * reference) - self.value[leg], held, reference)
            self.cash += self.value[leg]
        price = reference
        if liquidation is None:
            slip = reference * costs["slippage"]
            price = reference + slip if change > 0 else reference - slip
            fee, lost = -micro(abs(change) * price * costs["taker"]), -micro(abs(change) * slip)
            if fee:
                self.write(second, leg, "fee", fee, change, price)
            if lost:
                self.write(second, leg, "slippage", lost, change, reference)
        elif liquidation != 0:
            self.write(second, leg, "liquidation", liquidation, change, reference)
        self.quantity[leg], self.value[leg] = target, micro(target * reference)
        self.cash -= self.value[leg]
        self.paid[leg] = second
        # A margin is a part of what was paid, and loses at once what the market was moved by.
        self.margin[leg] = D(0)
        if self.isolated(leg):
            posted = micro(abs(target * price) / self.legs[leg]["leverage"])
            self.margin[leg] = posted - micro(target * (price - reference))


# ---------------------------------------------------------------- the replay

def replay(bars, settlements, strategy, start=START, width=HOUR):
    legs = strategy["legs"]
    names = list(legs)
    count = len(bars[names[0]])
    purse = Purse(legs, D(strategy.get("equity", 10000)))
    due = [s for s in settlements if s[1] in legs]
    last_bar = {n: max(r for r in range(count) if bars[n][r]) for n in names}
    marks = {n: None for n in names}
    exits, entries = {}, {}
    weight = 0
    day = None

    def margined(name):
        return legs[name]["kind"] != "spot" or purse.quantity[name] < 0

    def targets(w, equity):
        if w == 0 or equity <= 0:
            return {n: D(0) for n in names}
        dear = max(marks.values())
        price = {n: dear if strategy["hedge"] == "coins" else marks[n] for n in names}
        found = {n: w * legs[n]["ratio"] * equity / price[n] for n in names}
        need = sum(abs(found[n]) * marks[n] * (1 if legs[n]["kind"] == "spot" and found[n] > 0
                   else 1 / legs[n]["leverage"] if "leverage" in legs[n] else 0) for n in names)
        if need > equity * (1 + D("1e-9")):
            found = {n: q * equity / need for n, q in found.items()}
        return found

    def shared():
        """Legs behind which the purse stands."""
        return [n for n in purse.held() if not purse.isolated(n)]

    def common():
        """The purse without the margins that are legs' own."""
        return purse.cash - sum(purse.margin[n] - purse.value[n] for n in names if purse.isolated(n))

    def left(prices):
        """What the purse has less maintenance of what is on margin."""
        return common() + sum(
            (purse.quantity[n] - (legs[n]["maintenance"] * abs(purse.quantity[n]) if margined(n) else 0)) * prices[n]
            for n in shared())

    def crossing(name, bar):
        """The price at which what stands behind an isolated leg is its maintenance, if the bar gets there."""
        quantity = purse.quantity[name]
        own = purse.margin[name] - purse.value[name]
        price = -own / (quantity - legs[name]["maintenance"] * abs(quantity))
        if quantity > 0:
            return min(price, bar[0]) if bar[2] <= price else None
        return max(price, bar[0]) if bar[1] >= price else None

    def take(second, alone, prices):
        """Legs that stand by themselves, each at its price; and at `prices`, where there are any, those of the purse."""
        together = shared()
        # Interest up to now is owed before anything else is.
        for name, price in [*alone.items(), *((n, prices[n]) for n in together if prices)]:
            purse.interest(second, name, price)
        for name, price in alone.items():
            fee = -micro(abs(purse.quantity[name]) * price * legs[name]["liquidation_fee"])
            rest = purse.behind(name, price) + fee
            purse.trade(second, name, D(0), price, liquidation=fee - min(rest, D(0)))
        if prices:
            taken = [n for n in together if margined(n)]
            fees = {n: -micro(abs(purse.quantity[n]) * prices[n] * legs[n]["liquidation_fee"]) for n in taken}
            cash = common() + sum(micro(purse.quantity[n] * prices[n]) + fees[n] for n in taken)
            rest = common() + sum(micro(purse.quantity[n] * prices[n]) for n in together) + sum(fees.values())
            if cash < 0:
                # What was bought is owed for, and goes as well.
                taken = together
            if rest < 0:
                fees[taken[-1]] = fees.get(taken[-1], D(0)) - rest
            for name in taken:
                purse.trade(second, name, D(0), prices[name], liquidation=fees.get(name, D(0)))

    def at(here, index):
        return {n: here[n][index] if here[n] else marks[n] for n in names}

    for row in range(count):
        second = start + row * width
        if second // 86400 != day:
            if day is not None:
                for name in names:
                    if purse.quantity[name]:
                        purse.interest(second, name, marks[name])
            day = second // 86400
        while due and due[0][0] < second:
            due.pop(0)
        while due and due[0][0] == second:
            purse.settle(*due.pop(0))
        here = {n: bars[n][row] for n in names}

        # Before orders fill, what the opens leave nothing behind is the venue's. What was to go then goes all the same.
        ordered = [n for n in names if here[n] and (exits.get(n, purse.quantity[n]) if exits else
                                                    entries.get(n, purse.quantity[n])) != purse.quantity[n]]
        waits = False
        if ordered:
            first = at(here, 0)
            gone = {n: first[n] for n in names if purse.isolated(n) and here[n] and purse.behind(n, first[n]) <= 0}
            falls = any(margined(n) for n in shared()) and any(here[n] for n in shared()) and (
                common() + sum(micro(purse.quantity[n] * first[n]) for n in shared()) <= 0)
            if gone or falls:
                take(second, gone, first if falls else None)
                waits = not exits
                entries, exits, weight = {}, {n: D(0) for n in purse.held()}, 0

        # Orders fill at the opens; the other side waits until every leg is out.
        for name in names:
            if here[name] and name in exits and not waits:
                purse.trade(second, name, D(0), here[name][0])
                del exits[name]
        if not exits:
            for name in names:
                if here[name] and name in entries:
                    purse.trade(second, name, entries.pop(name), here[name][0])

        # What is on margin is held against every leg at its low, and at its high; what has a margin of its own by itself.
        prices, falls = None, False
        if any(margined(n) for n in shared()) and any(here[n] for n in shared()):
            first, low, high = at(here, 0), at(here, 2), at(here, 1)
            worst = low if left(low) < left(high) else high
            if left(first) <= 0:
                prices, falls = first, True
            elif left(worst) <= 0:
                way = left(first) / (left(first) - left(worst))
                prices, falls = {n: first[n] + way * (worst[n] - first[n]) for n in names}, True
        alone = {n: crossing(n, here[n]) for n in names if purse.isolated(n) and here[n]}
        alone = {n: price for n, price in alone.items() if price is not None}
        if falls or alone:
            take(second, alone, prices if falls else None)
            entries, exits, weight = {}, {n: D(0) for n in purse.held()}, 0

        for name in names:
            if here[name]:
                marks[name] = here[name][3]
        if exits or entries or not all(here.values()):
            continue

        # The close decides.
        equity = purse.worth(marks)
        wanted = strategy["wants"](marks, weight)
        ordered = None
        if wanted != weight:
            ordered = wanted
        elif weight and "drift" in strategy and equity > 0:
            goal = targets(weight * strategy["size"], equity)
            if any(abs(goal[n] - purse.quantity[n]) * marks[n] > strategy["drift"] * equity for n in names):
                ordered = weight
        if ordered is None or any(last_bar[n] <= row for n in names):
            continue
        goal = targets(ordered * strategy["size"], equity)
        if ordered * weight < 0 or ordered == 0:
            exits = {n: D(0) for n in purse.held()}
            entries = goal if ordered else {}
        else:
            entries = goal
        weight = ordered

    end = start + count * width
    for name in names:
        if purse.quantity[name]:
            purse.interest(end, name, marks[name])
    for name in purse.held():
        purse.write(end, name, "price", micro(purse.quantity[name] * marks[name]) - purse.value[name],
                    purse.quantity[name], marks[name])
    return purse.entries


# ---------------------------------------------------------------- the strategies

def band(a, b, enter, leave, centre="0"):
    """Short the first of two while it is dear against the second, long while it is cheap."""
    enter, leave, centre = D(enter), D(leave), D(centre)

    def wants(marks, weight):
        basis = marks[a] / marks[b] - 1 - centre
        long, short = basis < -enter and not basis > -leave, basis > enter and not basis < leave
        if weight == 0:
            return 1 if long else -1 if short else 0
        if weight > 0:
            return -1 if short else 0 if basis > -leave else 1
        return 1 if long else 0 if basis < leave else -1
    return wants


PERP = {"kind": "perpetual", "taker": D("0.0005"), "slippage": D("0.0001"), "maintenance": D("0.005"),
        "liquidation_fee": D("0.005"), "ratio": D(1)}
SPOT = {**PERP, "kind": "spot", "taker": D("0.001"), "ratio": D(-1), "borrow": D("0.08")}

STRATEGIES = {
    "carry": {
        "legs": {"perp": PERP, "spot": SPOT}, "hedge": "coins", "size": D(1),
        "wants": band("perp", "spot", "0.0012", "0.0002"),
    },
    "drifting": {
        "legs": {"perp": {**PERP, "leverage": D(5)}, "spot": SPOT}, "hedge": "value", "size": D("0.8"),
        "drift": D("0.05"), "wants": band("perp", "spot", "0.002", "-0.002"),
    },
    "pair": {
        "legs": {"perp": {**PERP, "maintenance": D("0.02")}, "other": {**PERP, "ratio": D("-0.5")}},
        "hedge": "value", "size": D(24),
        "wants": band("perp", "other", "0.03", "0", "0.5"),
    },
    "lopsided": {
        "legs": {"spot": {**SPOT, "ratio": D("0.05")}, "perp": {**PERP, "ratio": D(-12), "maintenance": D("0.03")}}, "hedge": "value", "size": D("0.9"),
        "wants": band("perp", "spot", "0.0022", "-0.0018"),
    },
    "isolated": {
        "legs": {"perp": {**PERP, "leverage": D(25), "isolated": True}, "spot": SPOT}, "hedge": "coins", "size": D("0.85"),
        "drift": D("0.3"), "wants": band("perp", "spot", "0.0022", "-0.0022"),
    },
    "leaping": {
        "legs": {"leap": {**PERP, "leverage": D(15), "isolated": True}, "other": {**PERP, "ratio": D("-0.5")}},
        "hedge": "value", "size": D("0.5"), "drift": D("0.005"), "wants": band("leap", "other", "0.005", "0", "0.5"),
    },
    "gapped": {
        "legs": {"other": {**PERP, "ratio": D("0.9")}, "spot": {**SPOT, "ratio": D("0.1")},
                 "leap": {**PERP, "ratio": D(-1)}},
        "hedge": "value", "size": D(9), "drift": D("0.05"), "wants": band("other", "leap", "0.01", "0.005", "-0.333"),
    },
    "three": {
        "legs": {"spot": {**SPOT, "ratio": D(1)}, "perp": {**PERP, "ratio": D("-0.6")},
                 "other": {**PERP, "ratio": D("-0.4")}},
        "hedge": "value", "size": D("0.9"), "drift": D("0.2"), "wants": band("spot", "perp", "0.001", "-0.0005"),
    },
}


def text(entry):
    second, leg, kind, amount, quantity, price = entry
    return f"{second} {leg} {kind} {amount} {quantity:.12f} {price:.9f}"


def write():
    FOLDER.mkdir(exist_ok=True)
    bars, settlements = markets()
    for name, rows in bars.items():
        (FOLDER / f"market-{name}.csv").write_text(
            "\n".join("-" if bar is None else " ".join(str(x) for x in bar) for bar in rows) + "\n")
    (FOLDER / "funding.csv").write_text("\n".join(f"{s} {n} {r} {p}" for s, n, r, p in settlements) + "\n")
    for name, strategy in STRATEGIES.items():
        entries = replay(bars, settlements, strategy)
        (FOLDER / f"{name}.csv").write_text("\n".join(text(e) for e in entries) + "\n")
        kinds = {k: sum(1 for e in entries if e[2] == k) for k in dict.fromkeys(e[2] for e in entries)}
        print(name, len(entries), sum(e[3] for e in entries), kinds)


def real(folder, hours=1):
    """A folder with perp.csv and spot.csv (`second open high low close`) and funding.csv (`second rate mark`)."""
    rows = {}
    for name in ("perp", "spot"):
        lines = [line.split() for line in (Path(folder) / f"{name}.csv").read_text().splitlines()]
        rows[name] = {int(x[0]): tuple(D(v) for v in x[1:5]) for x in lines}
    width = int(hours * HOUR)
    first = min(min(r) for r in rows.values())
    count = (max(max(r) for r in rows.values()) - first) // width + 1
    bars = {n: [r.get(first + i * width) for i in range(count)] for n, r in rows.items()}
    due = [(int(a), "perp", D(b), D(c)) for a, b, c in
           (line.split() for line in (Path(folder) / "funding.csv").read_text().splitlines())]
    for entry in replay(bars, due, STRATEGIES["carry"], start=first, width=width):
        print(text(entry))


if __name__ == "__main__":
    real(sys.argv[1]) if len(sys.argv) > 1 else write()
