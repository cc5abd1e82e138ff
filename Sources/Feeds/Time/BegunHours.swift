import Market

/// Of rows that begin in an hour which the clock showed twice, and that the order tells apart: which of the two the first row is of,
/// by series.
///
/// Where the rows go through the hour twice, they begin in the one that comes first in the file. Where they have it once, they go on
/// from it at their own distance, by the one clock or by the other; where by neither, it stays unsaid.
struct BegunHours {
  private struct Beginning {
    /// The rows in the hour, as both of its instants, and the first two behind them.
    var within: [(first: Int64, second: Int64)] = []
    var behind: [Int64] = []
  }

  /// By series, what the row before its first would be stamped, for `ClockZone` to go on from.
  private(set) var before: [String: Int64] = [:]
  private var isFirst: Bool?
  private let zone: ClockZone
  private var at: Int64?

  init(
    _ table: TableText, _ fields: TimeFields, _ reader: StampReader, series: (borrowing CSVScanner) -> String
  ) {
    zone = reader.zone
    let readers = [ClockZone.Repeated.first, .second].map {
      StampReader(reader.form, zone: reader.zone, repeated: $0, rounding: reader.rounding, since: reader.since)
    }
    var beginnings: [String: Beginning] = [:]
    var scanner = table.scanner()
    while scanner.advance() {
      let name = series(scanner)
      if let met = beginnings[name], met.within.isEmpty || met.behind.count > 1 { continue }
      guard let first = try? readers[0].stamp(scanner, fields, after: nil),
        let second = try? readers[1].stamp(scanner, fields, after: nil)
      else { continue }
      let isBehind = beginnings[name]?.behind.isEmpty == false
      if first != second, !isBehind {
        beginnings[name, default: Beginning()].within.append((first, second))
      } else {
        beginnings[name, default: Beginning()].behind.append(first)
      }
    }
    for (name, beginning) in beginnings where !beginning.within.isEmpty {
      guard let found = Self.isFirst(beginning, reader) else { continue }
      before[name] = found.isFirst ? .min : .max
      if found.isByDistance, at.map({ beginning.within[0].first < $0 }) ?? true {
        (at, isFirst) = (beginning.within[0].first, found.isFirst)
      }
    }
  }

  private static func isFirst(_ rows: Beginning, _ reader: StampReader) -> (isFirst: Bool, isByDistance: Bool)? {
    let steps = zip(rows.within, rows.within.dropFirst()).map { $1.first - $0.first }
    if steps.contains(where: { (reader.goesBack ? $0 > 0 : $0 < 0) || $0 == 0 && !reader.isShared }) {
      return (!reader.goesBack, false)
    }
    guard let last = rows.within.last, let next = rows.behind.first,
      let step = steps.first ?? rows.behind.dropFirst().first.map({ $0 - next }), step != 0
    else { return nil }
    // Where both fit, no order says it.
    let fits = (first: next - last.first == step, second: next - last.second == step)
    return fits.first == fits.second ? nil : (fits.first, true)
  }

  /// What is to be said of a beginning that the order does not tell; nil where there is none.
  var note: String? {
    guard let at, let isFirst, let (instant, length) = zone.setBack(around: at) else { return nil }
    let from = Instant(milliseconds: instant - length).minuteText
    return
      "clocks in \(zone.name) showed the time from \(from) UTC on twice, and the rows begin there and have it once: taken as the "
      + "\(isFirst ? "first" : "second"), from which the rows go on as far apart as they are; say --repeated "
      + "\(isFirst ? "second" : "first") where it is the other"
  }
}
