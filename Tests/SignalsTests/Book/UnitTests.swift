import Market
import Signals
import Testing

@Suite("Units")
struct UnitTests {
  @Test(
    "are checked where two are added or compared, at the second's place",
    arguments: [
      ("funding_rate + close", 16, "'+' adds 'funding_rate', a plain number, and 'close', a price"),
      ("close - open_interest", 9, "'-' subtracts 'close', a price, and 'open_interest', an amount of coins"),
      ("quote_volume + volume", 16, "an amount of quote currency, and 'volume', an amount of coins"),
      ("close > premium", 9, "'>' compares 'close', a price, and 'premium', a plain number"),
      ("zscore(close, 1d) * close < funding_rate", 29, "'<' compares"),
      ("least(close, volume)", 14, "'least' compares 'close', a price, and 'volume', an amount of coins"),
      ("if(premium > 0, close, volume)", 24, "'if' compares"),
      ("crosses_above(close, premium)", 22, "'crosses_above' compares"),
      ("between(close, 0, open_interest)", 19, "'between' compares"),
      ("close + var(close, 1d)", 9, "in quote^2 base^-2"),
      ("open_interest - bybit.open_interest_value", 17, "an amount of quote currency"),
      ("spot - spot_volume", 8, "an amount of coins"),
      ("funding_time > close", 16, "an instant"),
      ("front.hours_to_expiry + close", 25, "a plain number, and 'close', a price"),
      ("funding_8h + close", 14, "a plain number, and 'close', a price"),
      ("median_across(venues, open_interest) + close", 40, "an amount of coins, and 'close', a price"),
      ("funding_zscore() + close", 20, "a plain number, and 'close', a price"),
      ("funding_percentile() > close", 24, "a plain number, and 'close', a price"),
      ("over_bars(close, 4h, 3, mean) + volume", 33, "a price, and 'volume', an amount of coins"),
      ("settlements(funding_rate, 3, mean) > close", 38, "a plain number, and 'close', a price"),
      ("sqrt(close) + close", 15, "in quote^0.5 base^-0.5, and 'close', a price"),
      ("options.put_oi + close", 18, "a number of contracts, and 'close', a price"),
      ("deribit.options.iv_30d > close", 26, "a plain number, and 'close', a price"),
      ("max_pain - skew_25d", 12, "a price, and 'next_expiry.skew_25d', a plain number"),
      ("volume ^ 1.5 + volume", 16, "in base^1.5, and 'volume', an amount of coins"),
    ])
  func refused(text: String, column: Int, mention: String) {
    let problem = problem { () throws(Problem) in try node(text) }
    #expect(problem?.place == Problem.Place(line: 1, column: column))
    #expect(problem?.what.contains(mention) == true, "\(problem?.description ?? "")")
    #expect(problem?.remedy == "bring them to one unit, or take a ratio, a change or a z-score of each")
  }

  @Test(
    "that agree, cancel or are not known are free",
    arguments: [
      "close > 60000", "premium > 5bps", "close - spot", "close - mean(close, 1d) - 2 * std(close, 1d)",
      "close / spot - 1 + premium + funding_rate", "zscore(close, 1d) + funding_rate + rank(volume, 1d)",
      "close - ETHUSDT.close", "open_interest * close + quote_volume", "quote_volume / volume - close",
      "close - sqrt(var(close, 1d))", "close - exp(mean(log(close), 1d))", "log(close) - log(spot)",
      "close + unheard_of", "unheard_of > volume", "if(premium > 0, close, 0)", "clip(close, 100, spot)",
      "least(volume, 3)", "funding_rate * 24 * 365 / funding_interval + premium", "trades + 1", "hour() + weekday()",
      "close * (1 + premium) - spot", "previous(close, premium > 0, 1d) - close", "atr(1h) / close > 1%",
      "close - slope(close, open_interest, 1d) * open_interest", "close ^ 2 - var(close, 1d)",
      "residual(close, spot, 1d) + close", "funding_spend(1d) - net_delta_value(1d)",
      "over_bars(close, 4h, 3, mean) + close", "settlements(funding_rate, 3, mean) > premium",
      "over_bars(close, 4h, 3, rank) + premium", "sqrt(close) * sqrt(close) + close",
      "volume ^ 1.5 / volume ^ 0.5 + volume", "open_interest + bybit.open_interest",
      "volume * close + ETHUSDT.volume * ETHUSDT.close", "BTCUSDT.volume + binance.BTCUSDT.spot.volume",
      "volume / ETHUSDT.volume + premium",
      "BTCUSDT.volume + ETHUSDT.volume * mean(BTCUSDT.volume / ETHUSDT.volume, 1d)", "perp.volume + future.volume",
      "open_interest + bitmex.XBTUSD.open_interest", "neutralise(funding_rate, open_interest)",
      "median_across(venues, open_interest) + volume", "front.hours_to_expiry / 24 > 7",
      "max_pain - close", "put_call_oi + skew_25d", "options.call_oi + deribit.options.put_oi",
    ])
  func free(text: String) {
    #expect(throws: Never.self) { try node(text) }
  }

  @Test(
    "a percentage is a share, and neither added to a price nor compared with one, also behind a name",
    arguments: [
      ("close - 2%", "'-' subtracts 'close', a price, and '2%', a share"),
      ("close > mean(close, 1d) + 50bps", "'+' adds 'mean(close,1d)', a price, and '0.5%', a share"),
      ("close - (2% + 1%)", "'3%', a share"), ("close + -2%", "'-2%', a share"),
      ("atr(1h) > 2%", "a price, and '2%', a share"), ("least(volume, 5%)", "an amount of coins, and '5%', a share"),
      ("close - if(premium > 0, 1%, 2%)", "a share"), ("close - gap", "'2%', a share"),
    ])
  func share(text: String, mention: String) throws {
    let parameter = try #require(Parameter(name: "gap", text: "2%", place: .nowhere))
    let book = try SignalBook(parameters: [parameter], signals: [])
    let problem = problem { () throws(Problem) in try book.bound().resolve(Expression(parsing: text)) }
    #expect(problem?.what.contains(mention) == true, "\(problem?.description ?? "")")
    #expect(problem?.remedy?.contains("* (1 - ") == true)
  }

  @Test(
    "a percentage is free where it is a factor, beside what has no unit, and where nobody knows what is counted",
    arguments: [
      "close * (1 - 2%)", "close * (1 - gap) > spot", "close > 60000 * (1 + 2%)", "premium > 5bps",
      "atr(1h) / close > 1%", "close - close * 2%", "returns(1h) > 2% - premium", "close > 60000 - 2%",
      "unheard_of > 2%", "funding_rate + 1bps", "quote_volume > 1000000 * 5%", "close / (1 + 2%) > spot",
    ])
  func factor(text: String) throws {
    let parameter = try #require(Parameter(name: "gap", text: "2%", place: .nowhere))
    let book = try SignalBook(parameters: [parameter], signals: [])
    #expect(throws: Never.self) { try book.bound().resolve(Expression(parsing: text)) }
  }

  @Test("coins of two instruments are two units, which the names tell or the data")
  func coins() throws {
    let named = problem { () throws(Problem) in try node("BTCUSDT.volume + ETHUSDT.volume") }
    #expect(named?.what == "'+' adds 'BTCUSDT.volume', an amount of BTC, and 'ETHUSDT.volume', an amount of ETH")
    #expect(named?.remedy?.contains("multiply each by its price") == true)
    #expect(named?.place == Problem.Place(line: 1, column: 18))

    let frame = frame(["close": [1, 2], "volume": [3, 4], "ETHUSDT.volume": [5, 6], "bybit.BTCUSDT.volume": [7, 8]])
    for text in ["volume + ETHUSDT.volume", "volume > ETHUSDT.volume", "greatest(volume, ETHUSDT.volume)"] {
      let problem = try #require(throws: Problem.self, "\(text)") { _ = try Evaluator(frame).value(of: node(text)) }
      #expect(problem.what.contains("'volume', an amount of BTC"), "\(problem)")
      #expect(problem.what.contains("'ETHUSDT.volume', an amount of ETH"), "\(problem)")
    }
    #expect(try frame.numbers("volume + bybit.BTCUSDT.volume") == [10, 12])
    #expect(try frame.numbers("volume / ETHUSDT.volume * 10") == [6, 4 / 6.0 * 10])
  }

  @Test("coins of legs are those of each leg's instrument")
  func legs() throws {
    let one: [Double] = [1, 2]
    func member(_ name: String, _ instrument: String) throws -> FrameMember {
      let instrument = try #require(Instrument(instrument))
      return FrameMember(
        name: name, instrument: instrument, contract: instrument.contract,
        bars: Bars(open: one, high: one, low: one, close: one))
    }
    let plain = frame(["close": one])
    func legs(_ members: [FrameMember]) -> Frame {
      let names = ["close"] + members.flatMap { ["\($0.name).open_interest", "\($0.name).close"] }
      return Frame(
        market: "test", members: members, grid: plain.grid,
        columns: names.map { Column($0, $0.hasSuffix("close") ? .price : .base, one) })
    }
    let pair = try legs([member("perp", "binance:BTCUSDT"), member("spot", "binance:ETHUSDT/spot")])
    for (text, column) in [
      ("perp.open_interest + spot.open_interest", 22), ("perp.open_interest > spot.open_interest", 22),
      ("ETHUSDT.open_interest + perp.open_interest", 25),
    ] {
      let problem = try #require(throws: Problem.self, "\(text)") { _ = try Evaluator(pair).value(of: node(text)) }
      #expect(problem.what.contains("'perp.open_interest', an amount of BTC"), "\(problem)")
      #expect(problem.what.contains("open_interest', an amount of ETH"), "\(problem)")
      #expect(problem.place == Problem.Place(line: 1, column: column), "\(problem)")
    }
    let value = "perp.open_interest * perp.close + spot.open_interest * spot.close"
    #expect(try Evaluator(pair).number(of: node(value)) == [2, 8])
    let carry = try legs([member("perp", "binance:BTCUSDT"), member("spot", "binance:BTCUSDT/spot")])
    #expect(try Evaluator(carry).number(of: node("perp.open_interest + spot.open_interest")) == [2, 4])
  }

  @Test("are followed through a strategy's names, and numbers and parameters take any")
  func names() throws {
    #expect(throws: Never.self) { try book(["level": "60000"], ["high_price": "close > level"]) }
    let problem = problem { () throws(Problem) in
      try book([:], ["rate": "mean(funding_rate, 1d)", "z": "close + rate"])
    }
    #expect(problem?.what.contains("'close', a price, and 'mean(funding_rate,1d)', a plain number") == true)
  }
}
