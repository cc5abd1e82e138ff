import Digest
import GRDB
import Market

/// How a series' identity is written in the dataset.
extension SeriesDescriptor {
  /// `open:price,high:price`, in storage order.
  var columnsText: String { columns.map { "\($0.name):\($0.unit.rawValue)" }.joined(separator: ",") }

  static func columns(from text: String) -> [ColumnDescriptor]? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let columns = parts.compactMap { part -> ColumnDescriptor? in
      let words = part.split(separator: ":", omittingEmptySubsequences: false)
      guard words.count == 2, let unit = Unit(rawValue: String(words[1])) else { return nil }
      return ColumnDescriptor(String(words[0]), unit)
    }
    return columns.count == parts.count ? columns : nil
  }

  /// From columns `venue` to `delay_ms` of table `series`, starting at `offset`.
  init(_ row: Row, from offset: Int, path: String) throws {
    guard let kind = SeriesKind(rawValue: try row.decode(String.self, atIndex: offset + 2)),
      let columns = Self.columns(from: try row.decode(String.self, atIndex: offset + 4)),
      let known = KnownRule(rawValue: try row.decode(String.self, atIndex: offset + 5))
    else { throw damaged(path, "a series is described in words this version does not know") }
    let cadence = try row.decode(Int64.self, atIndex: offset + 3)
    let delay = try row.decode(Int64.self, atIndex: offset + 6)
    guard DatasetSchema.cadences.contains(cadence), delay == 0 || DatasetSchema.cadences.contains(delay) else {
      throw damaged(path, "a series has a cadence of \(cadence) ms and a delay of \(delay) ms")
    }
    self.init(
      instrument: Instrument(
        venue: try row.decode(String.self, atIndex: offset), symbol: try row.decode(String.self, atIndex: offset + 1)),
      kind: kind,
      cadence: Interval(milliseconds: cadence),
      columns: columns,
      known: known,
      delay: Interval(milliseconds: delay))
  }

  static let sqlColumns = "s.venue, s.symbol, s.kind, s.cadence_ms, s.columns, s.known, s.delay_ms"

  /// The order of series wherever order must not depend on which was imported first.
  var sortKey: [String] {
    let cadence = String(cadence.milliseconds)
    let padded = String(repeating: "0", count: 20 - min(20, cadence.utf8.count)) + cadence
    return [instrument.venue, instrument.symbol, kind.rawValue, padded, columnsText]
  }

  func hash(into hasher: inout SHA256) {
    for field in [instrument.venue, instrument.symbol, kind.rawValue, columnsText, known.rawValue] {
      hasher.update(field: field)
    }
    hasher.update(cadence.milliseconds)
    hasher.update(delay.milliseconds)
  }
}
