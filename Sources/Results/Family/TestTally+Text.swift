import Research

extension TestTally {
  /// The closing line of a study.
  public var sentence: String { "Test log: \(text)" }

  /// How often the data were asked, and what that leaves of the best.
  package var text: String {
    let hypotheses = distinct == 1 ? "hypothesis has" : "hypotheses have"
    let before =
      "\(Double.grouped(distinct)) distinct \(hypotheses) been tested on the data of '\(market)', \(Double.grouped(fresh)) of them first now"
    guard let best, let p = best.p, let adjusted = best.adjusted else { return before + "." }
    let which =
      results.count > 1
      ? "the best of these, \(best.signal) over \(best.forward)," : "\(best.signal) over \(best.forward)"
    let judge = best.hasShift ? "the larger of Hodrick 1B and circular shift" : "Hodrick 1B"
    return
      "\(before); with Holm over all of them \(which) has p \(adjusted.pFigure) (alone \(Figure.pValue(p).text), two-sided, \(judge))."
  }

  static let fields = Fields<TestTally> {
    Field("market", .words) { $0.market }
    Field("distinct", .count, "hypotheses ever tested on these data") { $0.distinct }
    Field("first_now", .count, "of them first by this study") { $0.fresh }
    Field("results", json: .array, "signal, forward, p, holm_over_log_p") { tally in
      .array(
        tally.results.map { result in
          [
            "signal": .string(result.signal), "forward": .string(result.forward.description),
            "p": .optional(result.p), "holm_over_log_p": .optional(result.adjusted),
          ]
        })
    }
  }
}
