import Market
import Numerics

/// What columns without names are for, where their numbers allow one answer only: a time, an open, a high, a low and a close,
/// and behind them volumes as far as one fits the other. The time may be a day and a time of day.
struct TablePositions {
  private(set) var columns: [String: String] = [:]

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
    while rows.count < 200, scanner.advance() {
      guard first > 1 || DateForms.part(table, 0) == .whole || DateForms.part(table, 0) == .day else { return nil }
      let values = (first..<own.count).map { (try? scanner.number($0, table.numbers)) ?? .nan }
      guard values.prefix(min(5, width)).allSatisfy(\.isFinite) else { return nil }
      rows.append(values)
    }
    guard Self.areBars(rows), kind == .premium || kind == .fundingIndex || width == 4 || Self.arePositive(rows) else {
      return nil
    }
    let roles =
      Self.isSwapped(rows, goesForward: Self.goesForward(table)) ? ["close", "high", "low", "open"] : Self.roles
    columns = Dictionary(uniqueKeysWithValues: zip(roles, own.dropFirst(first)))
    columns[ColumnRoles.time] = two ?? table.names[0]
    let names = Array(own.dropFirst(first))
    if width == 5 {
      columns["volume"] = names[4]
    } else if let volume = Self.volume(rows) {
      columns["volume"] = names[volume]
      columns["quote_volume"] = names[volume + 1]
    } else if width > 5, kind == nil {
      return nil
    }
    // Behind all numbers, whether the bar was over; a filler of zeros says it of none.
    if width > 6, let last = names.last, rows.allSatisfy({ $0[width - 1] == 0 || $0[width - 1] == 1 }),
      rows.contains(where: { $0[width - 1] == 1 })
    {
      columns[ColumnRoles.finished] = last
    }
  }

  /// Whether the first four are an open, a high, a low and a close in all rows, in no other order, and not the same in all.
  private static func areBars(_ rows: [[Double]]) -> Bool {
    func fits(_ open: Int, _ high: Int, _ low: Int, _ close: Int) -> Bool {
      rows.allSatisfy { row in row[high] >= max(row[open], row[close]) && row[low] <= min(row[open], row[close]) }
    }
    let isFlat = rows.allSatisfy { $0[0] == $0[1] && $0[1] == $0[2] }
    return !rows.isEmpty && !isFlat && fits(0, 1, 2, 3) && !fits(2, 1, 0, 3)
  }

  /// Whether the first and the fourth have each other's place: a bar opens about where the one before it closed, and what is
  /// a high and a low does not tell which is which.
  private static func isSwapped(_ rows: [[Double]], goesForward: Bool?) -> Bool {
    guard let goesForward, rows.count > 10 else { return false }
    let inOrder = goesForward ? rows : rows.reversed()
    func distance(_ close: Int, _ open: Int) -> Double {
      zip(inOrder, inOrder.dropFirst()).map { abs($0[close] - $1[open]) }.middle ?? 0
    }
    let (standing, swapped) = (distance(3, 0), distance(0, 3))
    return standing > 0 && swapped * 5 < standing
  }

  /// Which way times go; nil where that is not seen at a glance.
  private static func goesForward(_ table: TableText) -> Bool? {
    var scanner = table.scanner()
    var (first, last) = (String?.none, "")
    var rows = 0
    while rows < 200, scanner.advance() {
      last = scanner.text(0)
      first = first ?? last
      rows += 1
    }
    guard let first, first != last else { return nil }
    if let a = Double(first), let b = Double(last) { return a < b }
    let areYears = [first, last].allSatisfy { $0.count > 4 && $0.prefix(4).allSatisfy(\.isNumber) }
    return areYears ? first < last : nil
  }

  private static func arePositive(_ rows: [[Double]]) -> Bool { rows.allSatisfy { $0[2] > 0 } }

  /// The place of a volume whose value at the close is what stands behind it.
  private static func volume(_ rows: [[Double]]) -> Int? {
    guard let width = rows.first?.count, width > 5 else { return nil }
    return (4..<(width - 1)).first { place in
      let traded = rows.filter { $0[place] > 0 && $0[place + 1] > 0 }
      return !traded.isEmpty
        && traded.allSatisfy { row in
          // A value lies between the volume at the low and at the high; digits are cut off either.
          let (low, high) = (row[place] * row[2], row[place] * row[1])
          return (low * 0.99...high * 1.01).contains(row[place + 1])
        }
    }
  }
}
