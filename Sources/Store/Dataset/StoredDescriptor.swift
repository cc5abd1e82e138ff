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

  /// From the columns of a `SeriesTable`, starting at `offset`.
  init(_ row: Row, from offset: Int, path: String) throws {
    let name = try row.decode(String.self, atIndex: offset + 3)
    let word = try row.decode(String?.self, atIndex: offset + 2)
    let type = word.flatMap(InstrumentType.init(rawValue:))
    guard (type == nil) == (word == nil),
      let columns = Self.columns(from: try row.decode(String.self, atIndex: offset + 5)),
      let known = KnownRule(rawValue: try row.decode(String.self, atIndex: offset + 6)),
      let rows = RowRule(rawValue: try row.decode(String.self, atIndex: offset + 8))
    else { throw damaged(path, "a series is described in words this version does not know") }
    let cadence = try row.decode(Int64.self, atIndex: offset + 4)
    let delay = try row.decode(Int64.self, atIndex: offset + 7)
    guard cadence == 0 || DatasetSchema.cadences.contains(cadence),
      delay == 0 || DatasetSchema.cadences.contains(delay)
    else {
      throw damaged(path, "a series has a cadence of \(cadence) ms and a delay of \(delay) ms")
    }
    self.init(
      instrument: Instrument(
        venue: try row.decode(String.self, atIndex: offset), symbol: try row.decode(String.self, atIndex: offset + 1),
        type: type),
      kind: SeriesKind.named(name) ?? SeriesKind(name, columns: columns, known: known, rows: rows),
      cadence: cadence == 0 ? nil : Interval(milliseconds: cadence), columns: columns, known: known,
      delay: Interval(milliseconds: delay), rows: rows)
  }

  /// Milliseconds, 0 where there is no cadence.
  var storedCadence: Int64 { cadence?.milliseconds ?? 0 }

  /// The order of series wherever order must not depend on which was imported first.
  var sortKey: [String] {
    let cadence = String(storedCadence)
    let padded = String(repeating: "0", count: 20 - min(20, cadence.utf8.count)) + cadence
    return [instrument.venue, instrument.symbol, instrument.type.rawValue, kind.name, padded, columnsText]
  }

  func hash(into hasher: inout SHA256) {
    for field in [
      instrument.venue, instrument.symbol, instrument.type.rawValue, kind.name, columnsText, known.rawValue,
      rows.rawValue,
    ] { hasher.update(field: field) }
    hasher.update(storedCadence)
    hasher.update(delay.milliseconds)
  }
}

/// Table `series` as this version reads it, whichever version wrote it.
///
/// A file that is only read is never changed, so one of an earlier version keeps its tables: spot is a kind in it, with
/// `spot` before its columns, and is read here as the klines of a spot instrument. Other types are what symbols say.
struct SeriesTable {
  /// What stands behind FROM.
  let source: String
  /// The columns a descriptor is read from.
  let columns: String

  /// - Parameters:
  ///   - alias: what the table is called in the statement.
  ///   - hint: how SQLite is to look rows up.
  init(_ db: Database, as alias: String, hint: String = "") throws {
    if try db.columns(in: "series").contains(where: { $0.name == "type" }) {
      self.init(source: "series \(alias) \(hint)", alias: alias)
    } else {
      self.init(untypedAs: alias)
    }
  }

  /// Of a file without types.
  init(untypedAs alias: String) {
    let source = """
      (SELECT id, venue, symbol, CASE kind WHEN 'spot' THEN 'spot' END AS type,
        CASE kind WHEN 'spot' THEN 'klines' ELSE kind END AS kind, cadence_ms,
        CASE kind WHEN 'spot' THEN replace(replace(columns, 'spot_', ''), 'spot:', 'close:') ELSE columns END AS columns,
        known, delay_ms, 'one' AS rows FROM series) \(alias)
      """
    self.init(source: source, alias: alias)
  }

  private init(source: String, alias: String) {
    self.source = source
    columns = ["venue", "symbol", "type", "kind", "cadence_ms", "columns", "known", "delay_ms", "rows"]
      .map { "\(alias).\($0)" }.joined(separator: ", ")
  }
}
