import Pages
import Results
import Statistics

/// What a kept result says on one line of the gallery.
struct KeptWords {
  var title: String?
  var about = ""
  var verdict = Gallery.Verdict.none
  var said = ""
  var spark: Gallery.Spark?
}

extension KeptWords {
  /// Of a result by its kind; nothing where a document of an earlier version does not say.
  ///
  /// - Parameters:
  ///   - document: all that it says.
  ///   - figures: the few that the archive keeps of it.
  ///   - folder: where its rows are; nil without one.
  static func of(kind: String, _ document: KeptDocument, _ figures: KeptDocument, folder: String?) -> KeptWords {
    switch kind {
    case "replay": run(document, folder)
    case "study", "signal_study", "panel": study(document)
    case "family": family(document)
    case "scan": scan(document, figures)
    case "regression": regression(document)
    case "sweep": sweep(document)
    case "validation": validation(document, folder)
    case "comparison": comparison(document)
    default: KeptWords(said: document.text("verdict_text") ?? "")
    }
  }

  private static func run(_ run: KeptDocument, _ folder: String?) -> KeptWords {
    var parts: [String] = []
    if let total = run.number("total_return") { parts.append("\(Figure.signedPercent(total).text) after costs") }
    if let sharpe = run.number("sharpe_annual") {
      var text = "Sharpe \(Figure.ratio(sharpe).text) a year"
      if let low = run.number("sharpe_interval_low"), let high = run.number("sharpe_interval_high") {
        text += " (95%: \(Figure.ratio(low).text) to \(Figure.ratio(high).text))"
      }
      parts.append(text)
    }
    if let fall = run.number("max_drawdown") { parts.append("drawdown \(Figure.percent(fall, decimals: 1).text)") }
    if let trades = run.count("trades") { parts.append("\(trades) trade\(trades == 1 ? "" : "s")") }
    var words = KeptWords(about: run.pairs("parameters"), said: parts.joined(separator: ", "))
    switch (run.number("sharpe_interval_low"), run.number("sharpe_interval_high")) {
    case (let low?, _) where low > 0: words.verdict = .init(.good, "Sharpe above 0")
    case (_, let high?) where high < 0: words.verdict = .init(.bad, "Sharpe below 0")
    case (nil, _), (_, nil): words.verdict = .init(.open, "cannot say")
    default: words.verdict = .init(.open, "interval includes 0")
    }
    words.spark = folder.flatMap { spark("equity", SampledColumn.values(2, of: "\($0)/equity.csv")) }
    return words
  }

  private static func study(_ study: KeptDocument) -> KeptWords {
    let horizons = study.list("horizons")
    func finding(_ horizon: KeptDocument) -> String {
      (horizon.text("verdict") ?? "").replacing("_", with: " ")
    }
    // What terminal and page print: the first of its estimators, which of several markets is the pooled one.
    func effect(_ horizon: KeptDocument) -> Double? {
      horizon.list("estimators").first?.number("estimate_bps") ?? horizon.number("difference_bps")
    }
    let isRegime = study.text("kind") != "signal"
    let said = horizons.map { one in
      let size = effect(one).map { " \(Figure.bps($0).text) bps\(isRegime ? "" : " a unit")" } ?? ""
      return "\(one.text("forward") ?? "")\(size): \(finding(one))"
    }
    var words = KeptWords(
      title: study.text("signal"), about: "of \(study.text("strategy") ?? "")", said: said.joined(separator: ", "))
    words.verdict = verdict(of: horizons.map { ($0.text("forward") ?? "", $0.text("verdict") ?? "") })
    let effects = horizons.map { isRegime ? effect($0) ?? .nan : .nan }
    let ranks = horizons.map {
      $0.object("information_coefficient").number("spearman") ?? $0.number("spearman") ?? .nan
    }
    words.spark =
      effects.contains { $0.isFinite }
      ? bars("bps by horizon", effects)
      : bars(
        "rank correlation by horizon",
        ranks.contains { $0.isFinite }
          ? ranks
          : study.list("decay").map {
            $0.number("spearman") ?? .nan
          }) ?? bars("bps a unit by horizon", horizons.map { effect($0) ?? .nan })
    return words
  }

  /// The strongest that is said, with the horizons it is said of where others say less.
  private static func verdict(of horizons: [(forward: String, finding: String)]) -> Gallery.Verdict {
    let order: [(String, Gallery.Verdict.Tone)] = [
      ("predicts", .good), ("unclear", .open), ("no_evidence", .open), ("cannot_say", .open),
    ]
    guard let (finding, tone) = order.first(where: { name, _ in horizons.contains { $0.finding == name } }) else {
      return .none
    }
    let words = finding.replacing("_", with: " ")
    let places = horizons.filter { $0.finding == finding }.map(\.forward)
    guard places.count < horizons.count else { return .init(tone, words) }
    return .init(
      tone,
      places.count < 3
        ? "\(words) over \(places.joined(separator: ", "))" : "\(words) over \(places.count) of \(horizons.count)")
  }

  private static func family(_ family: KeptDocument) -> KeptWords {
    let part = family.object("family")
    let survivors = part.count("survivors") ?? 0
    return KeptWords(
      about: "\(part.count("count") ?? 0) hypotheses", verdict: found(survivors, "survive"),
      said: family.text("verdict_text") ?? "",
      spark: bars("bps by hypothesis", family.list("hypotheses").map { $0.number("effect_bps") ?? .nan }))
  }

  private static func scan(_ scan: KeptDocument, _ figures: KeptDocument) -> KeptWords {
    let part = scan.object("scan")
    var bins = [Double](repeating: 0, count: 20)
    for p in scan.list("tests").compactMap({ $0.number("p") }) { bins[min(19, max(0, Int(p * 20)))] += 1 }
    return KeptWords(
      title: scan.text("source") == "families" ? "Built-in families" : nil,
      about: part.count("tests").map { "\(Double.grouped($0)) tests" } ?? "",
      verdict: part.count("found").map { found($0, "found") } ?? .none,
      said: scan.text("verdict_text") ?? figures.text("verdict_text") ?? "",
      spark: bins.contains { $0 > 0 } ? bars("tests by p, 0 to 1", bins, .steps) : nil)
  }

  private static func regression(_ regression: KeptDocument) -> KeptWords {
    let terms = regression.list("terms").filter { $0.text("name") != "intercept" }
    let said = terms.prefix(3).map { term in
      "\(RegressionSummary.shown(term.text("name") ?? "")): t \(term.number("t").map { Figure.signedRatio($0).text } ?? Figure.missingText)"
    }
    let further = terms.count > 3 ? ["\(terms.count - 3) more"] : []
    let fit = regression.number("r2").map { ["R2 \(Figure.ratio($0, decimals: 5).text)"] } ?? []
    let p = regression.object("wald").number("p")
    let words = p.map { "joint p \(Figure.pValue($0).text)" } ?? ""
    return KeptWords(
      verdict: p.map { .init($0 <= 0.05 ? .good : .open, $0 <= 0.05 ? "slopes differ from 0" : "no evidence") }
        ?? .none,
      said: ((words.isEmpty ? [] : [words]) + said + further + fit).joined(separator: ", "),
      spark: bars("t by term", terms.map { $0.number("t") ?? .nan }))
  }

  private static func sweep(_ sweep: KeptDocument) -> KeptWords {
    let verdict = sweep.text("verdict") ?? ""
    let rank = sweep.text("rank")
    func best(_ key: String) -> [Double] { sweep.list("best").map { $0.number(key) ?? .nan } }
    let space = sweep.texts("space").joined(separator: "; ")
    return KeptWords(
      about: [sweep.text("signal").map { "signal \($0)" }, space.isEmpty ? nil : space].compactMap(\.self)
        .joined(separator: ", "),
      verdict: verdict.isEmpty
        ? .none : .init(verdict.hasPrefix("better_than_") ? .good : .open, verdict.replacing("_", with: " ")),
      said: sweep.text("verdict_text") ?? "",
      spark: bars("Sharpe, the best trials", best("sharpe_annual"))
        ?? rank.flatMap { bars("\(SweepFigure($0).title), the best trials", best($0)) })
  }

  private static func validation(_ validation: KeptDocument, _ folder: String?) -> KeptWords {
    // An earlier version called them rungs.
    let all = validation.list("checks").isEmpty ? validation.list("rungs") : validation.list("checks")
    let checks = all.filter { $0.text("finding") != "not_asked" }
    let passed = (validation.texts("checks_reached") + validation.texts("rungs_reached")).count
    // Checks behind one that fails may be passed and do not count: of none that counts the sentence speaks.
    let words =
      passed == 0 && checks.first?.text("finding") == "failed"
      ? "fails the first check" : "passes \(passed) of \(checks.count) checks"
    return KeptWords(
      about: validation.count("sets").map { Double.counted($0, "parameter set") } ?? "",
      verdict: checks.isEmpty ? .none : .init(passed == checks.count ? .good : .open, words),
      said: validation.text("verdict_text") ?? "",
      spark: folder.flatMap { spark("equity out of sample", SampledColumn.values(2, of: "\($0)/equity.csv")) })
  }

  private static func comparison(_ comparison: KeptDocument) -> KeptWords {
    let strategies = comparison.list("strategies")
    let said = strategies.map { one in
      let sharpe = one.number("sharpe_annual").map { Figure.ratio($0).text } ?? Figure.missingText
      return "\(one.text("strategy") ?? one.text("run") ?? "") \(sharpe)"
    }
    // What is concluded from: pairs over all markets, where there are several.
    let all = comparison.list("pairs")
    let totals = all.filter { $0.text("market") == nil }
    let pairs = totals.isEmpty ? all : totals
    // An earlier version did not write p after Holm.
    let corrected = pairs.compactMap { $0.number("holm_p") }
    let apart = (corrected.isEmpty ? Correction.holm.adjusted(pairs.map { $0.number("p") ?? 1 }) : corrected)
      .count { $0 < 0.05 }
    let names = comparison.texts("names")
    return KeptWords(
      title: (names.isEmpty ? strategies.compactMap { $0.text("strategy") } : names).joined(separator: ", "),
      verdict: pairs.isEmpty
        ? .none : apart == 0 ? .init(.open, "no difference") : .init(.good, "\(apart) of \(pairs.count) differ"),
      said: "Sharpe a year: \(said.joined(separator: ", "))",
      spark: bars("Sharpe by strategy", strategies.map { $0.number("sharpe_annual") ?? .nan }))
  }

  private static func found(_ count: Int, _ word: String) -> Gallery.Verdict {
    count > 0 ? .init(.good, "\(count) \(word)") : .init(.open, "none \(word)")
  }

  static func bars(_ label: String, _ values: [Double], _ style: SparkPicture.Style = .bars) -> Gallery.Spark? {
    values.contains { $0.isFinite && $0 != 0 } ? Gallery.Spark(label, values, style) : nil
  }

  static func spark(_ label: String, _ values: [Double]) -> Gallery.Spark? {
    values.count > 1 ? Gallery.Spark(label, values) : nil
  }
}
