import Market
import Numerics

/// Tries to catch signals looking ahead, on the very data they are judged on.
///
/// Nothing that is computed at a bar may depend on what comes after it. So everything is computed again from data that ends
/// there, and from data whose future was made another, and compared to the last bit. Where it differs, the innermost expression
/// that does is named: what is made of it is only misled.
public struct SignalAudit: Sendable {
  /// Something that is asked about: a signal, a rule, an expression.
  public struct Subject: Sendable {
    public let name: String
    public let node: Node

    public init(name: String, node: Node) {
      self.name = name
      self.node = node
    }
  }

  /// A way to be caught.
  public enum Check: String, Sendable, Hashable, CaseIterable {
    /// Data that ends at a bar gives the same values up to it.
    case truncated = "history cut off"
    /// A future that is missing, wild or in another order changes nothing before it.
    case changed = "future changed"
    /// Bar by bar, from no more than its look-back, gives what all data at once gives.
    case streamed = "bar by bar"
    /// A dataset that ends at a bar has the same columns up to it.
    case dataset = "dataset cut off"
    /// Nothing known at a close follows returns after it too well to be believed.
    case plausible = "too good to be known"
  }

  /// A look ahead.
  public struct Finding: Sendable, Hashable {
    public let check: Check
    /// What was asked about.
    public let subject: String
    /// The innermost expression that differs, or a column.
    public let expression: String
    public let bar: Instant
    public let what: String
  }

  /// What a column computed elsewhere says of the returns of a horizon: from the close at which it is said to be known, and if
  /// it were known later. What is owed to the stamp is gone by then.
  public struct Foreknowledge: Sendable, Hashable {
    public let column: String
    public let horizon: Interval
    /// NaN where there are too few bars.
    public let correlation: Double
    public let barLater: Double
    public let hourLater: Double
    /// Returns that do not overlap.
    public let observations: Int
  }

  /// What was compared, and what was found.
  public struct Report: Sendable {
    /// By check, how many values were compared.
    public internal(set) var compared: [Check: Int] = [:]
    public internal(set) var findings: [Finding] = []
    /// Subjects whose values depend, as they say, on where the data begins.
    public internal(set) var anchored: [String] = []
    /// Columns computed elsewhere, of which no recomputation here can prove anything: how they came to be is out of sight, and
    /// their maker's word is all there is.
    public internal(set) var computed: [Foreknowledge] = []
    /// What foretells returns as much as the traded bars themselves do, a sentence each: nothing in it is known too early.
    public internal(set) var remarks: [String] = []
    /// What could not be looked for in columns computed elsewhere, for want of data: a sentence each.
    public internal(set) var unlooked: [String] = []
    /// Bars of which each was computed by itself.
    public internal(set) var streamedBars = 0

    public var isClean: Bool { findings.isEmpty }
  }

  let frame: Frame
  private let cuts: Int
  private let seed: UInt64
  private let effort: Int
  private let computed: [String: [Double]]
  private let market: Frame?

  /// - Parameters:
  ///   - cuts: places at which history is cut off and the future changed.
  ///   - effort: bars that are computed in all to stream; where that is less than each bar from its look-back, bars are taken evenly.
  ///   - computed: columns computed elsewhere, each with all its rows as they came; without any for those of the frame.
  ///   - market: columns of what is traded, on the grid of the frame, that those are held against; nil for none.
  public init(
    on frame: Frame, cuts: Int = 8, seed: UInt64 = 1, effort: Int = 20_000_000, computed: [String: [Double]] = [:],
    beside market: Frame? = nil
  ) {
    self.frame = frame
    self.cuts = cuts
    self.seed = seed
    self.effort = effort
    self.computed = computed
    self.market = market
  }

  /// - Throws: a `Problem` where a subject cannot be computed on the data at all.
  public func report(on subjects: [Subject]) throws(Problem) -> Report {
    var run = try AuditRun(frame, subjects)
    var random = SplitMix64(seed: seed)
    for cut in places(&random) {
      try run.compare(frame.slice(0..<(cut + 1)), from: 0, rows: 0..<(cut + 1), .truncated) {
        "its value is another when the data ends at \($0)"
      }
      for future in futures(after: cut, &random) {
        try run.compare(future.frame, from: 0, rows: 0..<(cut + 1), .changed) {
          "its value is another when all after \($0) is \(future.what)"
        }
      }
    }
    try run.stream(effort: effort)
    run.plausible(computed: computed, beside: market)
    return run.report
  }

  /// Asks prices, in whose rows stand columns that are read, what they know of returns to come: a stamp is wrong for all of a
  /// row, and a volume does not show it.
  ///
  /// - Parameter columns: by price, the column that stands beside it.
  public func judge(_ columns: [String: String], into report: inout Report) throws(Problem) {
    let prices = columns.keys.sorted().filter { frame.columns[$0] != nil }
    var run = try AuditRun(frame, prices.map { Subject(name: $0, node: .column($0, at: .nowhere)) })
    run.plausible(computed: [:], beside: nil)
    for price in prices {
      guard let found = run.report.findings.first(where: { $0.expression == price }), let read = columns[price] else {
        continue
      }
      report.findings.append(
        Finding(
          check: found.check, subject: "column \(read)", expression: read, bar: found.bar,
          what: "'\(price)' stands in its rows, and of that: \(found.what)"))
    }
  }

  /// Asks each member of a universe about its own columns beside its bars, as one instrument is asked: what compares members is
  /// only as honest as what each of them brings. Of computed columns all rows stand under the member's name and theirs.
  public func judgeMembers(into report: inout Report) throws(Problem) {
    guard frame.isUniverse else { return }
    for member in frame.members {
      let own = frame.seen(by: member)
      let names = own.columns.keys.sorted().filter { !TradedBars.are([$0], in: own) }
      var rows: [String: [Double]] = [:]
      for name in names { rows[name] = computed["\(member.name).\(name)"] }
      let published = own.columns.values.filter { rows[$0.name] == nil }
      var run = try AuditRun(own, names.map { Subject(name: $0, node: .column($0, at: .nowhere)) })
      run.plausible(computed: rows, beside: rows.isEmpty ? nil : own.with(columns: published))
      report.compared[.plausible, default: 0] += names.count * own.grid.count
      for name in names {
        let found = run.report.findings.filter { $0.subject == "column \(name)" }
        report.findings += found.map {
          Finding(
            check: $0.check, subject: "column \(name) of \(member.instrument)", expression: "\(member.name).\(name)",
            bar: $0.bar, what: $0.what)
        }
      }
      report.computed += run.report.computed.map {
        Foreknowledge(
          column: "\(member.name).\($0.column)", horizon: $0.horizon, correlation: $0.correlation,
          barLater: $0.barLater,
          hourLater: $0.hourLater, observations: $0.observations)
      }
      report.unlooked += run.report.unlooked.map {
        $0.replacing("column ", with: "column \(member.name).", maxReplacements: 1)
      }
    }
  }

  /// Bars at which to cut: the last but one and others between.
  private func places(_ random: inout SplitMix64) -> [Int] {
    guard frame.grid.count > 2 else { return [] }
    return Array(
      Set((0..<max(1, cuts)).map { $0 == 0 ? frame.grid.count - 2 : random.number(in: 1..<(frame.grid.count - 1)) })
    )
    .sorted()
  }

  private func futures(after cut: Int, _ random: inout SplitMix64) -> [(frame: Frame, what: String)] {
    let rows = (cut + 1)..<frame.grid.count
    var order = Array(rows)
    for place in order.indices.dropFirst() { order.swapAt(place, random.number(in: 0..<(place + 1))) }
    let wild = frame.replacing(rows: rows) { value in
      random.number(in: 0..<4) == 0 ? .nan : value * -1e6 + Double(random.number(in: 0..<1000))
    }
    return [
      (frame.replacing(rows: rows) { _ in .nan }, "unknown"), (wild, "wild"),
      (frame.reordered(rows: rows, order), "in another order"),
    ]
  }

  /// Compares the columns of a frame that was made from less data, bar by bar, with those of the whole.
  public func compare(_ part: Frame, into report: inout Report) {
    let first = frame.grid.row(containing: part.grid.start)
    for (name, column) in part.columns.sorted(by: { $0.key < $1.key }) {
      let whole = frame.values(name)
      guard whole.count == frame.grid.count else { continue }
      let rows = max(0, first)..<min(frame.grid.count, first + part.grid.count)
      report.compared[.dataset, default: 0] += rows.count
      let wrong = rows.first { !sameValue(whole[$0], column.values[$0 - first]) }
      guard let wrong, !report.findings.contains(where: { $0.check == .dataset && $0.expression == name }) else {
        continue
      }
      report.findings.append(
        Finding(
          check: .dataset, subject: "column \(name)", expression: name, bar: frame.grid.open(wrong),
          what: "its value is another when the dataset ends at \(part.grid.range.to.minuteText)"))
    }
  }
}

/// The same bits, or unknown both.
func sameValue(_ a: Double, _ b: Double) -> Bool { a.isNaN ? b.isNaN : a.bitPattern == b.bitPattern }

extension Frame {
  /// The values of some rows in another order, of all columns alike.
  func reordered(rows: Range<Int>, _ order: [Int]) -> Frame {
    let changed = columns.values.map { column in
      var values = column.values
      for (row, from) in zip(rows, order) { values[row] = column.values[from] }
      return Column(column.name, column.unit, values)
    }
    return Frame(market: market, instrument: instrument, grid: grid, columns: changed)
  }
}
