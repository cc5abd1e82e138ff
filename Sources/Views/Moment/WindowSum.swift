import Market
import Numerics

/// How many of the rows that a time should have it has.
///
/// A sum over a time with a hole in it is the sum over another time, so one that is not whole is not given, and this says
/// what it lacks.
public struct Coverage: Hashable, Sendable {
  public let length: Interval
  /// Of which everything is known that the sum takes.
  public let rows: Int
  public let expected: Int

  public var isWhole: Bool { rows >= expected }

  /// `18 of 24 in 1d`.
  var words: String { "\(rows) of \(expected) in \(length)" }

  /// What several lack, as `18 of 24 in 1d and 162 of 168 in 7d`; nil where all of them are whole.
  static func gaps(_ all: [Coverage]) -> String? {
    let lacking = all.filter { !$0.isWhole }.map(\.words)
    return lacking.isEmpty ? nil : lacking.joined(separator: " and ")
  }
}

/// What happened in the time up to an instant, added up: of rows that became known after its start, up to its end.
struct WindowSum {
  let coverage: Coverage
  /// By column, of the rows of which every column is known.
  private let sums: [Double]

  /// - Parameters:
  ///   - stamps: when each row became known, in order.
  ///   - cadence: of bars, one after the other; nil for rows that come when something happens, of which none is missing but
  ///     may say less than the sum takes.
  init(
    knownAt stamps: [Int64], columns: [[Double]], every cadence: Interval?, over length: Interval, to instant: Instant
  ) {
    let (start, end) = ((instant - length).milliseconds, instant.milliseconds)
    // No bar lies in a time that is shorter than it.
    let isWide = cadence.map { $0 > length } ?? false
    let low = isWide ? stamps.count : stamps.leadingCount { $0 <= start }
    let there = low..<max(low, stamps.leadingCount { $0 <= end })
    let inside = there.filter { row in
      columns.allSatisfy { !$0[row].isNaN }
    }
    sums = columns.map { column in inside.reduce(0) { $0 + column[$1] } }
    coverage = Coverage(
      length: length, rows: inside.count,
      expected: isWide ? 1 : Self.expected(after: start, upTo: end, every: cadence, like: stamps.last) ?? there.count)
  }

  init(_ rows: Series, over length: Interval, to instant: Instant) {
    let after = rows.descriptor.knownAfter.milliseconds
    self.init(
      knownAt: rows.stamps.map { $0 + after }, columns: rows.columns, every: rows.descriptor.cadence, over: length,
      to: instant)
  }

  /// The sums by column; nil where a row is missing.
  var whole: [Double]? { coverage.isWhole ? sums : nil }

  /// How many bars end after one instant and up to another, there or not; nil where none is ever missing.
  private static func expected(after start: Int64, upTo end: Int64, every cadence: Interval?, like stamp: Int64?)
    -> Int?
  {
    guard let step = cadence?.milliseconds, let stamp else { return nil }
    return Int((end - stamp).flooredQuotient(by: step) - (start - stamp).flooredQuotient(by: step))
  }
}
