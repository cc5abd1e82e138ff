import Market

/// Kline files as Binance writes them.
package enum KlineText {
  package static let header =
    "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n"

  /// Bars of a perpetual or of spot: row 3 opens at 103 and closes at 103.5.
  package static func traded(
    _ count: Int, every interval: Interval = .minutes(5), from start: Instant = Instant(year: 2025, month: 1, day: 1),
    header: Bool = true, microseconds: Bool = false
  ) -> String {
    rows(count, interval, start, header, microseconds) { row in
      let price = Double(100 + row)
      return ("\(price),\(price + 1),\(price - 1),\(price + 0.5),\(row + 1).25", "1000.5,\(row + 7),0.5,50.25,0")
    }
  }

  /// Samples of a price without trades: mark around 100, premium around zero.
  package static func sampled(
    _ count: Int, premium: Bool, every interval: Interval = .hour,
    from start: Instant = Instant(year: 2025, month: 1, day: 1), header: Bool = true
  ) -> String {
    rows(count, interval, start, header, false) { row in
      let sign = row % 2 == 0 ? "-" : ""
      return premium ? ("0,0.0005,-0.0005,\(sign)0.0001,0", "0,720,0,0,0") : ("100,101,99,100.5,0", "0,3600,0,0,0")
    }
  }

  private static func rows(
    _ count: Int, _ interval: Interval, _ start: Instant, _ header: Bool, _ microseconds: Bool,
    _ row: (Int) -> (String, String)
  ) -> String {
    let lines = (0..<count).map { index -> String in
      let open = (start + interval * index).milliseconds
      let close = open + interval.milliseconds - 1
      let (prices, rest) = row(index)
      return microseconds
        ? "\(open)000,\(prices),\(close)999,\(rest)\n" : "\(open),\(prices),\(close),\(rest)\n"
    }
    return (header ? Self.header : "") + lines.joined()
  }
}
