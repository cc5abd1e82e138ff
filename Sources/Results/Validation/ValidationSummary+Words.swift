import Research

extension ValidationSummary {
  /// What was taken out of train sets, and why so much.
  package var purgeNotes: [String] {
    let purge = validation.purge
    let held: String
    if plan.horizon != nil {
      held = "given"
    } else if let holding = validation.holding {
      held =
        "95% of holdings are no longer, every set counting alike, and the bar that fills; \(Double.grouped(holding.holdings)) holdings of \(Double.counted(holding.sets, "set")), median \(words(bars: holding.medianBars))"
    } else {
      held = "no set ever held anything"
    }
    return [
      "Purge: outcomes reach \(words(bars: purge.horizon)) ahead (\(held)); signals look back \(words(bars: purge.lookBack)) (of the strategy's windows); embargo \(words(bars: purge.embargo)) (\(plan.embargo == nil ? "1% of the data" : "given")). A walk-forward needs none: a train window ends where its test window begins."
    ]
  }

  /// Why parts are missing.
  @Listed<String> package var gaps: [String] {
    if let why = validation.walkForward.why { "Walk-forward: cannot say: \(why)." }
    if let why = validation.combinatorial.why ?? validation.kFold.why {
      "Cross-validation: cannot say: \(why)."
    }
    if let why = validation.nulls.why { "Null strategies: cannot say: \(why)." }
    if let why = validation.against?.why { "Benchmark: cannot say: \(why)." }
    benchmarkNote
    for (kind, reason) in (validation.nulls.answer?.missing ?? [:]).sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      "Null '\(kind.title)': cannot say: \(reason.why)."
    }
    let failed = validation.failures
    if let first = failed.min(by: { $0.key < $1.key }) {
      "\(failed.count) of \(candidates.count) parameter sets cannot be run and are never chosen; the first: \(first.value)"
    }
  }

  /// What selecting was worth.
  @Listed<String> package var selectionNotes: [String] {
    if let walk, candidates.count > 1 {
      if let rank = walk.meanRank, let beaten = walk.fixedSetsBeaten {
        "Selection: the chosen sets did better than \(Figure.percent(rank, decimals: 0).text) of the others in the windows that followed (blind choice: 50%); choosing anew beat \(Figure.percent(beaten, decimals: 0).text) of all sets kept throughout. The set changed at \(walk.changes) of \(max(0, walk.windows.count - 1)) borders."
      }
      if let efficiency = walk.efficiency.answer {
        "Walk-forward efficiency \(Figure.ratio(efficiency).text): mean daily return out of sample over that of the chosen sets in their train windows."
      } else {
        "Walk-forward efficiency: cannot say: \(walk.efficiency.why ?? "nothing is known of it")."
      }
    }
  }

  package static let conventions = [
    "Sharpe ratios: UTC-daily returns, n-1, x sqrt(365), rf 0, flat days included, net of fees, slippage and funding. Every fold is a replay of its own that starts flat with full signals.",
    "Test stretches end flat: what is still held is closed at the open of the last bar and pays for it. Train stretches are marked at their last close.",
  ]

  /// What is printed above the tables.
  public var opening: [String] {
    [alarm].compactMap(\.self) + ["Verdict: \(checks.verdict)"]
      + [validation.against?.answer.map { "Out of sample: \($0.verdict)" }].compactMap(\.self)
      + footing.lines(strategy.scheduleNotes)
  }

  /// What is printed below them.
  public var closing: [String] { selectionNotes + gaps + purgeNotes + header.found + Self.conventions }
}

extension NullStrategy.Kind {
  public var title: String {
    switch self {
    case .signFlip: "sign flip"
    case .randomSigns: "random signs"
    case .randomEntries: "random entries"
    case .shifted: "shifted"
    case .shuffled: "shuffled"
    case .stale: "stale"
    case .betaMatched: "beta-matched"
    }
  }

  /// What it is.
  var meaning: String {
    switch self {
    case .signFlip: "the other side of every position"
    case .randomSigns: "random direction, same timing"
    case .randomEntries: "as many, as long, as large, at random times"
    case .shifted: "circular shift of all positions"
    case .shuffled: "the weights of each instrument given to another"
    case .stale: "every decision late"
    case .betaMatched: "constant position with the same beta; p of alpha > 0"
    }
  }
}
