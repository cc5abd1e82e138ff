import Market

/// What interfaces answer of the moment: of it nobody keeps a history but who asked.
let answerForms: [MessageForm] = [
  MessageForm(
    venue: "deribit", when: [("result.0.mark_iv", "*"), ("result.0.instrument_name", "*")], rows: "result",
    symbol: "instrument_name:first", made: "^usOut", isReadAlone: true, series: [deribitChain]),
  MessageForm(
    venue: "deribit",
    when: [("result.0.instrument_name", "*"), ("result.0.mark_price", "*"), ("result.0.open_interest", "*")],
    rows: "result", symbol: "instrument_name", made: "^usOut", isReadAlone: true,
    series: [
      .mark("mark_price"),
      .init(.openInterest, [("open_interest", .field("open_interest"))], amounts: .dollarsOfInverse),
    ]),
  MessageForm(
    venue: "deribit",
    when: [
      ("jsonrpc", "*"), ("result.instrument_name", "*"), ("result.mark_price", "*"), ("result.open_interest", "*"),
      ("result.timestamp", "*"),
    ], rows: "result", symbol: "instrument_name", time: "timestamp", isReadAlone: true,
    series: deribitState),
  MessageForm(
    venue: "gmx", when: [("markets.0.marketToken", "*"), ("markets.0.openInterestLong", "*")], rows: "markets",
    symbol: "name", isReadAlone: true, series: gmxState),
  MessageForm(
    venue: "gate", when: [("0.funding_rate", "*"), ("0.mark_price", "*"), ("0.quanto_multiplier", "*")], rows: "",
    symbol: "name", isReadAlone: true,
    series: [.mark("mark_price"), .index("index_price"), .rate("funding_rate")]),
  bybitTickers("linear"), bybitTickers("inverse"),
  bybitTrades("linear"), bybitTrades("inverse"), bybitTrades("spot", spot: "execId"),
  MessageForm(
    venue: "okx",
    when: [("data.0.instId", "*"), ("data.0.tradeId", "*"), ("data.0.px", "*"), ("data.0.side", "*")], rows: "data",
    symbol: "instId", time: "ts", isReadAlone: true,
    series: [.trades("px", "sz", "side", buy: "buy", sell: "sell", id: "tradeId", .contracts)]),
  MessageForm(
    venue: "deribit",
    when: [("result.trades.0.trade_id", "*"), ("result.trades.0.instrument_name", "*")], rows: "result.trades",
    symbol: "instrument_name", time: "timestamp", isReadAlone: true,
    series: [.trades("price", "amount", "direction", buy: "buy", sell: "sell", id: "trade_id", .contractsOfInverse)]),
  MessageForm(
    venue: "binance", when: [("lastFundingRate", "*"), ("markPrice", "*")], rows: "", symbol: "symbol", time: "time",
    series: [.mark("markPrice"), .index("indexPrice"), .rate("lastFundingRate")]),
  MessageForm(
    venue: "binance", when: [("0.lastFundingRate", "*"), ("0.markPrice", "*")], rows: "", symbol: "symbol",
    time: "time", series: [.mark("markPrice"), .index("indexPrice"), .rate("lastFundingRate")]),
  // The rate of the settlement to come; `funding-rate-history`, which was paid, says no settlement after it.
  MessageForm(
    venue: "okx", when: [("data.0.instId", "*"), ("data.0.fundingRate", "*"), ("data.0.nextFundingTime", "*")],
    rows: "data", symbol: "instId", time: "ts", series: [.rate("fundingRate")]),
  MessageForm(
    venue: "okx", when: [("data.0.instId", "*"), ("data.0.oiCcy", "*"), ("data.0.ts", "*")], rows: "data",
    symbol: "instId", time: "ts", isReadAlone: true, series: [okxInterest]),
  MessageForm(
    venue: "okx", when: [("data.0.instId", "*"), ("data.0.markPx", "*"), ("data.0.ts", "*")], rows: "data",
    symbol: "instId", time: "ts", isReadAlone: true, series: [.mark("markPx")]),
  MessageForm(
    venue: "binance", when: [("@", "fapi"), ("openInterest", "*"), ("symbol", "*"), ("time", "*")], rows: "",
    symbol: "symbol", time: "time", series: [.init(.openInterest, [("open_interest", .field("openInterest"))])]),
]

/// The rate is that of the settlement to come.
private func bybitTickers(_ category: String) -> MessageForm {
  MessageForm(
    venue: "bybit",
    when: [("result.category", category), ("result.list.0.markPrice", "*"), ("result.list.0.openInterest", "*")],
    rows: "result.list", symbol: "symbol", time: "^time", isReadAlone: true,
    series: bybitState)
}

/// - Parameter spot: what a row of spot has.
private func bybitTrades(_ category: String, spot: String? = nil) -> MessageForm {
  MessageForm(
    venue: "bybit", when: [("result.category", category), ("result.list.0.execId", "*"), ("result.list.0.side", "*")],
    rows: "result.list", symbol: "symbol", time: "time", isReadAlone: true, spot: spot,
    series: [.trades("price", "size", "side", buy: "Buy", sell: "Sell", id: "execId", .contractsOfInverse)])
}

/// Options that settle in their coin; what settles in dollars has its prices in dollars, which a chain does not hold.
private let deribitChain = MessageForm.Part(
  .optionChain,
  [
    ("expiry", .expiry("instrument_name")), ("strike", .strike("instrument_name")),
    ("right", .right("instrument_name")), ("option_mark", .field("mark_price")),
    ("mark_iv", .field("mark_iv", scale: -2)),
    ("underlying_price", .field("underlying_price")), ("option_bid", .field("bid_price")),
    ("option_ask", .field("ask_price")), ("option_open_interest", .field("open_interest")),
    ("option_volume", .field("volume")),
  ])

/// GMX counts in dollars times 1e30, and rates are of a year, paid when positive.
private let gmxState: [MessageForm.Part] = [
  .init(.openInterest, [("open_interest_value", .sum("openInterestLong", "openInterestShort", scale: -30))]),
  .init(
    .external,
    [
      ("gmx_borrowing_long", .field("borrowingRateLong", scale: -30)),
      ("gmx_borrowing_short", .field("borrowingRateShort", scale: -30)),
      ("gmx_funding_long", .field("fundingRateLong", scale: -30)),
      ("gmx_funding_short", .field("fundingRateShort", scale: -30)),
      ("gmx_interest_long", .field("openInterestLong", scale: -30)),
      ("gmx_interest_short", .field("openInterestShort", scale: -30)),
    ]),
]
