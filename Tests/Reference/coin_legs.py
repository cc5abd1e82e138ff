#!/usr/bin/env python3
"""What a replay must come to of legs of which one is settled in its coin, worked out again in decimals.

Nothing here is taken from the engine but the words of docs/legs.md: one loop over bars, 28 digits. The markets of legs.py,
and a coin-margined perpetual beside them that is quoted in another dollar than they are. It writes that market and the
ledgers of its strategies, which Tests/ReplayTests/Legs/CoinLegReferenceTests.swift replays and compares entry by entry.

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
    """One purse, in what spot is quoted in. Of a leg with a `face` that is a debt of dollars against coins."""

    def __init__(self, legs, equity, source):
        self.legs, self.cash, self.entries, self.source = legs, D(equity), [], source
        self.quantity = {n: D(0) for n in legs}
        self.coins = {n: D(0) for n in legs}
        self.value = {n: D(0) for n in legs}

    def is_coin(self, name):
        return self.legs[name]["kind"] == "inverse"

    def held(self):
        return [n for n in self.legs if self.quantity[n]]

    def margined(self, name):
        return self.legs[name]["kind"] != "spot" or self.quantity[name] < 0

    def dollar(self, name, prices):
        """What a unit that is traded is worth in the purse."""
        return prices[self.source] / prices[name] if self.is_coin(name) else prices[name]

    def exposure(self, name, prices):
        """What a coin of it costs."""
        return prices[self.source] if self.is_coin(name) else prices[name]

    def base(self, name):
        return self.coins[name] if self.is_coin(name) else self.quantity[name]

    def worth_of(self, name, prices):
        if self.is_coin(name):
            return micro((self.coins[name] - self.quantity[name] / prices[name]) * prices[self.source])
        return micro(self.quantity[name] * prices[name])

    def worth(self, prices):
        """Values of linear legs are in the cash at which they are held; of a leg in coins none is."""
        return self.cash + sum(self.worth_of(n, prices) for n in self.held())

    def left(self, prices):
        total = self.cash
        for n in self.held():
            rate = self.legs[n]["maintenance"] if self.margined(n) else 0
            unit = abs(self.quantity[n]) * self.dollar(n, prices) * rate
            if self.is_coin(n):
                total += (self.coins[n] - self.quantity[n] / prices[n]) * prices[self.source] - unit
            else:
                total += self.quantity[n] * prices[n] - unit
        return total

    def write(self, second, leg, kind, amount, quantity, price):
        self.entries.append((second, leg, kind, amount, quantity, price))
        self.cash += amount

    def settle(self, second, leg, rate, price, prices):
        if self.quantity[leg]:
            unit = prices[self.source] / price if self.is_coin(leg) else price
            self.write(second, leg, "funding", -micro(self.quantity[leg] * unit * rate), self.quantity[leg], price)

    def trade(self, second, leg, target, prices, liquidation=None):
        held, costs, reference = self.quantity[leg], self.legs[leg], prices[leg]
        if held * target < 0:
            self.trade(second, leg, D(0), prices)
            return self.trade(second, leg, target, prices)
        change = target - held
        if not change:
            return
        if self.is_coin(leg):
            before = self.worth_of(leg, prices)
            if abs(target) > abs(held):
                self.coins[leg] += change / reference
            else:
                self.coins[leg] *= target / held
            self.quantity[leg] = target
            if abs(target) < abs(held):
                self.write(second, leg, "price", before - self.worth_of(leg, prices), -change, reference)
        else:
            if held:
                self.write(second, leg, "price", micro(held * reference) - self.value[leg], held, reference)
                self.cash += self.value[leg]
            self.quantity[leg], self.value[leg] = target, micro(target * reference)
            self.cash -= self.value[leg]
        unit = self.dollar(leg, prices)
        if liquidation is None:
            slip = unit * costs["slippage"]
            gives = (change > 0) != self.is_coin(leg)
            paid = unit + slip if gives else unit - slip
            price = prices[self.source] / paid if self.is_coin(leg) else paid
            fee, lost = -micro(abs(change) * paid * costs["taker"]), -micro(abs(change) * slip)
            if fee:
                self.write(second, leg, "fee", fee, change, price)
            if lost:
                self.write(second, leg, "slippage", lost, change, reference)
        elif liquidation != 0:
            self.write(second, leg, "liquidation", liquidation, change, reference)


def replay(bars, settlements, strategy, source="spot", start=START, width=HOUR):
    legs = strategy["legs"]
    names = list(legs)
    count = len(bars[names[0]])
    purse = Account(legs, 10000, source)
    due = [s for s in settlements if s[1] in legs]
    needed = [n for n in names if legs[n]["ratio"] or n == source]
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
        need = sum(abs(found[n]) * cost[n] * (1 if legs[n]["kind"] == "spot" and found[n] > 0
                   else 1 / legs[n]["leverage"] if "leverage" in legs[n] else 0) for n in names)
        if need > equity * (1 + D("1e-9")):
            found = {n: q * equity / need for n, q in found.items()}
        return found

    def ordered(found):
        """The same with face values in place of coins: what is added is entered at the close."""
        orders = dict(found)
        for n in names:
            if purse.is_coin(n):
                had, wanted = purse.coins[n], found[n]
                if had * wanted <= 0:
                    orders[n] = wanted * marks[n]
                elif abs(wanted) > abs(had):
                    orders[n] = purse.quantity[n] + (wanted - had) * marks[n]
                else:
                    orders[n] = purse.quantity[n] * wanted / had
        return orders

    def at(here, index):
        return {n: here[n][index] if here[n] else marks[n] for n in names}

    def take(second, prices):
        """All that are on margin, at prices that leave their maintenance; coins that were bought go where they are owed for."""
        margined = [n for n in purse.held() if purse.margined(n)]
        fees = {n: -micro(abs(purse.quantity[n]) * purse.dollar(n, prices) * legs[n]["liquidation_fee"]) for n in margined}
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
                prices = {n: opens[n] + way * (worst[n] - opens[n]) for n in names if not purse.is_coin(n)}
                for n in names:
                    if purse.is_coin(n):
                        first, last = purse.dollar(n, opens), purse.dollar(n, worst)
                        prices[n] = prices[source] / (first + way * (last - first))
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
        rates = sum(abs(goal[n]) * purse.dollar(n, marks) * legs[n]["maintenance"] for n in names
                    if legs[n]["kind"] != "spot" or goal[n] < 0)
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
        amount = purse.worth_of(n, marks) - (0 if purse.is_coin(n) else purse.value[n])
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
}


def sided(strategy):
    """Only the sides that are wanted: coins are not sold short."""
    wants, sides = strategy["wants"], strategy.get("sides", {})
    return {**strategy, "wants": lambda marks, weight: sides.get(wants(marks, weight), wants(marks, weight))}


def write():
    FOLDER.mkdir(exist_ok=True)
    bars, settlements = markets()
    bars["coin"], more = coin_market(bars["spot"])
    (FOLDER / "market-coin.csv").write_text(
        "\n".join("-" if bar is None else " ".join(str(x) for x in bar) for bar in bars["coin"]) + "\n")
    (FOLDER / "funding.csv").write_text("\n".join(f"{s} {n} {r} {p}" for s, n, r, p in more) + "\n")
    both = sorted(settlements + more, key=lambda s: s[0])
    for name, strategy in STRATEGIES.items():
        entries = replay(bars, both, sided(strategy))
        (FOLDER / f"{name}.csv").write_text("\n".join(text(e) for e in entries) + "\n")
        kinds = {k: sum(1 for e in entries if e[2] == k) for k in dict.fromkeys(e[2] for e in entries)}
        print(name, len(entries), sum(e[3] for e in entries), kinds)


if __name__ == "__main__":
    write()
