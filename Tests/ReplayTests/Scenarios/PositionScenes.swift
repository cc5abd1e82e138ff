import Testing

@Suite("Scenes: rules that ask about their position, and how much is held")
struct PositionScenes {
  static let states: [Scene] = [
    Scene(
      "an exit on the entry price is decided at a close and filled at the next open",
      "long: { enter: hour() == 0, exit: close < entry_price * 0.97 }",
      "100 100 100 100\n100 101 99 100\n100 100 95 96\n95 95 95 95", trades: ["long 10 01:00 @100 -> 03:00 @95 exit"]),
    Scene(
      "bars held count the bar of the entry", "long: { enter: hour() == 0, exit: bars_held >= 3 }",
      "100 100 100 100\n100 100 100 100\n101 101 101 101\n102 102 102 102\n103 103 103 103",
      trades: ["long 10 01:00 @100 -> 04:00 @103 exit"]),
    Scene(
      "and one that the market did not print, at which nothing is asked",
      "long: { enter: hour() == 0, exit: bars_held >= 2 }",
      "100 100 100 100\n100 100 100 100\n-\n102 102 102 102\n103 103 103 103",
      trades: ["long 10 01:00 @100 -> 04:00 @103 exit"]),
    Scene(
      "of three bars one may be missing",
      "long: { enter: hour() == 0, exit: bars_held >= 3 }",
      "100 100 100 100\n100 100 100 100\n-\n102 102 102 102\n103 103 103 103",
      trades: ["long 10 01:00 @100 -> 04:00 @103 exit"]),
    Scene(
      "the open return is a short's when it is short", "short: { enter: hour() == 0, exit: open_return > 4% }",
      "100 100 100 100\n100 105 99 104.5\n104 104 95 95\n95 95 95 95",
      trades: ["short 10 01:00 @100 -> 03:00 @95 exit"]),
    Scene(
      "the peak return remembers the best close", "long: { enter: hour() == 0, exit: peak_return - open_return > 5% }",
      "100 100 100 100\n100 100 100 100\n100 115 100 110\n110 110 103 104\n104 104 104 104",
      trades: ["long 10 01:00 @100 -> 04:00 @104 exit"]),
    Scene(
      "what the market decides and what the position decides may stand together",
      "long: { enter: hour() == 0, exit: hour() == 2 or bars_held > 5 }",
      "100 100 100 100\n100 100 100 100\n101 101 101 101\n102 102 102 102",
      trades: ["long 10 01:00 @100 -> 03:00 @102 exit"]),
    Scene(
      "while the market's part of an exit holds, the side is not wanted",
      "long: { enter: hour() < 3, exit: hour() < 2 or bars_held > 5 }",
      "100 100 100 100\n100 100 100 100\n101 101 101 101\n102 102 102 102",
      trades: ["long 9.901 03:00 @102 -> 04:00 @102 open"]),
    Scene(
      "an exit of the position's own reverses where the other side is wanted",
      "long: { enter: hour() == 0, exit: bars_held >= 2 }\nshort: { enter: hour() == 2, exit: hour() == 20 }",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 03:00 @100 reversal", "short 10 03:00 @100 -> 04:00 @100 open"]),
    Scene(
      "whatever the enter of the side that its own exit leaves says",
      "long: { enter: hour() < 20, exit: bars_held >= 2 }\nshort: { enter: hour() == 2, exit: hour() == 20 }",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 03:00 @100 reversal", "short 10 03:00 @100 -> 04:00 @100 open"]),
    Scene(
      "a stop that comes first leaves nothing to ask", "long: { enter: hour() == 0, exit: bars_held >= 2, stop: 3% }",
      "100 100 100 100\n100 100 100 100\n100 100 96 98\n98 98 98 98", trades: ["long 10 01:00 @100 -> 02:00 @97 stop"]),
    Scene(
      "a limit's bar counts as held at its close",
      "long:\n  enter: hour() == 0\n  exit: bars_held >= 1\n  order: limit(99)\n",
      "100 100 100 100\n100 100 100 100\n100 100 98 99\n99.5 99.5 99.5 99.5",
      trades: ["long 10 02:00 @99 -> 03:00 @99.5 exit"]),
    Scene(
      "a stop may be written in terms of the entry, which is the close until it is filled",
      "long: { enter: hour() == 0, exit: hour() == 20, stop: entry_price * 3% }",
      "100 100 100 100\n101 101 99 100\n100 100 97 98", trades: ["long 10 01:00 @101 -> 02:00 @98 stop"]),
    Scene(
      "a size may depend on what is held already",
      "long: { enter: hour() == 0, exit: hour() == 20 }\nshort: { enter: hour() == 2, exit: hour() == 20 }\nsize: if(position > 0, 0.5, 1)",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 03:00 @100 reversal", "short 5 03:00 @100 -> 04:00 @100 open"]),
    Scene(
      "and on how long it has been held: two bars make a third",
      "long: { enter: hour() == 0, exit: hour() == 20 }\nshort: { enter: hour() == 2, exit: hour() == 20 }\nsize: 1 / (1 + bars_held)",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 03:00 @100 reversal", "short 3.3333 03:00 @100 -> 04:00 @100 open"]),
    // What is open has made 10%: a size of 0.5 after a gain, and 0.25 after a loss.
    Scene(
      "on what it has made of its entry price",
      "long: { enter: hour() == 0, exit: hour() == 20 }\nshort: { enter: hour() == 2, exit: hour() == 20 }\nsize: if(bars_held == 0, 1, if(open_return > 0, 0.5, 0.25))",
      "100 100 100 100\n100 100 100 100\n110 110 110 110\n110 110 110 110",
      trades: ["long 10 01:00 @100 -> 03:00 @110 reversal", "short 5 03:00 @110 -> 04:00 @110 open"]),
    Scene(
      "on the best that it had made at any close",
      "long: { enter: hour() == 0, exit: hour() == 20 }\nshort: { enter: hour() == 3, exit: hour() == 20 }\nsize: if(bars_held == 0, 1, peak_return - open_return)",
      "100 100 100 100\n100 100 100 100\n100 150 100 150\n120 120 120 120\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 04:00 @100 reversal", "short 3 04:00 @100 -> 05:00 @100 open"]),
    Scene(
      "and on the price it was entered at",
      "long: { enter: hour() == 0, exit: hour() == 20 }\nshort: { enter: hour() == 2, exit: hour() == 20 }\nsize: if(bars_held == 0, 1, entry_price / close)",
      "100 100 100 100\n100 100 100 100\n125 125 125 125\n125 125 125 125",
      trades: ["long 10 01:00 @100 -> 03:00 @125 reversal", "short 8 03:00 @125 -> 04:00 @125 open"]),
    Scene(
      "of nothing that is held there is no price: a size that needs one is no order, and is counted",
      "long: { enter: hour() == 0, exit: hour() == 20 }\nsize: entry_price / close", "100 100 100 100\n100 100 100 100",
      trades: [], counts: ["unknown size": 1]),
    Scene(
      "a size may ask beside a stop whose risk it takes",
      "long: { enter: hour() < 3, exit: bars_held >= 2, stop: 5% }\nsize: risk(if(bars_held == 0, 1%, 2%))",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 2 01:00 @100 -> 03:00 @100 exit"]),
  ]

  static let sizes: [Scene] = [
    Scene(
      "where a size falls below zero nothing is entered, and that is counted: a long is no short",
      "long: { enter: hour() < 2, exit: hour() == 2 }\nsize: if(hour() == 0, -1, 0.5)",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 5 02:00 @100 -> 03:00 @100 exit"], counts: ["unknown size": 1]),
    Scene(
      "what is held is left whatever the size has become",
      "long: { enter: hour() == 0, exit: hour() == 1 }\nsize: if(hour() == 1, -1, 1)",
      "100 100 100 100\n100 100 100 100\n101 101 101 101", trades: ["long 10 01:00 @100 -> 02:00 @101 exit"],
      counts: ["unknown size": 0]),
    Scene(
      "an amount of quote currency, whatever was gained",
      "long: { enter: hour() == 0 or hour() == 2, exit: hour() == 1 }\nsize: quote(500)",
      "100 100 100 100\n100 100 100 100\n110 110 110 100\n100 100 100 100",
      trades: ["long 5 01:00 @100 -> 02:00 @110 exit", "long 5 03:00 @100 -> 04:00 @100 open"]),
    Scene(
      "coins", "long: { enter: hour() == 0, exit: hour() == 20 }\nsize: coins(0.5)",
      "100 100 100 100\n100 100 100 100\n104 104 104 104", trades: ["long 0.5 01:00 @100 -> 03:00 @104 open"],
      ledger: ["03:00 price 2"]),
    Scene(
      "a risk of 1% against a stop of 5% is a fifth of equity", Scene.long("stop: 5%") + "\nsize: risk(1%)",
      "100 100 100 100\n100 100 100 100\n100 100 94 95", trades: ["long 2 01:00 @100 -> 02:00 @95 stop"],
      ledger: ["02:00 price -10"]),
    Scene(
      "a risk against a stop in price", Scene.long("stop: close - 92") + "\nsize: risk(2%)",
      "100 100 100 100\n100 100 100 100\n100 100 90 95", trades: ["long 2.5 01:00 @100 -> 02:00 @92 stop"],
      ledger: ["02:00 price -20"]),
    Scene(
      "the most leverage bounds a risk that a near stop would make large",
      Scene.long("stop: 1%") + "\nsize: risk(10%)\nmax_leverage: 2",
      "100 100 100 100\n100 100 99.5 100\n100 100 98 99", trades: ["long 20 01:00 @100 -> 02:00 @99 stop"]),
    Scene(
      "and an amount that is more than the account", Scene.short("hold: 1") + "\nsize: quote(5000)\nmax_leverage: 3",
      "100 100 100 100\n100 100 100 100\n100 100 100 100", trades: ["short 30 01:00 @100 -> 02:00 @100 hold"]),
    Scene(
      "without a bound an amount is held on margin", Scene.long("hold: 1") + "\nsize: quote(5000)",
      "100 100 100 100\n100 100 100 100\n100 100 100 100", trades: ["long 50 01:00 @100 -> 02:00 @100 hold"]),
    Scene(
      "the most leverage bounds a weight", "position: 5\nmax_leverage: 2",
      "100 100 100 100\n100 100 100 100\n100 100 100 100", trades: ["long 20 01:00 @100 -> 03:00 @100 open"]),
    Scene(
      "a size that is not known is no order", Scene.long("stop: 5%") + "\nsize: risk(lag(close, 1) / close * 1%)",
      "100 100 100 100\n100 100 100 100", trades: []),
    Scene(
      "a stop that is not known is no order", Scene.long("stop: 'std(close, 3)'"),
      "100 100 100 100\n100 100 90 100\n100 100 90 100", trades: [], counts: ["unknown stop": 1]),
    Scene(
      "nor is one on the wrong side of the price", Scene.long("stop: close - 120"),
      "100 100 100 100\n100 100 90 100", trades: [], counts: ["unknown stop": 1]),
  ]

  @Test("state", arguments: states) func state(scene: Scene) throws { try scene.check() }
  @Test("sizes", arguments: sizes) func size(scene: Scene) throws { try scene.check() }
}
