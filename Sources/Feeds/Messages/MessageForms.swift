import Market

/// The messages that are understood, by venue.
///
/// Sources: https://developers.binance.com/docs/derivatives, https://bybit-exchange.github.io/docs/v5/websocket,
/// https://www.okx.com/docs-v5, https://docs.deribit.com, https://hyperliquid.gitbook.io, https://www.bitmex.com/app/wsAPI,
/// https://docs.dydx.xyz, https://www.gate.io/docs/developers/futures/ws, https://docs.gmx.io.
let messageForms: [MessageForm] =
  binanceForms("data.", rows: "data") + binanceForms("", rows: "") + binanceDepth + bybitForms + okxForms + deribitForms
  + otherForms
  + answerForms

typealias MessageColumns = [(name: String, source: MessageForm.Source)]

private func trades(
  _ price: String, _ amount: String, _ side: String, buy: String, sell: String, id: String? = nil,
  _ amounts: MessageForm.Amounts
) -> MessageForm.Part {
  let columns: MessageColumns = [
    ("trade_price", .field(price)), ("taker_bought", .sided(amount, side, buy)),
    ("taker_sold", .sided(amount, side, sell)),
  ]
  let number: MessageColumns = id.map { [("trade_id", .field($0))] } ?? []
  return MessageForm.Part(.trades, columns + number, amounts: amounts)
}

/// - Parameters:
///   - long: the side that says that a long position was closed.
private func liquidations(
  _ price: String, _ amount: String, _ side: String, long: String, short: String, _ amounts: MessageForm.Amounts
) -> MessageForm.Part {
  let columns: MessageColumns = [
    ("liquidation_price", .field(price)), ("long_liquidated", .sided(amount, side, long)),
    ("short_liquidated", .sided(amount, side, short)),
  ]
  return MessageForm.Part(.liquidationEvents, columns, amounts: amounts)
}

private func mark(_ path: String) -> MessageForm.Part { .init(.mark, [("mark", .field(path))]) }
private func index(_ path: String) -> MessageForm.Part { .init(.index, [("index", .field(path))]) }
private func rate(_ path: String) -> MessageForm.Part {
  .init(.predictedFunding, [("predicted_funding_rate", .field(path))])
}

private func quotes(
  _ bid: String, _ ask: String, _ bidSize: String, _ askSize: String, _ amounts: MessageForm.Amounts
) -> MessageForm.Part {
  let columns: MessageColumns = [
    ("bid", .field(bid)), ("ask", .field(ask)), ("bid_size", .field(bidSize)), ("ask_size", .field(askSize)),
  ]
  return MessageForm.Part(.quotes, columns, amounts: amounts)
}

/// Bars that are over, by a word that says so. What is not among the numbers is not known.
private func bars(
  _ prices: [String], _ volumes: [String?], over: (path: String, text: String), width: String,
  _ amounts: MessageForm.Amounts
) -> MessageForm.Part {
  let sources = prices.map { MessageForm.Source.field($0) } + volumes.map { $0.map { .field($0) } ?? .missing }
  let columns = zip(SeriesKind.klines.columns.map(\.name), sources).map { (name: $0, source: $1) }
  return MessageForm.Part(.klines, columns, when: [over], amounts: amounts, width: width)
}

// MARK: Sockets

/// Where the buyer was the maker, the taker sold. Of a forced order SELL closes a long. Only spot says `M`.
private func binanceForms(_ at: String, rows: String) -> [MessageForm] {
  func form(_ event: String, symbol: String = "s", time: String = "T", _ series: [MessageForm.Part]) -> MessageForm {
    MessageForm(
      venue: "binance", when: [(at + "e", event)], rows: rows, symbol: symbol, time: time, spot: "M", series: series)
  }
  let inverse = MessageForm.Amounts.contractsOfInverse
  return [
    form("trade", [trades("p", "q", "m", buy: "false", sell: "true", id: "t", inverse)]),
    form("aggTrade", [trades("p", "q", "m", buy: "false", sell: "true", id: "a", inverse)]),
    form(
      "forceOrder", symbol: "o.s", time: "o.T",
      [liquidations("o.ap", "o.z", "o.S", long: "SELL", short: "BUY", inverse)]),
    form("markPriceUpdate", time: "E", [mark("p"), index("i"), rate("r")]),
    form("bookTicker", [quotes("b", "a", "B", "A", inverse)]),
    MessageForm(
      venue: "binance", when: [(at + "e", "kline"), (at + "k.x", "*")], rows: at + "k", symbol: "s", time: "t",
      spot: "//stream.binance",
      series: [bars(["o", "h", "l", "c"], ["v", "q", "n", "V", "Q"], over: ("x", "true"), width: "i", inverse)]),
  ]
}

/// The first levels of a book, as a socket sends them whole; only the name of the stream tells them from what changed of one.
/// Those of spot have no event.
private let binanceDepth: [MessageForm] = ["5", "10", "20"].flatMap { levels in
  [
    MessageForm(
      venue: "binance", when: [("stream", "*@depth\(levels)"), ("data.e", "depthUpdate")], rows: "data",
      symbol: "^stream:pair", time: "T",
      series: [quotes("b.0.0", "a.0.0", "b.0.1", "a.0.1", .contractsOfInverse)]),
    MessageForm(
      venue: "binance", when: [("stream", "*@depth\(levels)"), ("data.lastUpdateId", "*")], rows: "data",
      symbol: "^stream:pair", spot: "lastUpdateId",
      series: [quotes("bids.0.0", "asks.0.0", "bids.0.1", "asks.0.1", .coins)]),
  ]
}

/// Bybit's side of a liquidation is that of the position. A ticker says what changed.
private let bybitForms: [MessageForm] = [
  MessageForm(
    venue: "bybit", when: [("topic", "kline.*")], rows: "data", symbol: "^topic:last", time: "start", spot: "/spot",
    series: [
      bars(
        ["open", "high", "low", "close"], ["volume", "turnover", nil, nil, nil], over: ("confirm", "true"),
        width: "interval", .contractsOfInverse)
    ]),
  MessageForm(
    venue: "bybit", when: [("topic", "publicTrade.*")], rows: "data", symbol: "s", time: "T", spot: "/spot",
    series: [trades("p", "v", "S", buy: "Buy", sell: "Sell", .contractsOfInverse)]),
  MessageForm(
    venue: "bybit", when: [("topic", "allLiquidation.*")], rows: "data", symbol: "s", time: "T",
    series: [liquidations("p", "v", "S", long: "Buy", short: "Sell", .contractsOfInverse)]),
  MessageForm(
    venue: "bybit", when: [("topic", "tickers.*"), ("data.symbol", "*")], rows: "data", symbol: "symbol", time: "^ts",
    leavesOut: ("type", "delta"), spot: "/spot",
    series: [
      mark("markPrice"), index("indexPrice"), rate("fundingRate"),
      .init(
        .openInterest,
        [("open_interest", .field("openInterest")), ("open_interest_value", .field("openInterestValue"))],
        amounts: .contractsOfInverse),
      quotes("bid1Price", "ask1Price", "bid1Size", "ask1Size", .contractsOfInverse),
    ]),
]

/// Sizes are contracts, but for spot.
private let okxForms: [MessageForm] = [
  okx("trades", [trades("px", "sz", "side", buy: "buy", sell: "sell", .contracts)]),
  okx("trades-all", [trades("px", "sz", "side", buy: "buy", sell: "sell", .contracts)]),
  okx("mark-price", [mark("markPx")]), okx("index-tickers", [index("idxPx")]),
  okx("funding-rate", [rate("fundingRate")]), okx("open-interest", [okxInterest]),
  okx("tickers", [quotes("bidPx", "askPx", "bidSz", "askSz", .contracts)]),
  okx("bbo-tbt", [quotes("bids.0.0", "asks.0.0", "bids.0.1", "asks.0.1", .contracts)], symbol: "^arg.instId"),
  okx("books5", [quotes("bids.0.0", "asks.0.0", "bids.0.1", "asks.0.1", .contracts)], symbol: "^arg.instId"),
  MessageForm(
    venue: "okx", when: [("arg.channel", "liquidation-orders")], rows: "data", inner: "details", symbol: "^instId",
    time: "ts", series: [liquidations("bkPx", "sz", "side", long: "sell", short: "buy", .contracts)]),
]

private let okxInterest = MessageForm.Part(
  .openInterest,
  [
    ("open_interest", .field("oiCcy")), ("open_interest_contracts", .field("oi")),
    ("open_interest_value", .field("oiUsd")),
  ])

private func okx(_ channel: String, _ series: [MessageForm.Part], symbol: String = "instId") -> MessageForm {
  MessageForm(
    venue: "okx", when: [("arg.channel", channel)], rows: "data", symbol: symbol, time: "ts", series: series)
}

/// Amounts and open interest of Deribit's inverse contracts are dollars, those of linear ones coins.
private let deribitForms: [MessageForm] = [
  MessageForm(
    venue: "deribit", when: [("params.channel", "trades.*")], rows: "params.data", symbol: "instrument_name",
    time: "timestamp",
    series: [trades("price", "amount", "direction", buy: "buy", sell: "sell", .contractsOfInverse)]),
  MessageForm(
    venue: "deribit", when: [("params.channel", "book.*"), ("params.channel", "*.none.")], rows: "params.data",
    symbol: "instrument_name", time: "timestamp",
    series: [quotes("bids.0.0", "asks.0.0", "bids.0.1", "asks.0.1", .contractsOfInverse)]),
  MessageForm(
    venue: "deribit", when: [("params.channel", "ticker.*"), ("params.data.current_funding", "*")], rows: "params.data",
    symbol: "instrument_name", time: "timestamp",
    series: [
      mark("mark_price"), index("index_price"),
      .init(.openInterest, [("open_interest", .field("open_interest"))], amounts: .dollarsOfInverse),
      quotes("best_bid_price", "best_ask_price", "best_bid_amount", "best_ask_amount", .contractsOfInverse),
    ]),
]

private let otherForms: [MessageForm] = [
  MessageForm(
    venue: "hyperliquid", when: [("channel", "l2Book"), ("data.coin", "*")], rows: "data", symbol: "coin", time: "time",
    series: [quotes("levels.0.0.px", "levels.1.0.px", "levels.0.0.sz", "levels.1.0.sz", .coins)]),
  MessageForm(
    venue: "hyperliquid", when: [("channel", "trades"), ("data.0.coin", "*")], rows: "data", symbol: "coin",
    time: "time", series: [trades("px", "sz", "side", buy: "B", sell: "A", id: "tid", .coins)]),
  MessageForm(
    venue: "hyperliquid", when: [("channel", "activeAssetCtx"), ("data.ctx.markPx", "*")], rows: "data",
    symbol: "coin", series: hyperliquidState("ctx.")),
  MessageForm(
    venue: "bitmex", when: [("table", "trade"), ("action", "insert")], rows: "data", symbol: "symbol",
    time: "timestamp", series: [trades("price", "size", "side", buy: "Buy", sell: "Sell", .contracts)]),
  MessageForm(
    venue: "bitmex", when: [("table", "liquidation"), ("action", "insert")], rows: "data", symbol: "symbol",
    series: [liquidations("price", "leavesQty", "side", long: "Sell", short: "Buy", .contracts)]),
  MessageForm(
    venue: "dydx", when: [("channel", "v4_trades"), ("type", "channel_data")], rows: "contents.trades", symbol: "^id",
    time: "createdAt", series: [trades("price", "size", "side", buy: "BUY", sell: "SELL", .coins)]),
  MessageForm(
    venue: "gate", when: [("channel", "futures.trades"), ("event", "update")], rows: "result", symbol: "contract",
    time: "create_time_ms",
    series: [
      .init(
        .trades, [("trade_price", .field("price")), ("taker_bought", .above("size")), ("taker_sold", .below("size"))],
        amounts: .contracts)
    ]),
]

private func hyperliquidState(_ at: String) -> [MessageForm.Part] {
  [
    mark(at + "markPx"), index(at + "oraclePx"), rate(at + "funding"),
    .init(.openInterest, [("open_interest", .field(at + "openInterest"))]),
  ]
}

// MARK: Answers

/// What interfaces answer of the moment: of it nobody keeps a history but who asked.
private let answerForms: [MessageForm] = [
  MessageForm(
    venue: "deribit", when: [("result.0.mark_iv", "*"), ("result.0.instrument_name", "*")], rows: "result",
    symbol: "instrument_name:first", series: [deribitChain]),
  MessageForm(
    venue: "deribit",
    when: [("result.0.instrument_name", "*"), ("result.0.mark_price", "*"), ("result.0.open_interest", "*")],
    rows: "result", symbol: "instrument_name",
    series: [
      mark("mark_price"),
      .init(.openInterest, [("open_interest", .field("open_interest"))], amounts: .dollarsOfInverse),
    ]),
  MessageForm(
    venue: "gmx", when: [("markets.0.marketToken", "*"), ("markets.0.openInterestLong", "*")], rows: "markets",
    symbol: "name", series: gmxState),
  MessageForm(
    venue: "gate", when: [("0.funding_rate", "*"), ("0.mark_price", "*"), ("0.quanto_multiplier", "*")], rows: "",
    symbol: "name", series: [mark("mark_price"), index("index_price"), rate("funding_rate")]),
  MessageForm(
    venue: "binance", when: [("lastFundingRate", "*"), ("markPrice", "*")], rows: "", symbol: "symbol", time: "time",
    series: [mark("markPrice"), index("indexPrice"), rate("lastFundingRate")]),
  MessageForm(
    venue: "binance", when: [("0.lastFundingRate", "*"), ("0.markPrice", "*")], rows: "", symbol: "symbol",
    time: "time", series: [mark("markPrice"), index("indexPrice"), rate("lastFundingRate")]),
  MessageForm(
    venue: "binance", when: [("@", "fapi"), ("openInterest", "*"), ("symbol", "*"), ("time", "*")], rows: "",
    symbol: "symbol", time: "time", series: [.init(.openInterest, [("open_interest", .field("openInterest"))])]),
]

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
