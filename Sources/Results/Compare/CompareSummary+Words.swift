import Research
import Statistics

extension CompareSummary {
  /// What it comes to: which pairs differ, by Holm over all of them; what stands against the benchmark; what never traded, and
  /// why.
  public var conclusion: String { conclusions.joined(separator: " ") }

  /// The same, a sentence or two each.
  public var conclusions: [String] { said.map(\.text) }

  /// The same, with what each is about.
  package var said: [(title: String, text: String)] {
    let parts = [
      (BeyondReal.title, alarm), ("Conclusion", differences), ("Market by market", marketDifferences),
      ("Benchmark", totalsAgainstBenchmark),
      (totalsAgainst == nil ? "Benchmark" : "Benchmark, market by market", againstBenchmark),
      ("No trades", silent),
    ]
    return parts.compactMap { title, text in text.map { (title, $0) } }
  }

  private var differences: String? {
    let tested = pairRows.filter { (total == nil || $0.market == nil) && $0.holmP != nil }
    let scope = total == nil ? "" : " over all markets"
    guard !tested.isEmpty else {
      return comparison.pairs.isEmpty
        ? "One strategy alone has nobody to differ from."
        : "No pair can be told apart\(scope): too few days, or strategies that never traded."
    }
    let real = tested.filter(\.isReal).map(Self.words)
    if tested.count == 1, let p = tested[0].holmP {
      return real.isEmpty
        ? "The difference of Sharpe ratios\(scope) is no more than chance explains: p \(p.pFigure)."
        : "The difference of Sharpe ratios\(scope) is more than chance explains: \(real[0])."
    }
    return real.isEmpty
      ? "None of \(tested.count) differences of Sharpe ratios\(scope) is more than chance explains, Holm over all pairs at 5%."
      : "\(real.count) of \(tested.count) differences of Sharpe ratios\(scope) survive\(real.count == 1 ? "s" : "") Holm over all pairs at 5%: \(real.joined(separator: ", "))."
  }

  /// Of single markets, where there are several.
  private var marketDifferences: String? {
    guard total != nil else { return nil }
    let tested = pairRows.filter { $0.market != nil && $0.holmP != nil }
    let real = tested.filter(\.isReal)
    guard !tested.isEmpty else { return nil }
    let named = real.map { "\(Self.words($0)) on \($0.market ?? "")" }.listed(most: 5)
    return
      "Of \(tested.count) differences on single markets \(real.isEmpty ? "none" : "\(real.count)") \(real.count > 1 ? "are" : "is") more than chance explains, Holm over pairs and markets\(real.isEmpty ? "" : ": \(named)")."
  }

  private static func words(_ pair: ComparedPair) -> String {
    let isAhead = (pair.test.sharpeDifference ?? 0) > 0
    let (better, worse) = isAhead ? (pair.test.a, pair.test.b) : (pair.test.b, pair.test.a)
    return "\(better) above \(worse) (p \((pair.holmP ?? 1).pFigure))"
  }

  /// Over all markets, where that is said: what is concluded from.
  private var totalsAgainstBenchmark: String? {
    guard let benchmark, let totalsAgainst else { return nil }
    switch totalsAgainst {
    case .failure(let why): return "Over all markets nothing can be said against \(benchmark): \(why.why)."
    case .success:
      let rows = totals.compactMap { total in
        total.against?.answer.flatMap { against in
          against.alphaAnnual.p.map { (name: total.name, p: $0, alpha: against.alphaAnnual.value) }
        }
      }
      return Self.words(rows, against: benchmark, "over all markets ")
    }
  }

  private var againstBenchmark: String? {
    guard let benchmark else { return nil }
    let rows = named.compactMap { name, run in
      run.against.flatMap { against in
        against.comparison.alphaAnnual.p.map { (name: name, p: $0, alpha: against.comparison.alphaAnnual.value) }
      }
    }
    return Self.words(rows, against: benchmark, totalsAgainst == nil ? "" : "market by market ")
  }

  /// Which alphas stand, Holm over all of these.
  private static func words(
    _ rows: [(name: String, p: Double, alpha: Double)], against benchmark: String, _ scope: String
  ) -> String {
    guard !rows.isEmpty else {
      let subject = scope.isEmpty ? "Nothing" : "\(scope.prefix(1).uppercased())\(scope.dropFirst())nothing"
      return "\(subject) is left of any strategy when \(benchmark) is taken out."
    }
    let adjusted = Correction.holm.adjusted(rows.map(\.p))
    let real = zip(rows, adjusted).filter { $1 < ComparedPair.level && $0.alpha > 0 }.map {
      "\($0.name) (p \($1.pFigure))"
    }
    return real.isEmpty
      ? "Against \(benchmark) \(scope)no alpha is above zero by more than chance explains\(rows.count > 1 ? ", Holm over \(rows.count) at 5%" : "")."
      : "Against \(benchmark) \(scope)the alpha of \(real.count) of \(rows.count) is above zero, Holm at 5%: \(real.joined(separator: ", "))."
  }

  /// Those that never traded, with why where that can be told.
  private var silent: String? {
    let rows = named.filter { $0.run.run.trades.isEmpty }.map { name, run in
      name + (run.idleReason.map { " (\($0))" } ?? "")
    }
    return rows.isEmpty ? nil : "Never traded: \(rows.joined(separator: ", "))."
  }
}
