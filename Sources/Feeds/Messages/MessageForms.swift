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

/// Where the buyer was the maker, the taker sold. Of a forced order SELL closes a long; of a symbol one a second is sent, so that
/// equal ones of one time are one, heard twice. Only spot says `M`.
private func binanceForms(_ at: String, rows: String) -> [MessageForm] {
  func form(_ event: String, symbol: String = "s", time: String = "T", _ series: [MessageForm.Part]) -> MessageForm {
    MessageForm(
      venue: "binance", when: [(at + "e", event)], rows: rows, symbol: symbol, time: time, spot: "M", series: series)
  }
  let inverse = MessageForm.Amounts.contractsOfInverse
  return [
    form("trade", [.trades("p", "q", "m", buy: "false", sell: "true", number: "t", inverse)]),
    form("aggTrade", [.trades("p", "q", "m", buy: "false", sell: "true", number: "a", inverse)]),
    form(
      "forceOrder", symbol: "o.s", time: "o.T",
      [
        .liquidations(
          "o.ap", "o.z", "o.S", long: "SELL", short: "BUY", id: ["o.S", "o.q", "o.p", "o.ap", "o.z"], inverse)
      ]),
    form("markPriceUpdate", time: "E", [.mark("p"), .index("i"), .rate("r")]),
    form("bookTicker", [.quotes("b", "a", "B", "A", inverse)]),
    MessageForm(
      venue: "binance", when: [(at + "e", "kline"), (at + "k.x", "*")], rows: at + "k", symbol: "s", time: "t",
      spot: "//stream.binance",
      series: [
        .bars(
          ["o", "h", "l", "c"], ["v", "q", "n", "V", "Q"].map { .field($0) }, over: ("x", "true"), width: "i", end: "T",
          inverse)
      ]),
  ]
}

/// The first levels of a book, as a socket sends them whole; only the name of the stream tells them from what changed of one.
/// Those of spot have no event.
private let binanceDepth: [MessageForm] = ["5", "10", "20"].flatMap { levels in
  [
    MessageForm(
      venue: "binance", when: [("stream", "*@depth\(levels)"), ("data.e", "depthUpdate")], rows: "data",
      symbol: "^stream:pair", time: "T",
      series: [.quotes("b.0.0", "a.0.0", "b.0.1", "a.0.1", .contractsOfInverse)]),
    MessageForm(
      venue: "binance", when: [("stream", "*@depth\(levels)"), ("data.lastUpdateId", "*")], rows: "data",
      symbol: "^stream:pair", spot: "lastUpdateId",
      series: [.quotes("bids.0.0", "asks.0.0", "bids.0.1", "asks.0.1", .coins)]),
  ]
}

/// Bybit's side of a liquidation is that of the position. A ticker says what changed, and so does a book, whose messages are
/// numbered one after the other.
private let bybitForms: [MessageForm] = [
  MessageForm(
    venue: "bybit", when: [("topic", "kline.*")], rows: "data", symbol: "^topic:last", time: "start", spot: "/spot",
    series: [
      .bars(
        ["open", "high", "low", "close"], [.field("volume"), .field("turnover")], over: ("confirm", "true"),
        width: "interval", end: "end", .contractsOfInverse)
    ]),
  // The numbers of these count other orders as well.
  MessageForm(venue: "bybit", when: [("topic", "orderbook.rpi.*")], rows: "", symbol: "", series: []),
  MessageForm(
    venue: "bybit", when: [("topic", "orderbook.*"), ("data.u", "*")], rows: "data", symbol: "s", time: "^ts",
    spot: "/spot",
    book: .init(named: ["topic"], whole: ("type", "snapshot"), bids: "b", asks: "a", number: "u"),
    series: [.best(.contractsOfInverse)]),
  MessageForm(
    venue: "bybit", when: [("topic", "publicTrade.*")], rows: "data", symbol: "s", time: "T", spot: "/spot",
    series: [.trades("p", "v", "S", buy: "Buy", sell: "Sell", id: "i", .contractsOfInverse)]),
  MessageForm(
    venue: "bybit", when: [("topic", "allLiquidation.*")], rows: "data", symbol: "s", time: "T",
    series: [.liquidations("p", "v", "S", long: "Buy", short: "Sell", .contractsOfInverse)]),
  MessageForm(
    venue: "bybit", when: [("topic", "tickers.*"), ("data.symbol", "*")], rows: "data", symbol: "symbol", time: "^ts",
    leavesOut: ("type", "delta"), spot: "/spot",
    series: bybitState),
]

/// What Bybit's tickers say, over a socket and in an answer: open interest in coins or, of inverse contracts, in contracts of a
/// dollar.
let bybitState: [MessageForm.Part] = [
  .mark("markPrice"), .index("indexPrice"), .rate("fundingRate"),
  .init(
    .openInterest, [("open_interest", .field("openInterest")), ("open_interest_value", .field("openInterestValue"))],
    amounts: .contractsOfInverse),
  .quotes("bid1Price", "ask1Price", "bid1Size", "ask1Size", .contractsOfInverse),
]

/// Sizes are contracts, but for spot.
private let okxForms: [MessageForm] =
  [
    okx("trades", [.trades("px", "sz", "side", buy: "buy", sell: "sell", id: "tradeId", .contracts)]),
    okx("trades-all", [.trades("px", "sz", "side", buy: "buy", sell: "sell", id: "tradeId", .contracts)]),
    okx("mark-price", [.mark("markPx")]), okx("index-tickers", [.index("idxPx")]),
    okx("funding-rate", [.rate("fundingRate")]), okx("open-interest", [okxInterest]),
    okx("tickers", [.quotes("bidPx", "askPx", "bidSz", "askSz", .contracts)]),
    okx("bbo-tbt", [.quotes("bids.0.0", "asks.0.0", "bids.0.1", "asks.0.1", .contracts)], symbol: "^arg.instId"),
    okx("books5", [.quotes("bids.0.0", "asks.0.0", "bids.0.1", "asks.0.1", .contracts)], symbol: "^arg.instId"),
    MessageForm(
      venue: "okx", when: [("arg.channel", "liquidation-orders")], rows: "data", inner: "details", symbol: "^instId",
      time: "ts", series: [.liquidations("bkPx", "sz", "side", long: "sell", short: "buy", .contracts)]),
    okxBars("mark-price-candle", .bars(of: .mark, okxPrices, over: ("5", "1"), width: "^arg.channel:candle", .coins)),
    okxBars("index-candle", .bars(of: .index, okxPrices, over: ("5", "1"), width: "^arg.channel:candle", .coins)),
    okxBars(
      "candle",
      .bars(
        okxPrices, [.bySpot("5", other: "6"), .field("7")], over: ("8", "1"), width: "^arg.channel:candle", .coins)),
  ]
  + ["books", "books-l2-tbt", "books50-l2-tbt"].map { channel in
    MessageForm(
      venue: "okx", when: [("arg.channel", channel), ("action", "*")], rows: "data", symbol: "^arg.instId", time: "ts",
      book: .init(
        named: ["arg.channel", "arg.instId"], whole: ("action", "snapshot"), bids: "bids", asks: "asks",
        number: "seqId", before: "prevSeqId"),
      series: [.best(.contracts)])
  }

/// Rows are lists: the open's time, four prices, of traded ones three volumes, and whether it is over.
private let okxPrices = ["1", "2", "3", "4"]

private func okxBars(_ channel: String, _ bars: MessageForm.Part) -> MessageForm {
  MessageForm(
    venue: "okx", when: [("arg.channel", channel + "*"), ("data", "*")], rows: "data", symbol: "^arg.instId", time: "0",
    series: [bars])
}

let okxInterest = MessageForm.Part(
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
    series: [.trades("price", "amount", "direction", buy: "buy", sell: "sell", id: "trade_id", .contractsOfInverse)]),
  MessageForm(
    venue: "deribit", when: [("params.channel", "book.*"), ("params.channel", "*.none.")], rows: "params.data",
    symbol: "instrument_name", time: "timestamp",
    series: [.quotes("bids.0.0", "asks.0.0", "bids.0.1", "asks.0.1", .contractsOfInverse)]),
  MessageForm(
    venue: "deribit", when: [("params.channel", "book.*"), ("params.data.change_id", "*"), ("params.data.type", "*")],
    rows: "params.data", symbol: "instrument_name", time: "timestamp",
    book: .init(
      named: ["params.channel"], whole: ("params.data.type", "snapshot"), bids: "bids", asks: "asks", price: 1, size: 2,
      number: "change_id", before: "prev_change_id"),
    series: [.best(.contractsOfInverse)]),
  // A bar is sent as it grows, and nothing says that it is over but the next one. Volume is coins, and its cost what they were worth.
  MessageForm(
    venue: "deribit", when: [("params.channel", "chart.trades.*"), ("params.data.tick", "*")], rows: "params.data",
    symbol: "^params.channel:third", time: "tick",
    series: [
      .bars(
        ["open", "high", "low", "close"], [.byForm("volume", inverse: nil), .byForm("cost", inverse: "volume")],
        over: nil, width: "^params.channel:last", .contractsOfInverse)
    ]),
  MessageForm(
    venue: "deribit", when: [("params.channel", "ticker.*"), ("params.data.current_funding", "*")], rows: "params.data",
    symbol: "instrument_name", time: "timestamp", series: deribitState),
]

/// What Deribit's tickers say, over a socket and in an answer.
let deribitState: [MessageForm.Part] = [
  .mark("mark_price"), .index("index_price"),
  .init(.openInterest, [("open_interest", .field("open_interest"))], amounts: .dollarsOfInverse),
  .quotes("best_bid_price", "best_ask_price", "best_bid_amount", "best_ask_amount", .contractsOfInverse),
]

private let otherForms: [MessageForm] = [
  MessageForm(
    venue: "hyperliquid",
    when: [("channel", "subscriptionResponse"), ("data.method", "subscribe"), ("data.subscription.type", "candle")],
    rows: "data", symbol: "subscription.coin", begins: true, series: []),
  // Nothing says that a bar is over but the next one.
  MessageForm(
    venue: "hyperliquid", when: [("channel", "candle"), ("data", "*")], rows: "data", symbol: "s", time: "t",
    series: [
      .bars(
        ["o", "h", "l", "c"], [.field("v"), .missing, .field("n")], over: nil, width: "i", end: "T", .coins)
    ]),
  MessageForm(
    venue: "hyperliquid", when: [("channel", "l2Book"), ("data.coin", "*")], rows: "data", symbol: "coin", time: "time",
    series: [.quotes("levels.0.0.px", "levels.1.0.px", "levels.0.0.sz", "levels.1.0.sz", .coins)]),
  MessageForm(
    venue: "hyperliquid", when: [("channel", "trades"), ("data.0.coin", "*")], rows: "data", symbol: "coin",
    time: "time", series: [.trades("px", "sz", "side", buy: "B", sell: "A", number: "tid", .coins)]),
  MessageForm(
    venue: "hyperliquid", when: [("channel", "activeAssetCtx"), ("data.ctx.markPx", "*")], rows: "data",
    symbol: "coin", series: hyperliquidState("ctx.")),
  MessageForm(
    venue: "bitmex", when: [("table", "trade"), ("action", "insert")], rows: "data", symbol: "symbol",
    time: "timestamp",
    series: [.trades("price", "size", "side", buy: "Buy", sell: "Sell", id: "trdMatchID", .contracts)]),
  // A bar is sent once, when it is over, and stamped by its end.
  MessageForm(
    venue: "bitmex", when: [("table", "tradeBin*"), ("data.0.homeNotional", "*")], rows: "data", symbol: "symbol",
    time: "timestamp",
    series: [
      .bars(
        ["open", "high", "low", "close"], ["homeNotional", "foreignNotional", "trades"].map { .field($0) },
        over: ("symbol", "*"), width: "^table:tradeBin", isStampedAtClose: true, .coins)
    ]),
  MessageForm(
    venue: "bitmex", when: [("table", "liquidation"), ("action", "insert")], rows: "data", symbol: "symbol",
    series: [.liquidations("price", "leavesQty", "side", long: "Sell", short: "Buy", .contracts)]),
  MessageForm(
    venue: "dydx", when: [("channel", "v4_trades"), ("type", "channel_data")], rows: "contents.trades", symbol: "^id",
    time: "createdAt", series: [.trades("price", "size", "side", buy: "BUY", sell: "SELL", id: "id", .coins)]),
  // Who subscribes is sent the last bars, the newest first; then a bar as it grows, alone or with others.
  MessageForm(
    venue: "dydx", when: [("channel", "v4_candles"), ("type", "subscribed")], rows: "contents.candles",
    symbol: "ticker",
    time: "startedAt", isNewestFirst: true, series: [dydxBars]),
  MessageForm(
    venue: "dydx", when: [("channel", "v4_candles"), ("contents", "*")], rows: "contents", symbol: "ticker",
    time: "startedAt", series: [dydxBars]),
  MessageForm(
    venue: "gate", when: [("channel", "futures.trades"), ("event", "update")], rows: "result", symbol: "contract",
    time: "create_time_ms",
    series: [
      .init(
        .trades, [("trade_price", .field("price")), ("taker_bought", .above("size")), ("taker_sold", .below("size"))],
        amounts: .contracts, id: ["id"])
    ]),
]

/// Nothing says that a bar is over but the next one.
private let dydxBars = MessageForm.Part.bars(
  ["open", "high", "low", "close"], ["baseTokenVolume", "usdVolume", "trades"].map { .field($0) }, over: nil,
  width: "resolution", .coins)

private func hyperliquidState(_ at: String) -> [MessageForm.Part] {
  [
    .mark(at + "markPx"), .index(at + "oraclePx"), .rate(at + "funding"),
    .init(.openInterest, [("open_interest", .field(at + "openInterest"))]),
  ]
}
