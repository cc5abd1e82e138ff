#!/usr/bin/env python3
"""What a perpetual against a leg that rolls through dated futures must come to, worked out again in decimals.

Nothing here is taken from the engine but the words of docs/legs.md: one loop over bars, one bar after the other, 28
digits. The purse is that of coin_legs.py. It makes a market of a perpetual and eight futures and writes it down beside the
ledgers of its strategies, which Tests/ReplayTests/Legs/RollReferenceTests.swift replays and compares entry by entry.

    python3 Tests/Reference/rolls.py               rewrites Tests/Reference/rolls/*.csv
"""

from pathlib import Path

from coin_legs import Account
from legs import D, HOUR, PERP, START, Chance, band, micro, text

FOLDER = Path(__file__).parent / "rolls"
BARS = 4000
DAY = 24
FUTURES = [f"f{number}" for number in range(1, 9)]
# Hours from the start: all expire at 08:00. The fourth is listed some hours after the third was to be left, the sixth only
# after the fifth has expired, and the eighth lasts beyond the end.
EXPIRES = dict(zip(FUTURES, (day * DAY + 8 for day in (11, 32, 53, 74, 95, 116, 137, 200))))
LISTED = dict(zip(FUTURES, (0, 0, 0, 50 * DAY + 20, 51 * DAY, 96 * DAY, 97 * DAY, 97 * DAY)))
THIN = {"f2": "f1", "f5": "f4", "f8": "f7"}


def expiry(future):
    return START + EXPIRES[future] * HOUR


# ---------------------------------------------------------------- the market

def market():
    """Bars by instrument, as (open, high, low, close) or None, and settlements of the perpetual."""
    chance = Chance(20251128)
    bars = {name: [] for name in ["perp", *FUTURES]}
    price, lean = 600000, {name: 0 for name in bars}
    for row in range(BARS):
        opening, leaning = price, dict(lean)
        price += chance.below(8001) - 4000 + (0 if chance.below(300) else chance.below(80001) - 40000)
        price = max(price, 200000)
        for name in bars:
            lean[name] = lean[name] * 19 // 20 + chance.below(1201) - 600
            # A future lies above or below by what is left of its time, and nowhere at its expiry.
            carry = 0 if name == "perp" else 4 * (EXPIRES[name] - row) * (1 if row // 900 % 2 else -1)
            opened, close = opening + leaning[name] + carry, price + lean[name] + carry
            high, low = max(opened, close) + chance.below(900), min(opened, close) - chance.below(900)
            gone = chance.below(40) == 0 and 0 < row < BARS - 5
            if name != "perp":
                gone = gone or not LISTED[name] <= row < EXPIRES[name]
                # Some are thin markets when they are to be taken.
                before = THIN.get(name)
                gone = gone or bool(before) and 0 < EXPIRES[before] - row <= 74 and chance.below(3) > 0
            bars[name].append(None if gone else tuple(D(x) / 10 for x in (opened, high, low, close)))
    settlements = []
    for row in range(8, BARS, 8):
        rate = D(chance.below(81) - 30) / 100000
        settlements.append((START + row * HOUR, rate, next(b for b in reversed(bars["perp"][:row]) if b)[3]))
    return bars, settlements


# ---------------------------------------------------------------- which future is meant

class Meaning:
    """The future that a leg means at each close: `place` 0 is the next to expire, 1 the one after it."""

    def __init__(self, bars, place, ahead):
        self.bars, self.place, self.ahead = bars, place, ahead
        self.first = {f: next(r for r, b in enumerate(bars[f]) if b) for f in FUTURES}
        self.now = None

    def listed(self, row, now):
        """Those that have traded by this close and are not to be left yet, in order of expiry."""
        return [f for f in FUTURES if self.first[f] <= row and expiry(f) - self.ahead > now]

    def see(self, row):
        now = START + (row + 1) * HOUR
        listed = self.listed(row, now)
        choice = listed[self.place] if len(listed) > self.place else None
        if self.now is None or expiry(self.now) <= now:
            self.now = choice
            return
        nearer = [f for f in listed if expiry(f) < expiry(self.now)]
        due = len(nearer) < self.place if self.place else self.now not in listed
        if due and choice and choice != self.now and self.bars[choice][row]:
            self.now = choice


# ---------------------------------------------------------------- the replay

def replay(bars, settlements, strategy):
    terms = {"perp": {**PERP, **strategy.get("perp", {})}}
    terms |= {f: {**PERP, "ratio": D(-1), **strategy.get("future", {})} for f in FUTURES}
    names = list(terms)
    # In coins all are, or none: the perpetual's own price is the coin's then.
    in_coins = terms["perp"]["kind"] == "inverse"
    purse = Account(terms, D(10000), {n: "perp" for n in names} if in_coins else {})
    meaning = Meaning(bars, strategy.get("place", 0), strategy.get("ahead", 0) * HOUR)
    last_bar = {n: max(r for r in range(BARS) if bars[n][r]) for n in names}
    due = list(settlements)
    marks = {n: None for n in names}
    exits, entries, roll = set(), {}, None
    weight = 0
    done = {"rolls": 0, "waited": 0, "expired": 0, "liquidated": 0, "drifted": 0, "dropped": 0}

    def targets(w, equity):
        found = {n: D(0) for n in names}
        if w == 0 or equity <= 0:
            return found
        chosen = ["perp", meaning.now]
        cost = {n: purse.exposure(n, marks) for n in chosen}
        dear = max(cost.values())
        for n in chosen:
            found[n] = w * terms[n]["ratio"] * equity / (dear if strategy["hedge"] == "coins" else cost[n])
        need = sum(abs(found[n]) * cost[n] / terms[n]["leverage"] for n in chosen if "leverage" in terms[n])
        if need > equity * (1 + D("1e-9")):
            found = {n: q * equity / need for n, q in found.items()}
        return found

    for row in range(BARS):
        second = START + row * HOUR
        while due and due[0][0] <= second:
            stamp, rate, price = due.pop(0)
            purse.settle(stamp, "perp", rate, price, marks)
        here = {n: bars[n][row] for n in names}
        opens = {n: here[n][0] if here[n] else marks[n] for n in names}

        # A future that has expired is settled at the last price known, without a fee; the other leg goes at this open.
        for n in FUTURES:
            if purse.quantity[n] and expiry(n) <= second:
                purse.trade(second, n, D(0), marks, liquidation=D(0))
                done["expired"] += 1
                exits, entries, roll, weight = set(purse.held()), {}, None, 0

        # A roll is two fills at one open; of other orders each leg fills at its own.
        if roll:
            old, new, target = roll
            if here[old] and here[new]:
                purse.trade(second, old, D(0), opens)
                purse.trade(second, new, target, opens)
                roll = None
                done["rolls"] += 1
            else:
                done["waited"] += 1
        for n in names:
            if here[n] and n in exits:
                purse.trade(second, n, D(0), opens)
                exits.discard(n)
        if not exits:
            for n in names:
                if here[n] and n in entries:
                    purse.trade(second, n, entries.pop(n), opens)

        # The purse stands behind all, at the opens, with every leg at its low and with every leg at its high.
        held = purse.held()
        if any(here[n] for n in held):
            first, high, low = ({n: here[n][i] if here[n] else marks[n] for n in names} for i in (0, 1, 2))
            worst = low if purse.left(low) < purse.left(high) else high
            prices = None
            if purse.left(first) <= 0:
                prices = first
            elif purse.left(worst) <= 0:
                way = purse.left(first) / (purse.left(first) - purse.left(worst))
                prices = purse.between(way, first, worst)
            if len(held) == 1 and prices and not in_coins:
                # One leg alone meets its maintenance at one price.
                n, = held
                quantity = purse.quantity[n]
                price = -purse.cash / (quantity - terms[n]["maintenance"] * abs(quantity))
                prices = {**first, n: min(price, first[n]) if quantity > 0 else max(price, first[n])}
            if prices:
                fees = {n: -micro(abs(purse.quantity[n]) * purse.unit(n, prices) * terms[n]["liquidation_fee"])
                        for n in held}
                rest = purse.worth(prices) + sum(fees.values())
                if rest < 0:
                    fees[held[-1]] -= rest
                for n in held:
                    purse.trade(second, n, D(0), prices, liquidation=fees[n])
                exits, entries, roll, weight = set(), {}, None, 0
                done["liquidated"] += 1

        for n in names:
            if here[n]:
                marks[n] = here[n][3]
        meaning.see(row)
        if exits or entries or roll:
            continue

        # The close decides, where every leg has a bar.
        seen = here["perp"] and meaning.now and here[meaning.now]
        equity = purse.worth(marks)
        ordered, drifts = None, False
        if seen:
            wanted = strategy["wants"]({**marks, "future": marks[meaning.now], "hour": row % DAY}, weight)
            ordered = wanted if wanted != weight else None
        # Who still holds the one before waits for a close of both; meanwhile all may be left, and nothing else is decided.
        # Here who wants the other side wants to leave as well.
        old = next((n for n in FUTURES if purse.quantity[n] and n != meaning.now), None)
        if old and not (meaning.now and here[old] and here[meaning.now]):
            if ordered is None or ordered * weight > 0:
                continue
            ordered = 0
        if ordered is None and old and meaning.now and expiry(old) > second + HOUR and last_bar[old] > row:
            # For as many coins, of which a face value is entered at this close.
            target = purse.order(meaning.now, purse.base(meaning.now) + purse.base(old), marks)
            roll = (old, meaning.now, target)
            continue
        if ordered is None and seen and weight and "drift" in strategy and equity > 0:
            goal = targets(weight * strategy["size"], equity)
            if any(abs(goal[n] - purse.base(n)) * purse.exposure(n, marks) > strategy["drift"] * equity
                   for n in names if marks[n] is not None):
                ordered, drifts = weight, True
        if ordered is None:
            continue
        goal = targets(ordered * strategy["size"], equity)
        goal = {n: purse.order(n, q, marks) if q or purse.quantity[n] else q for n, q in goal.items()}
        if any(last_bar[n] <= row for n in names if goal[n] or purse.quantity[n]):
            done["dropped"] += 1
            continue
        done["drifted"] += drifts
        wants = {n: q for n, q in goal.items() if q or purse.quantity[n]}
        if ordered * weight < 0 or ordered == 0:
            exits, entries = set(purse.held()), wants if ordered else {}
        else:
            entries = wants
        weight = ordered

    end = START + BARS * HOUR
    for n in purse.held():
        amount = purse.worth_of(n, marks) - (0 if purse.owes(n) else purse.value[n])
        purse.write(end, n, "price", amount, purse.quantity[n], marks[n])
    return purse.entries, done


# ---------------------------------------------------------------- the strategies

def clock(marks, weight):
    """Long from the evening to the morning and short through the day: asked to turn round as a future expires."""
    evening, morning = marks["hour"] == 20, marks["hour"] == 7
    if weight == 0:
        return 1 if evening else -1 if morning else 0
    return -1 if weight > 0 and morning else 1 if weight < 0 and evening else weight


STRATEGIES = {
    "calendar": {"hedge": "coins", "size": D(1), "ahead": 72, "wants": band("perp", "future", "0.002", "-0.002")},
    "held": {"hedge": "value", "size": D("0.9"), "wants": band("perp", "future", "0.0015", "0")},
    "second": {"hedge": "coins", "size": D("0.8"), "place": 1, "ahead": 48, "drift": D("0.01"),
               "wants": band("perp", "future", "0.003", "-0.003")},
    "clock": {"hedge": "value", "size": D("0.5"), "wants": clock},
    "levered": {"hedge": "value", "size": D(24), "ahead": 72, "perp": {"maintenance": D("0.02")},
                "future": {"leverage": D(20), "ratio": D("-0.8")},
                "wants": band("perp", "future", "0.002", "-0.002")},
    # Settled in the coin, in an account of what they are quoted in.
    "coins": {"hedge": "coins", "size": D(3), "ahead": 72, "drift": D("0.2"), "perp": {"kind": "inverse"},
              "future": {"kind": "inverse"}, "wants": band("perp", "future", "0.002", "-0.002")},
    "coins-levered": {"hedge": "value", "size": D(24), "ahead": 72, "perp": {"kind": "inverse", "maintenance": D("0.02")},
                      "future": {"kind": "inverse", "ratio": D("-0.8"), "leverage": D(20)},
                      "wants": band("perp", "future", "0.002", "-0.002")},
}


def write():
    FOLDER.mkdir(exist_ok=True)
    bars, settlements = market()
    for name, rows in bars.items():
        (FOLDER / f"market-{name}.csv").write_text(
            "\n".join("-" if bar is None else " ".join(str(x) for x in bar) for bar in rows) + "\n")
    (FOLDER / "funding.csv").write_text("\n".join(f"{s} {r} {p}" for s, r, p in settlements) + "\n")
    for name, strategy in STRATEGIES.items():
        entries, done = replay(bars, settlements, strategy)
        (FOLDER / f"{name}.csv").write_text("\n".join(text(e) for e in entries) + "\n")
        print(name, len(entries), sum(e[3] for e in entries), done)


if __name__ == "__main__":
    write()
