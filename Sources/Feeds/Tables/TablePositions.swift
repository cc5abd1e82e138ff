import Market
import Numerics

/// What columns without names are for, where their numbers allow one answer only: a time, an open, a high, a low and a close,
/// and behind them volumes as far as one fits the other. The time may be a day and a time of day.
struct TablePositions {
  private(set) var columns: [String: String] = [:]
  /// What is to be said of an order that is not the usual one.
  private(set) var note: String?

  private static let bars: [SeriesKind] = [.klines, .mark, .index, .premium, .fundingIndex]
  private static let roles = ["open", "high", "low", "close"]

  /// - Parameter kind: what the user says that it is; bars that are said need no volume that can be told.
  init?(of table: TableText, as kind: SeriesKind?) {
    guard kind.map(Self.bars.contains) ?? true else { return nil }
    let two = TimeColumns.leading(table)
    let first = two == nil ? 1 : 2
    // What stands around the rows is none of their columns.
    let own = table.names.prefix(table.text.numbered ?? table.names.count)
    let width = own.count - first
    guard (4...12).contains(width) else { return nil }
    var scanner = table.scanner()
    var rows: [[Double]] = []
    var times: [Int64?] = []
    let clock = try? Clock(table, two ?? table.names[0])
    while rows.count < 200, scanner.advance() {
      guard first > 1 || DateForms.part(table, 0) == .whole || DateForms.part(table, 0) == .day else { return nil }
      var values = (first..<own.count).map { (try? scanner.number($0, table.numbers)) ?? .nan }
      if let flag = scanner.flag(own.count - 1) { values[width - 1] = flag }
      guard values.prefix(min(5, width)).allSatisfy(\.isFinite) else { return nil }
      rows.append(values)
      times.append(clock?.stamp(scanner))
    }
    var names = Array(own.dropFirst(first))
    let follows = Self.neighbours(times)
    if !Self.areBars(rows), let other = Self.order(rows, follows) {
      rows = rows.map { row in other.columns.map { row[$0] } }
      names = other.columns.map { names[$0] }
      note = "columns are read in the order of \(other.name), as the bars allow no other"
    }
    guard Self.areBars(rows), kind == .premium || kind == .fundingIndex || width == 4 || Self.arePositive(rows) else {
      return nil
    }
    let isSwapped = Self.follows(rows, follows, close: 0, open: 3, ratherThan: (close: 3, open: 0))
    guard !Self.hasOtherClose(rows, follows, isSwapped: isSwapped) else { return nil }
    let roles = isSwapped ? ["close", "high", "low", "open"] : Self.roles
    columns = Dictionary(uniqueKeysWithValues: zip(roles, names))
    columns[ColumnRoles.time] = two ?? table.names[0]
    // Behind all numbers, whether the bar was over; a filler of zeros says it of none.
    let saysOver = width > 4 && Self.areFlags(rows.map { $0[width - 1] }, isAlone: width == 5)
    if saysOver, let last = names.last { columns[ColumnRoles.finished] = last }
    let numbers = saysOver ? rows.map { Array($0.dropLast()) } : rows
    switch width - (saysOver ? 1 : 0) {
    case 4: break
    case 5:
      // What lies within its bar in every row is a price.
      if !Self.lieWithin(numbers, 4) { columns["volume"] = names[4] }
    default:
      if case .places(let volume, let value)? = Self.volume(numbers) {
        columns["volume"] = names[volume]
        columns["quote_volume"] = names[value]
      } else if kind == nil || Self.volume(numbers) == .several {
        return nil
      }
    }
  }

  /// Orders of some venues behind the time, and where an open, a high, a low, a close and a volume stand in each.
  private static let orders: [(name: String, places: [Int])] = [
    ("volume, close, high, low, open", [4, 2, 3, 1, 0]), ("open, close, high, low, volume", [0, 2, 3, 1, 4]),
    ("low, high, open, close, volume", [2, 1, 0, 3, 4]),
  ]

  /// The one of these that the bars allow, with the places of all columns in the usual order: a bar opens about where the one
  /// before it closed, and what is a high and a low is so in all rows. Nil where none does, or several.
  private static func order(
    _ rows: [[Double]], _ pairs: [(before: Int, after: Int)]
  ) -> (name: String, columns: [Int])? {
    guard let width = rows.first?.count, width > 4 else { return nil }
    let fitting = orders.compactMap { order -> (name: String, columns: [Int])? in
      var columns = order.places + Array(5..<width)
      let bars = rows.map { row in columns.map { row[$0] } }
      guard areBars(bars), arePositive(bars), !lieWithin(bars, 4),
        follows(bars, pairs, close: 3, open: 0, ratherThan: (close: 0, open: 3))
      else { return nil }
      // Gate lists the value of a pair's bar before the prices, and what was traded behind them.
      if width > 5, isValue(4, of: 5, bars), !isValue(5, of: 4, bars) { columns.swapAt(4, 5) }
      return (order.name, columns)
    }
    return fitting.count == 1 ? fitting.first : nil
  }

  /// Whether the first four are an open, a high, a low and a close in all rows, in no other order, and not the same in all.
  private static func areBars(_ rows: [[Double]]) -> Bool {
    func fits(_ open: Int, _ high: Int, _ low: Int, _ close: Int) -> Bool {
      rows.allSatisfy { row in row[high] >= max(row[open], row[close]) && row[low] <= min(row[open], row[close]) }
    }
    let isFlat = rows.allSatisfy { $0[0] == $0[1] && $0[1] == $0[2] }
    return !rows.isEmpty && !isFlat && fits(0, 1, 2, 3) && !fits(2, 1, 0, 3)
  }

  /// Whether a column is 1 for bars that were over and 0 for others.
  ///
  /// - Parameter isAlone: whether it stands where a volume does, which may be 1 and 0 as well: of flags the first or the last is 0.
  private static func areFlags(_ values: [Double], isAlone: Bool) -> Bool {
    guard values.allSatisfy({ $0 == 0 || $0 == 1 }), values.contains(1) else { return false }
    guard isAlone else { return true }
    return values.count > 2 && values.count { $0 == 0 } == 1 && (values.first == 0 || values.last == 0)
  }

  /// The times of rows, in whatever form the table has them.
  private struct Clock {
    let fields: TimeFields
    let reader: StampReader

    init(_ table: TableText, _ name: String) throws {
      fields = try table.timeFields(name, of: PlainTable.name)
      if case .pattern(let pattern) = DateForms.form(of: table, fields) {
        reader = StampReader(.text(pattern))
      } else {
        reader = StampReader()
      }
    }

    func stamp(_ row: borrowing CSVScanner) -> Int64? {
      row.has(fields) ? try? reader.stamp(row, fields, after: nil) : nil
    }
  }

  /// Rows that stand beside each other, the earlier first: a file of several answers goes one way within each and may go the
  /// other way from one to the next, so that only the times of two rows tell which follows which.
  private static func neighbours(_ times: [Int64?]) -> [(before: Int, after: Int)] {
    times.indices.dropFirst().compactMap { row in
      guard let last = times[row - 1], let own = times[row], last != own else { return nil }
      return last < own ? (row - 1, row) : (row, row - 1)
    }
  }

  /// Whether bars go on from each other by one pair of columns, and by another far less: a bar opens about where the one before
  /// it closed, and what is a high and a low does not tell which is which.
  private static func follows(
    _ rows: [[Double]], _ pairs: [(before: Int, after: Int)], close: Int, open: Int,
    ratherThan other: (close: Int, open: Int)
  ) -> Bool {
    guard pairs.count > 9 else { return false }
    func distance(_ close: Int, _ open: Int) -> Double {
      pairs.map { abs(rows[$0.before][close] - rows[$0.after][open]) }.middle ?? 0
    }
    let far = distance(other.close, other.open)
    return far > 0 && distance(close, open) * 5 < far
  }

  private static func lieWithin(_ rows: [[Double]], _ column: Int) -> Bool {
    rows.count > 1 && rows.allSatisfy { $0[column] <= $0[1] && $0[column] >= $0[2] }
  }

  /// Whether a column behind the four may be the close as well, as an average of the bar's trades may: it lies within the bar in
  /// every row, and bars do not go on from each other much better by the fourth.
  private static func hasOtherClose(
    _ rows: [[Double]], _ pairs: [(before: Int, after: Int)], isSwapped: Bool
  ) -> Bool {
    let (open, close) = isSwapped ? (3, 0) : (0, 3)
    return (4..<(rows.first?.count ?? 4)).contains { other in
      lieWithin(rows, other) && rows.contains { $0[other] != $0[close] }
        && !follows(rows, pairs, close: close, open: open, ratherThan: (other, open))
    }
  }

  private static func arePositive(_ rows: [[Double]]) -> Bool { rows.allSatisfy { $0[2] > 0 } }

  private enum Volume: Equatable {
    case places(volume: Int, value: Int)
    /// Several columns may be it, and none holds the others.
    case several
  }

  /// The volume whose value at the bar's prices another column is. Where several are, it is the one that the others are a part
  /// of: takers buy no more than was traded.
  private static func volume(_ rows: [[Double]]) -> Volume? {
    guard let width = rows.first?.count, width > 5 else { return nil }
    let found = (4..<width).flatMap { volume in
      (volume..<width).dropFirst().filter { isValue($0, of: volume, rows) }.map { (volume: volume, value: $0) }
    }
    guard let first = found.first else { return nil }
    func holds(_ own: (volume: Int, value: Int), _ other: (volume: Int, value: Int)) -> Bool {
      rows.allSatisfy { $0[other.volume] <= $0[own.volume] && $0[other.value] <= $0[own.value] }
    }
    // What is the value of one volume may not be another volume itself.
    let isChain = found.contains { own in found.contains { $0.volume == own.value } }
    guard !isChain, let whole = found.first(where: { own in found.allSatisfy { holds(own, $0) } }) else {
      return found.count == 1 ? .places(volume: first.volume, value: first.value) : .several
    }
    return .places(volume: whole.volume, value: whole.value)
  }

  /// Whether a value lies between the volume at the low and at the high in every row with trades; digits are cut off either.
  private static func isValue(_ value: Int, of volume: Int, _ rows: [[Double]]) -> Bool {
    let traded = rows.filter { $0[volume] > 0 && $0[value] > 0 }
    return !traded.isEmpty
      && traded.allSatisfy { row in
        row[value] >= row[volume] * row[2] * 0.99 && row[value] <= row[volume] * row[1] * 1.01
      }
  }
}
