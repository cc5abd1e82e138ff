/// Names of the ends of bars, in whatever order their words stand and with or without marks between: `close_time`,
/// `closeTime`, `time_close`, `bar_end`, `closed_at`. A table that has no other times is stamped by them.
enum NamedEnds {
  private static let ends = ["close", "closed", "closing", "end", "ended", "ending", "until", "to"]
  private static let times = ["time", "timestamp", "datetime", "date", "ts", "unix", "at"]
  private static let bars = ["bar", "candle", "kline", "period", "interval", "window", "bucket"]
  /// Words that say it alone: a `close` is a price, and `closed` whether the bar was over.
  private static let alone: Set<String> = ["end", "to", "until"]

  /// Whether it is one of these, be it with a clock or a unit in it.
  static func contains(_ name: String) -> Bool {
    plain(name).contains { alone.contains($0) || reads($0, as: ends) }
  }

  /// Whether it also says that it is a time, as `bar_close` does not: that may be a price.
  static func saysTime(_ name: String) -> Bool {
    let words = plain(name).map { $0.replacing("_", with: "") }
    return words.contains { word in alone.contains(word) || times.contains { word.contains($0) } || word.contains("end")
    }
  }

  /// The name as names are compared, and without a clock or a unit in it.
  static func plain(_ name: String) -> [String] { [ColumnRoles.plain(name), NamedClock(name).rest] }

  /// Whether a plain name is made of words for one end of something, and for what it is the end of.
  static func reads(_ plain: String, as ends: [String]) -> Bool {
    reads(plain.replacing("_", with: "")[...], ends, hasEnd: false, hasOther: false)
  }

  /// Whether the letters are such words one behind the other, an end among them and something that it is the end of.
  private static func reads(_ letters: Substring, _ ends: [String], hasEnd: Bool, hasOther: Bool) -> Bool {
    guard !letters.isEmpty else { return hasEnd && hasOther }
    return ends.contains {
      letters.hasPrefix($0) && reads(letters.dropFirst($0.count), ends, hasEnd: true, hasOther: hasOther)
    }
      || (times + bars).contains {
        letters.hasPrefix($0) && reads(letters.dropFirst($0.count), ends, hasEnd: hasEnd, hasOther: true)
      }
  }
}
