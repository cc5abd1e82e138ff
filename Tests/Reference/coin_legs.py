#!/usr/bin/env python3
"""What a replay must come to of legs that are settled in another currency than the account's, worked out again in decimals.

Nothing here is taken from the engine but the words of docs/legs.md: one loop over bars, 28 digits. The markets of legs.py,
a coin-margined perpetual that is quoted in another dollar than they are, and others beside it. It writes those markets and
the ledgers of its strategies, which Tests/ReplayTests/Legs/CoinLegReferenceTests.swift replays and compares entry by entry.

    python3 Tests/Reference/coin_legs.py           rewrites Tests/Reference/coin-legs/*.csv
"""

from decimal import Decimal
from pathlib import Path

from legs import BARS, Chance, HOUR, PERP, SPOT, START, band, markets, micro, text

D = Decimal
FOLDER = Path(__file__).parent / "coin-legs"


def coin_market(spot):
    """Bars of the coin in another dollar, which is worth 0.97 to 1.03 of the one that spot is quoted in; and settlements."""
    chance = Chance(20251130)
    rows, due, dollar, before = [], [], 10000, None
    last = None
    for row in range(BARS):
        close = spot[row][3] if spot[row] else last
        last = close
        dollar = min(10300, max(9700, dollar + chance.below(41) - 20))
        now = int(close * 100000 / dollar) + chance.below(401) - 200
        opened = (before if before is not None else now) + chance.below(101) - 50
        high, low = max(opened, now) + chance.below(700), min(opened, now) - chance.below(700)
        before = now
        gone = chance.below(60) == 0 and 0 < row < BARS - 5
        rows.append(None if gone else tuple(D(x) / 10 for x in (opened, high, low, now)))
        if row and row % 8 == 0:
            price = next(b for b in reversed(rows[:row]) if b)[3]
            due.append((START + row * HOUR, "coin", D(chance.below(81) - 30) / 100000, price))
    return rows, due


class Account:
    """One purse. Each leg has a `kind`, and one that is settled in another currency a `source`: whose price that is.

    `inverse` is a debt of dollars against coins; `foreign`, on margin, one of what units cost against them; `bought` are
    coins that are paid for in the currency, bought for that.
    """

    def __init__(self, legs, equity, sources):
        self.legs, self.cash, self.entries, self.sources = legs, D(equity), [], sources
        self.quantity = {n: D(0) for n in legs}
        self.coins = {n: D(0) for n in legs}
        self.value = {n: D(0) for n in legs}

    def kind(self, name):
        return self.legs[name]["kind"]

    def is_coin(self, name):
        return self.kind(name) == "inverse"

    def owes(self, name):
        return self.kind(name) in ("inverse", "foreign")

    def held(self):
        return [n for n in self.legs if self.quantity[n]]

    def margined(self, name):
        return self.kind(name) not in ("spot", "bought") or self.quantity[name] < 0

    def rate(self, name, prices):
        """What the currency of a leg costs; 1 of the account's."""
        return prices[self.sources[name]] if name in self.sources else D(1)

    def unit(self, name, prices):
        """What a unit that is traded is worth in the purse."""
        rate = self.rate(name, prices)
        return rate / prices[name] if self.is_coin(name) else prices[name] * rate

    def exposure(self, name, prices):
        """What a coin of it costs."""
        return self.rate(name, prices) if self.is_coin(name) else self.unit(name, prices)

    def base(self, name):
        return self.coins[name] if self.is_coin(name) else self.quantity[name]

    def gained(self, name, prices):
        """Exactly, in the purse's currency."""
        if self.is_coin(name):
            return (self.coins[name] - self.quantity[name] / prices[name]) * self.rate(name, prices)
        return (self.quantity[name] * prices[name] + self.coins[name]) * self.rate(name, prices)

    def worth_of(self, name, prices):
        return micro(self.gained(name, prices))

    def worth(self, prices):
        """Values of legs that owe nothing are in the cash at which they are held."""
        return self.cash + sum(self.worth_of(n, prices) for n in self.held())

    def left(self, prices):
        total = self.cash
        for n in self.held():
            rate = self.legs[n]["maintenance"] if self.margined(n) else 0
            total += self.gained(n, prices) - abs(self.quantity[n]) * self.unit(n, prices) * rate
        return total

    def order(self, name, base, marks):
        """What is held for so many coins: face values are entered at the close that decides."""
        had = self.coins[name]
        if not self.is_coin(name):
            return base
        if had * base <= 0:
            return base * marks[name]
        if abs(base) > abs(had):
            return self.quantity[name] + (base - had) * marks[name]
        return self.quantity[name] * base / had

    def between(self, way, begin, end):
        """Prices on the straight way of what currencies cost and of what units are worth."""
        prices = {n: None if begin[n] is None else begin[n] + way * (end[n] - begin[n]) for n in begin}
        straight = dict(prices)
        for n in self.held():
            if n in self.sources and self.sources[n] != n:
                first, last = self.unit(n, begin), self.unit(n, end)
                unit, rate = first + way * (last - first), self.rate(n, straight)
                prices[n] = rate / unit if self.is_coin(n) else unit / rate
        return prices

    def write(self, second, leg, kind, amount, quantity, price):
        self.entries.append((second, leg, kind, amount, quantity, price))
        self.cash += amount

    def settle(self, second, leg, rate, price, prices):
        if self.quantity[leg]:
            # One that prices its own coin settles at what the settlement says of it.
            known = {**prices, leg: price}
            amount = -micro(self.quantity[leg] * self.unit(leg, known) * rate)
            self.write(second, leg, "funding", amount, self.quantity[leg], price)

    def trade(self, second, leg, target, prices, liquidation=None):
        held, costs, reference = self.quantity[leg], self.legs[leg], prices[leg]
        if held * target < 0:
            self.trade(second, leg, D(0), prices)
            return self.trade(second, leg, target, prices)
        change = target - held
        if not change:
            return
        if self.owes(leg):
            before = self.worth_of(leg, prices)
            if abs(target) > abs(held):
                self.coins[leg] += change / reference if self.is_coin(leg) else -change * reference
            else:
                self.coins[leg] *= target / held
            self.quantity[leg] = target
            if abs(target) < abs(held):
                self.write(second, leg, "price", before - self.worth_of(leg, prices), -change, reference)
        else:
            if held:
                self.write(second, leg, "price", self.worth_of(leg, prices) - self.value[leg], held, reference)
                self.cash += self.value[leg]
            self.quantity[leg] = target
            self.value[leg] = self.worth_of(leg, prices)
            self.cash -= self.value[leg]
        unit = self.unit(leg, prices)
        if liquidation is None:
            slip = unit * costs["slippage"]
            gives = (change > 0) != self.is_coin(leg)
            paid = unit + slip if gives else unit - slip
            rate = self.rate(leg, prices)
            price = rate / paid if self.is_coin(leg) else paid / rate
            fee, lost = -micro(abs(change) * paid * costs["taker"]), -micro(abs(change) * slip)
            if fee:
                self.write(second, leg, "fee", fee, change, price)
            if lost:
                self.write(second, leg, "slippage", lost, change, reference)
        elif liquidation != 0:
            self.write(second, leg, "liquidation", liquidation, change, reference)


def replay(bars, settlements, strategy, start=START, width=HOUR):
    legs = strategy["legs"]
    names = list(legs)
    count = len(bars[names[0]])
    sources = strategy.get("sources", {"coin": "spot"})
    purse = Account(legs, 10000, sources)
    due = [s for s in settlements if s[1] in legs]
    needed = [n for n in names if legs[n]["ratio"] or n in sources.values()]
    last_bar = {n: max(r for r in range(count) if bars[n][r]) for n in names}
    marks = {n: None for n in names}
    exits, entries, weight = {}, {}, 0

    def targets(w, equity):
        """Coins of each leg, or units."""
        if w == 0 or equity <= 0:
            return {n: D(0) for n in names}
        cost = {n: purse.exposure(n, marks) for n in names}
        dear = max(cost[n] for n in names if legs[n]["ratio"])
        price = {n: dear if strategy["hedge"] == "coins" else cost[n] for n in names}
        found = {n: w * legs[n]["ratio"] * equity / price[n] for n in names}
        need = sum(abs(found[n]) * cost[n] * (1 if legs[n]["kind"] in ("spot", "bought") and found[n] > 0
                   else 1 / legs[n]["leverage"] if "leverage" in legs[n] else 0) for n in names)
        if need > equity * (1 + D("1e-9")):
            found = {n: q * equity / need for n, q in found.items()}
        return found

    def ordered(found):
        """The same with face values in place of coins: what is added is entered at the close."""
        return {n: purse.order(n, found[n], marks) for n in names}

    def at(here, index):
        return {n: here[n][index] if here[n] else marks[n] for n in names}

    def take(second, prices):
        """All that are on margin, at prices that leave their maintenance; coins that were bought go where they are owed for."""
        margined = [n for n in purse.held() if purse.margined(n)]
        fees = {n: -micro(abs(purse.quantity[n]) * purse.unit(n, prices) * legs[n]["liquidation_fee"]) for n in margined}
        everything = purse.worth(prices) + sum(fees.values())
        without = purse.cash + sum(purse.worth_of(n, prices) + fees[n] for n in margined)
        taken = purse.held() if without < 0 else margined
        if everything < 0:
            fees[taken[-1]] = fees.get(taken[-1], D(0)) - everything
        for n in taken:
            purse.trade(second, n, D(0), prices, liquidation=fees.get(n, D(0)))

    for row in range(count):
        second = start + row * width
        here = {n: bars[n][row] for n in names}
        opens = at(here, 0)
        while due and due[0][0] < second:
            due.pop(0)
        while due and due[0][0] == second:
            purse.settle(*due.pop(0), opens)

        # Before orders fill, what the opens leave nothing behind is the venue's.
        wanted = exits if exits else entries
        waits = False
        if any(here[n] and n in wanted and wanted[n] != purse.quantity[n] for n in names):
            if any(purse.margined(n) for n in purse.held()) and any(here[n] for n in purse.held()) and (
                    purse.worth(opens) <= 0):
                take(second, opens)
                waits = not exits
                entries, exits, weight = {}, {n: D(0) for n in purse.held()}, 0
        for n in names:
            if here[n] and n in exits and not waits:
                purse.trade(second, n, D(0), opens)
                del exits[n]
        if not exits:
            for n in names:
                if here[n] and n in entries:
                    purse.trade(second, n, entries.pop(n), opens)

        # Against every price at its low, and at its high. Coins and dollars go straight; the contract's price with them.
        held = purse.held()
        if any(purse.margined(n) for n in held) and any(here[n] for n in held):
            low, high = at(here, 2), at(here, 1)
            worst = low if purse.left(low) < purse.left(high) else high
            prices = None
            if purse.left(opens) <= 0:
                prices = opens
            elif purse.left(worst) <= 0:
                way = purse.left(opens) / (purse.left(opens) - purse.left(worst))
                prices = purse.between(way, opens, worst)
            if prices:
                take(second, prices)
                entries, exits, weight = {}, {n: D(0) for n in purse.held()}, 0

        for n in names:
            if here[n]:
                marks[n] = here[n][3]
        if exits or entries or not all(here[n] for n in needed):
            continue

        # The close decides.
        equity = purse.worth(marks)
        choice = strategy["wants"](marks, weight)
        order = None
        if choice != weight:
            order = choice
        elif weight and "drift" in strategy and equity > 0:
            goal = targets(weight * strategy["size"], equity)
            if any(abs(goal[n] - purse.base(n)) * purse.exposure(n, marks) > strategy["drift"] * equity for n in names):
                order = weight
        if order is None or any(last_bar[n] <= row for n in needed):
            continue
        goal = ordered(targets(order * strategy["size"], equity))
        opens_more = any(goal[n] * purse.quantity[n] < 0 or abs(goal[n]) > abs(purse.quantity[n]) for n in names)
        rates = sum(abs(goal[n]) * purse.unit(n, marks) * legs[n]["maintenance"] for n in names
                    if legs[n]["kind"] not in ("spot", "bought") or goal[n] < 0)
        if opens_more and rates >= equity:
            continue
        if order * weight < 0 or order == 0:
            exits = {n: D(0) for n in purse.held()}
            entries = {n: q for n, q in goal.items() if legs[n]["ratio"]} if order else {}
        else:
            entries = {n: q for n, q in goal.items() if legs[n]["ratio"]}
        weight = order

    end = start + count * width
    for n in purse.held():
        amount = purse.worth_of(n, marks) - (0 if purse.owes(n) else purse.value[n])
        purse.write(end, n, "price", amount, purse.quantity[n], marks[n])
    return purse.entries


COIN = {**PERP, "kind": "inverse", "ratio": D(-1)}

STRATEGIES = {
    "carry": {
        "legs": {"spot": {**SPOT, "ratio": D(1)}, "coin": COIN}, "hedge": "coins", "size": D("0.98"),
        "wants": band("spot", "coin", "0.01", "0.002"), "sides": {-1: 0},
    },
    "drifting": {
        "legs": {"spot": {**SPOT, "ratio": D(1)}, "coin": {**COIN, "leverage": D(10)}}, "hedge": "value",
        "size": D("0.8"), "drift": D("0.05"), "wants": band("spot", "coin", "0.012", "-0.01"), "sides": {-1: 0},
    },
    "levered": {
        "legs": {"perp": {**PERP, "maintenance": D("0.02")}, "coin": {**COIN, "maintenance": D("0.01")},
                 "spot": {**SPOT, "ratio": D(0)}},
        "hedge": "coins", "size": D(27), "drift": D(3), "wants": band("perp", "coin", "0.012", "0.002"),
    },
    "naked": {
        "legs": {"spot": {**SPOT, "ratio": D("0.1")}, "coin": {**COIN, "ratio": D(-20), "maintenance": D("0.03")}},
        "hedge": "value", "size": D("0.9"), "drift": D(5), "wants": band("spot", "coin", "0.008", "0.002"),
        "sides": {-1: 0},
    },
    # The contract in coin stands first: the account is in what the next is quoted in.
    "first": {
        "legs": {"coin": COIN, "spot": {**SPOT, "ratio": D(1)}}, "hedge": "coins", "size": D("0.9"),
        "drift": D("0.05"), "wants": band("spot", "coin", "0.01", "0.002"), "sides": {-1: 0},
    },
    # All are settled in coins, in an account of what they are quoted in: the perpetual's own price is the coin's.
    "dollars": {
        "legs": {"coin": {**COIN, "ratio": D(1), "maintenance": D("0.02")}, "later": {**COIN, "maintenance": D("0.01")}},
        "sources": {"coin": "coin", "later": "coin"}, "hedge": "coins", "size": D(29), "drift": D(2),
        "wants": band("coin", "later", "0.014", "0.005"),
    },
    # Settled in another dollar, whose price is no leg.
    "abroad": {
        "legs": {"perp": {**PERP, "ratio": D(1), "maintenance": D("0.02")},
                 "abroad": {**PERP, "kind": "foreign", "ratio": D(-1), "maintenance": D("0.01")},
                 "USDC": {**SPOT, "ratio": D(0)}},
        "sources": {"abroad": "USDC"}, "hedge": "coins", "size": D(28), "drift": D(3),
        "wants": band("perp", "abroad", "0.025", "0.01"),
    },
    # A pair that is paid for in coins, whose price is a leg's, and on margin in them.
    "paid": {
        "legs": {"perp": {**PERP, "ratio": D("-0.6")}, "pair": {**SPOT, "kind": "bought", "ratio": D("0.7")},
                 "future": {**PERP, "kind": "foreign", "ratio": D("-0.5")}},
        "sources": {"pair": "perp", "future": "perp"}, "hedge": "value", "size": D("1.2"), "drift": D("0.1"),
        "wants": band("pair", "future", "0.01", "-0.005"), "sides": {-1: 0},
    },
}


def foreign_markets(bars):
    """A dollar beside the purse's, a perpetual in it, a later future in coin's dollars, and a pair and a future in coins."""
    chance = Chance(20261201)
    made, dollar, lean, pair, ahead = {n: [] for n in ("USDC", "abroad", "later", "pair", "future")}, 10000, 0, 60000, 0
    due, before = [], {}
    last = {"spot": None, "coin": None}
    for row in range(BARS):
        for n in last:
            last[n] = bars[n][row][3] if bars[n][row] else last[n]
        dollar = min(10300, max(9700, dollar + chance.below(41) - 20))
        lean = lean * 19 // 20 + chance.below(801) - 400
        pair = max(10000, pair + chance.below(1201) - 600)
        ahead = ahead * 9 // 10 + chance.below(601) - 300
        now = {"USDC": dollar, "abroad": int(last["spot"] * 100000 / dollar) + chance.below(401) - 200,
               "later": int(last["coin"] * 10) + lean * 5, "pair": pair, "future": pair + ahead}
        for n, close in now.items():
            width = {"USDC": 5, "pair": 90, "future": 90}.get(n, 600)
            opened = before.get(n, close) + chance.below(width // 5 + 1) - width // 10
            high, low = max(opened, close) + chance.below(width), min(opened, close) - chance.below(width)
            before[n] = close
            gone = chance.below(70) == 0 and 0 < row < BARS - 5
            scale = {"USDC": 10000, "pair": 10**6, "future": 10**6}.get(n, 10)
            made[n].append(None if gone else tuple(D(x) / scale for x in (opened, high, low, close)))
        for n, hours in (("abroad", 8), ("future", 4)):
            if row and row % hours == 0:
                price = next(b for b in reversed(made[n][:row]) if b)[3]
                due.append((START + row * HOUR, n, D(chance.below(81) - 30) / 100000, price))
    return made, due


def sided(strategy):
    """Only the sides that are wanted: coins are not sold short."""
    wants, sides = strategy["wants"], strategy.get("sides", {})
    return {**strategy, "wants": lambda marks, weight: sides.get(wants(marks, weight), wants(marks, weight))}


def write():
    FOLDER.mkdir(exist_ok=True)
    bars, settlements = markets()
    bars["coin"], more = coin_market(bars["spot"])
    others, due = foreign_markets(bars)
    bars |= others
    more = sorted(more + due, key=lambda s: s[0])
    for made in ("coin", *others):
        (FOLDER / f"market-{made}.csv").write_text(
            "\n".join("-" if bar is None else " ".join(str(x) for x in bar) for bar in bars[made]) + "\n")
    (FOLDER / "funding.csv").write_text("\n".join(f"{s} {n} {r} {p}" for s, n, r, p in more) + "\n")
    both = sorted(settlements + more, key=lambda s: s[0])
    for name, strategy in STRATEGIES.items():
        entries = replay(bars, both, sided(strategy))
        (FOLDER / f"{name}.csv").write_text("\n".join(text(e) for e in entries) + "\n")
        kinds = {k: sum(1 for e in entries if e[2] == k) for k in dict.fromkeys(e[2] for e in entries)}
        print(name, len(entries), sum(e[3] for e in entries), kinds)


if __name__ == "__main__":
    write()
