import Market
import Numerics
import Replay
import Research
import Statistics

/// A comparison with the summaries of its runs, for documents and pages.
public struct CompareSummary: Sendable {
  /// What strategies came to on one market, the same bars for all.
  public struct Part: Sendable {
    public let comparison: Comparison
    /// In the order of the comparison's contenders.
    public let runs: [RunSummary]

    public init(comparison: Comparison, runs: [RunSummary]) {
      self.comparison = comparison
      self.runs = runs
    }

    package var market: String { runs[0].header.market }

    /// A word of each run: once where all have the same, else each with the names of those that have it.
    func words(_ word: (RunSummary) -> String) -> String {
      let said = rows.map { (name: $0.name, word: word($0.run)) }
      let words = said.map(\.word).uniqued
      guard words.count > 1 else { return words.first ?? "" }
      return words.map { word in
        "\(word) (\(said.filter { $0.word == word }.map(\.name).listed(most: 5)))"
      }.joined(separator: ", ")
    }

    /// What runs rest on that is another's or that nobody has verified: what holds of all of them once, else with their names.
    var reservations: [String] {
      let said = rows.map { (name: $0.name, lines: $0.run.reservations) }
      return said.flatMap(\.lines).uniqued.map { line in
        let names = said.filter { $0.lines.contains(line) }.map(\.name)
        return "Not verified\(names.count == said.count ? "" : ", of \(names.listed(most: 5))"): \(line)"
      }
    }

    /// Contenders with their runs.
    package var rows: [Row] { zip(comparison.contenders, runs).map { Row(name: $0.name, run: $1) } }
  }

  package struct Row {
    package let name: String
    package let run: RunSummary
  }

  /// At least one, each with the same contenders in the same order.
  public let parts: [Part]
  /// Over all markets; nil for one.
  public let total: Comparison?
  /// The totals against the benchmark, in order of the contenders: its returns pooled over the markets as theirs are. Why not where
  /// that cannot be said; nil for one market and without a benchmark.
  public var totalsAgainst: Result<[RunAgainst], Unavailable>?
  /// Of its identity; nil for one that nobody will look up.
  public var hash: String?

  public init(parts: [Part], total: Comparison?) {
    self.parts = parts
    self.total = total
  }

  /// - Parameter runs: in the order of the comparison's contenders.
  public init(comparison: Comparison, runs: [RunSummary]) {
    self.init(parts: [Part(comparison: comparison, runs: runs)], total: nil)
  }

  /// What conclusions are drawn from: all markets together where there are several.
  public var comparison: Comparison { total ?? parts[0].comparison }
  /// Market by market.
  public var runs: [RunSummary] { parts.flatMap(\.runs) }
  /// Every run by its strategy, and of several markets by its market too: market by market.
  var named: [(name: String, run: RunSummary)] {
    parts.flatMap { part in
      part.rows.map { (name: total == nil ? $0.name : "\($0.name) on \(part.market)", run: $0.run) }
    }
  }
  /// Currencies that returns are counted in and that are compared as if they were one: dollars of several kinds. None where
  /// there is one.
  var takenAsEqual: [String] {
    let currencies = runs.map(\.frame.returnCurrency).filter { !$0.isEmpty }.uniqued
    return currencies.count > 1 ? currencies : []
  }

  /// What runs are held against; nil where nothing was named.
  package var benchmark: String? { runs.lazy.compactMap { $0.against?.comparison.name }.first }

  package var header: ResultHeader {
    var header = runs[0].header
    header.strategy = comparison.contenders.map(\.name).joined(separator: ", ")
    header.market = parts.map(\.market).joined(separator: ", ")
    if parts.count > 1 { header.instrument = parts.map { $0.runs[0].header.instrument }.joined(separator: ", ") }
    header.parameters = []
    header.findings = ResultHeader.findings(in: runs.map(\.frame))
    header.hash = hash
    header.traded = runs.map(\.frame.traded).uniqued.joined(separator: "; ")
    return header
  }

  /// Each strategy over all markets; none of one market.
  package var totals: [PooledRuns] {
    guard let total else { return [] }
    return total.contenders.enumerated().map { place, contender in
      PooledRuns(
        contender, parts.map { $0.runs[place].run }, against: totalsAgainst.map { $0.map { $0[place].comparison } })
    }
  }

  /// Pairs over all markets first, and then those of each market. Two families where there are both: the totals are what is
  /// concluded from, and the markets are looked at beside.
  package var pairRows: [ComparedPair] {
    guard let total else { return ComparedPair.all([(nil, comparison)]) }
    return ComparedPair.all([(nil, total)]) + ComparedPair.all(parts.map { ($0.market, $0.comparison) })
  }
}
