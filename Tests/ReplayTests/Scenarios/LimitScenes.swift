import Testing

@Suite("Scenes: limit orders")
struct LimitScenes {
  static let entries: [Scene] = [
    Scene(
      "a limit is the price that its decimals say: 100.7 less 0.1 is 100.6, which is touched only",
      Scene.long(order: "limit(close - 0.1, for 3 bars)"),
      "100.7 100.7 100.7 100.7\n100.7 100.8 100.6 100.7\n100.7 100.8 100.7 100.7", trades: [], counts: ["filled": 0]),
    Scene(
      "and is filled there where a touch fills",
      Scene.long(order: "limit(close * (1 - 9%))", "  touch: fills\n  hold: 1\n"),
      "51 51 51 51\n51 51 46.41 50\n50 50 50 50\n50 50 50 50",
      trades: ["long 19.6078 01:00 @46.41 -> 02:00 @50 hold"]),
    Scene(
      "a limit that the price trades through fills at its price", Scene.long(order: "limit(99, for 3 bars)"),
      "100 100 100 100\n100 101 99.5 100\n100 100 98.5 99.5\n99 99 99 99",
      trades: ["long 10 02:00 @99 -> 04:00 @99 open"], counts: ["filled": 1]),
    Scene(
      "a limit that is only touched does not fill: others stood before it",
      Scene.long(order: "limit(99, for 3 bars)"),
      "100 100 100 100\n100 101 99.5 100\n100 100 99 99.5\n100 100 99 99\n99 99 90 91", trades: [],
      counts: ["filled": 0, "expired": 1]),
    Scene(
      "unless the file says that a touch fills", Scene.long(order: "limit(99, for 3 bars)", "  touch: fills\n"),
      "100 100 100 100\n100 101 99.5 100\n100 100 99 99.5\n99 99 99 99",
      trades: ["long 10 02:00 @99 -> 04:00 @99 open"]),
    Scene(
      "a limit that is marketable when it arrives fills at the open, as a taker",
      Scene.long(order: "limit(101, for 3 bars)") + "costs: { taker: 10bps, maker: 2bps }",
      "100 100 100 100\n100 101 99.5 100\n100 100 100 100", trades: ["long 10 01:00 @100 -> 03:00 @100 open"],
      ledger: ["01:00 fee -1", "03:00 price 0"], counts: ["taken": 1]),
    Scene(
      "slippage moves it to its price at most, and what was paid of it is what the ledger has",
      Scene.long(order: "limit(101, for 3 bars)") + "costs: { taker: 0, maker: 0, slippage: 2% }",
      "100 100 100 100\n100 101 99.5 100\n100 100 100 100", trades: ["long 10 01:00 @101 -> 03:00 @100 open"],
      ledger: ["01:00 slippage -10", "03:00 price 0"], counts: ["taken": 1]),
    Scene(
      "slippage that stays within its price is paid whole",
      Scene.long(order: "limit(101, for 3 bars)") + "costs: { taker: 0, maker: 0, slippage: 50bps }",
      "100 100 100 100\n100 101 99.5 100\n100 100 100 100", trades: ["long 10 01:00 @100.5 -> 03:00 @100 open"],
      ledger: ["01:00 slippage -5", "03:00 price 0"]),
    Scene(
      "a short's is bound from below, by a spread too",
      "short:\n  enter: hour() == 0\n  exit: hour() == 20\n  order: limit(99, for 3 bars)\n"
        + "costs: { taker: 0, maker: 0, slippage: '1bps + spread(10%)' }",
      "100 100 100 100\n100 101 99.5 100\n100 100 100 100", trades: ["short 10 01:00 @99 -> 03:00 @100 open"],
      ledger: ["01:00 slippage -10", "03:00 price 0"]),
    Scene(
      "of a limit the spread is paid first, and impact what that leaves of the way",
      "long:\n  enter: hour() == 2\n  exit: hour() == 20\n  order: limit(101.5, for 3 bars)\n"
        + "costs: { taker: 0, maker: 0, slippage: '1% + impact(0.5, 2)' }",
      "100 100 100 100 500\n110 110 110 110 500\n100 100 100 100 500\n100 100 100 100 500",
      trades: ["long 10 03:00 @101.5 -> 04:00 @100 open"],
      ledger: ["03:00 slippage -10", "03:00 impact -5", "04:00 price 0"]),
    Scene(
      "post-only, it does not fill at all", Scene.long(order: "limit(101, for 3 bars)", "  post_only: true\n"),
      "100 100 100 100\n100 101 99.5 100\n100 100 100 100", trades: [], counts: ["refused": 1, "taken": 0]),
    Scene(
      "a limit at the open is not marketable: it waits to be traded through",
      Scene.long(order: "limit(100, for 3 bars)", "  post_only: true\n"),
      "100 100 100 100\n100 101 100 100\n100 100 99 99\n99 99 99 99", trades: ["long 10 02:00 @100 -> 04:00 @99 open"],
      counts: ["filled": 1]),
    Scene(
      "a bar that opens through a resting limit fills it at the open, at the maker's fee",
      Scene.long(order: "limit(99, for 3 bars)") + "costs: { taker: 10bps, maker: 2bps }",
      "100 100 100 100\n100 101 99.5 100\n98 99.5 97 98.5\n98 98 98 98",
      trades: ["long 10 02:00 @98 -> 04:00 @98 open"],
      ledger: ["02:00 fee -0.196", "04:00 price 0"]),
    Scene(
      "a rebate is received where the limit rested, and no slippage is paid",
      Scene.long(order: "limit(99, for 3 bars)") + "costs: { taker: 10bps, maker: -2.5bps, slippage: 1% }",
      "100 100 100 100\n100 101 99.5 100\n100 100 98 99\n99 99 99 99", trades: ["long 10 02:00 @99 -> 04:00 @99 open"],
      ledger: ["02:00 fee 0.2475", "04:00 price 0"]),
    Scene(
      "its time is up after three bars", Scene.long(order: "limit(99, for 3 bars)"),
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 98 99", trades: [],
      counts: ["expired": 1]),
    Scene(
      "the same in hours", Scene.long(order: "limit(99, for 3h)"),
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 98 99\n99 99 99 99",
      trades: ["long 10 03:00 @99 -> 05:00 @99 open"]),
    Scene(
      "without a time it rests until it fills", Scene.long(order: "limit(99)"),
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 98 99",
      trades: ["long 10 05:00 @99 -> 06:00 @99 open"]),
    Scene(
      "it is taken back at the close at which the rules no longer want it",
      "long:\n  enter: hour() == 0\n  exit: hour() == 1\n  order: limit(99, for 5 bars)\n",
      "100 100 100 100\n100 100 100 100\n100 100 98 99", trades: [], counts: ["cancelled": 1]),
    Scene(
      "the low of the signal's own bar is no fill, and touching it later is none either",
      "long:\n  enter: hour() == 1\n  exit: hour() == 20\n  order: limit(low, for 5 bars)\n",
      "100 100 100 100\n100 101 98 100\n100 100 98 99.5\n99.5 99.6 97.5 98.5\n98 98 98 98",
      trades: ["long 10 03:00 @98 -> 05:00 @98 open"]),
    Scene(
      "a short's limit lies above",
      "short:\n  enter: hour() == 0\n  exit: hour() == 20\n  order: limit(101, for 3 bars)\n",
      "100 100 100 100\n100 100.5 100 100\n100 101.5 100 101\n101 101 101 101",
      trades: ["short 10 02:00 @101 -> 04:00 @101 open"]),
    Scene(
      "a bar that was not printed fills nothing", Scene.long(order: "limit(99, for 3 bars)"),
      "100 100 100 100\n-\n100 100 98 99\n99 99 99 99", trades: ["long 10 02:00 @99 -> 04:00 @99 open"]),
    Scene(
      "a limit that is not known is no order", Scene.long(order: "limit(lag(close, 1), for 3 bars)"),
      "100 100 100 100\n100 100 90 100\n100 100 90 100", trades: [], counts: ["unknown limit": 1]),
    Scene(
      "nor is one below zero", Scene.long(order: "limit(close - 200, for 3 bars)"),
      "100 100 100 100\n100 100 90 100\n100 100 90 100", trades: [], counts: ["unknown limit": 1]),
    Scene(
      "a side that waits is entered by the limit of its own close, again and again",
      "long:\n  enter: hour() < 9\n  exit: hour() == 20\n  order: limit(close - 1, for 1 bars)\n",
      "100 100 100 100\n100 100 99 102\n102 102 101 104\n104 104 102 103\n103 103 103 103",
      trades: ["long 9.6154 03:00 @103 -> 05:00 @103 open"], counts: ["expired": 2, "filled": 1]),
  ]

  static let inside: [Scene] = [
    Scene(
      "a bar that fills a limit can stop it out again", Scene.long(order: "limit(99, for 3 bars)", "  stop: 2%\n"),
      "100 100 100 100\n100 100 100 100\n100 100 96 98\n98 98 98 98", trades: ["long 10 02:00 @99 -> 02:00 @97.02 stop"]
    ),
    Scene(
      "its high may have come before the fill, and takes no profit",
      Scene.long(order: "limit(99, for 3 bars)", "  take: 2%\n"),
      "100 100 100 100\n100 100 100 100\n100 102 98 99.5\n99.5 101.5 99 100",
      trades: ["long 10 02:00 @99 -> 03:00 @100.98 take"]),
    Scene(
      "its close comes after the fill, and does", Scene.long(order: "limit(99, for 3 bars)", "  take: 2%\n"),
      "100 100 100 100\n100 100 100 100\n100 102 98 101.5\n101 101 101 101",
      trades: ["long 10 02:00 @99 -> 02:00 @100.98 take"]),
    Scene(
      "a trailing stop follows the close of that bar, not its high",
      Scene.long(order: "limit(99, for 3 bars)", "  trail: 10%\n"),
      "100 100 100 100\n100 100 100 100\n100 120 98 110\n110 110 100 105\n105 105 98 98",
      trades: ["long 10 02:00 @99 -> 04:00 @99 trail"]),
  ]

  static let exits: [Scene] = [
    Scene(
      "a limit to leave by fills when the price trades through it, at the maker's fee",
      "long:\n  enter: hour() == 0\n  exit: hour() == 2\n  exit_order: limit(103, for 3 bars)\ncosts: { taker: 0, maker: 10bps }",
      "100 100 100 100\n100 101 99 100\n100 101 99 101\n101 103 100 101\n102 104 101 103",
      trades: ["long 10 01:00 @100 -> 04:00 @103 limit"], ledger: ["04:00 price 30", "04:00 fee -1.03"],
      counts: ["filled": 1]),
    Scene(
      "one that runs out leaves the position to the rules",
      "long:\n  enter: hour() == 0\n  exit: hour() == 2\n  exit_order: limit(103, for 2 bars)\n",
      "100 100 100 100\n100 101 99 100\n100 101 99 101\n101 102 100 101\n102 102 101 102\n102 110 101 102",
      trades: ["long 10 01:00 @100 -> 06:00 @102 open"], counts: ["expired": 1]),
    Scene(
      "who still wants to leave when it runs out orders anew, at the price of that close",
      "long:\n  enter: hour() == 0\n  exit: hour() > 1\n  exit_order: limit(close + 1, for 1 bars)\n",
      "100 100 100 100\n100 101 99 100\n100 101 99 101\n101 101 100 100\n100 101.5 100 101",
      trades: ["long 10 01:00 @100 -> 04:00 @101 limit"], counts: ["expired": 1, "filled": 1]),
    Scene(
      "a stop goes on protecting while a limit to leave by rests",
      "long:\n  enter: hour() == 0\n  exit: hour() == 2\n  exit_order: limit(103, for 3 bars)\n  stop: 3%\n",
      "100 100 100 100\n100 101 99 100\n100 101 99 101\n101 104 96 97",
      trades: ["long 10 01:00 @100 -> 03:00 @97 stop"]),
    Scene(
      "a marketable limit to leave by fills at the open, as a taker",
      "long:\n  enter: hour() == 0\n  exit: hour() == 2\n  exit_order: limit(99, for 3 bars)\ncosts: { taker: 10bps, maker: 0 }",
      "100 100 100 100\n100 101 99 100\n100 101 99 101\n101 101 100 100",
      trades: ["long 10 01:00 @100 -> 03:00 @101 limit"],
      ledger: ["01:00 fee -1", "03:00 price 10", "03:00 fee -1.01"],
      counts: ["taken": 1]),
    Scene(
      "and is sold for no less than its price, whatever slippage says",
      "long:\n  enter: hour() == 0\n  exit: hour() == 2\n  exit_order: limit(100.5, for 3 bars)\n"
        + "costs: { taker: 0, maker: 0, slippage: spread(2%) }",
      "100 100 100 100\n100 101 99 100\n100 101 99 101\n101 101 100 100",
      trades: ["long 10 01:00 @101 -> 03:00 @100.5 limit"],
      ledger: ["01:00 slippage -10", "03:00 price 10", "03:00 slippage -5"], counts: ["taken": 1]),
    Scene(
      "a limit to leave by may be written in terms of the entry",
      "long:\n  enter: hour() == 0\n  exit: hour() == 2\n  exit_order: limit(entry_price * 1.02)\n",
      "100 100 100 100\n100 101 99 100\n100 101 99 101\n101 102.5 100 100",
      trades: ["long 10 01:00 @100 -> 03:00 @102 limit"]),
  ]

  static let reversals: [Scene] = [
    Scene(
      "a reversal by limit leaves at the open and enters when the limit fills",
      "long: { enter: hour() == 0, exit: hour() == 20 }\nshort:\n  enter: hour() == 2\n  exit: hour() == 21\n  order: limit(103, for 3 bars)\n",
      "100 100 100 100\n100 101 99 100\n100 101 99 100\n101 102 100 101\n101 104 100 102\n102 102 102 102",
      trades: ["long 10 01:00 @100 -> 03:00 @101 exit", "short 10 04:00 @103 -> 06:00 @102 open"]),
    Scene(
      "a reversal at the market is two fills at one open", Scene.long("stop: 50%") + "\nshort: { enter: hour() == 2 }",
      "100 100 100 100\n100 101 99 100\n100 101 99 100\n101 102 100 101",
      trades: ["long 10 01:00 @100 -> 03:00 @101 reversal", "short 10 03:00 @101 -> 04:00 @101 open"]),
    Scene(
      "each side's stop is its own",
      "long: { enter: hour() == 0, exit: hour() == 20, stop: 5% }\nshort: { enter: hour() == 2, exit: hour() == 20, stop: 2% }",
      "100 100 100 100\n100 101 99 100\n100 101 99 100\n100 102 96 101",
      trades: ["long 10 01:00 @100 -> 03:00 @100 reversal", "short 10 03:00 @100 -> 03:00 @102 stop"]),
  ]

  @Test("to enter by", arguments: entries) func entry(scene: Scene) throws { try scene.check() }
  @Test("in the bar that fills them", arguments: inside) func within(scene: Scene) throws { try scene.check() }
  @Test("to leave by", arguments: exits) func exit(scene: Scene) throws { try scene.check() }
  @Test("reversals", arguments: reversals) func reversal(scene: Scene) throws { try scene.check() }
}
