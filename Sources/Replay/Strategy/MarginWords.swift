import Market
import Signals

/// What a file says below a `margin:`, and nothing of what it leaves open: legs say it each by itself, on top of what is said
/// for all of them, and a universe once.
public struct MarginWords: Sendable, Hashable {
  public internal(set) var mode: MarginTerms.Mode?
  public internal(set) var tiers: MarginRule.Tiers?
  public internal(set) var watch: MarginTerms.Watch?
  public internal(set) var liquidation: LiquidationRule?
  /// Of one instrument alone.
  public private(set) var basis: MarginTerms.Basis?
  public let place: Problem.Place

  init(mode: MarginTerms.Mode?, at place: Problem.Place) { (self.mode, self.place) = (mode, place) }

  init(_ map: YAMLMap) throws(Problem) {
    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ type: Choice.Type) throws(Problem) -> Choice?
    where Choice.RawValue == String {
      guard let value = map.value(key) else { return nil }
      guard let choice = Choice(rawValue: value.text) else {
        throw value.problem(
          "'\(key): \(value.shown)' is no choice",
          remedy: "write \(Choice.allCases.map(\.rawValue).joined(separator: " or "))")
      }
      return choice
    }
    place = map.place
    mode = try choice("mode", MarginTerms.Mode.self)
    watch = try choice("watch", MarginTerms.Watch.self)
    basis = try choice("basis", MarginTerms.Basis.self)
    if let value = map.value("liquidation"), let why = LiquidationRule.absent[value.text] {
      throw value.problem(
        "how \(value.text) takes a position in parts is not modelled: \(why)",
        remedy: "leave it whole, which is the stricter, or write one of \(LiquidationRule.names)")
    }
    liquidation = try choice("liquidation", LiquidationRule.self)
    tiers = try map.value("tiers").map { value throws(Problem) in try MarginRule.tiers(value) }
  }

  /// The words of several positions in one account.
  ///
  /// - Throws: a `Problem` for what is reckoned of one instrument alone.
  init(ofSeveral map: YAMLMap, only keys: [String], called plural: String) throws(Problem) {
    if let basis = map.value("basis") {
      throw basis.problem(
        "what maintenance is computed on is modelled of one instrument: what several were entered at is not kept",
        remedy: "leave 'basis' out: it is then on the mark")
    }
    try map.allow(only: keys, called: plural)
    try self.init(map)
    guard let tiers, let value = map.value("tiers") else { return }
    if let basis = tiers.basis, basis != .mark {
      throw value.problem(
        "'\(value.text)' computes maintenance on what a position was entered at, which is modelled of one instrument",
        remedy: "list its rates as tiers: they are then on the mark")
    }
    guard tiers.asksInitial else { return }
    throw value.problem(
      "initial margins by tier are modelled of one instrument: what several may open together is not",
      remedy: "list tiers without 'initial'; 'leverage' says what margin is needed")
  }

  /// The same, and of what it leaves open what is said for all.
  func filled(from all: MarginWords) -> MarginWords {
    var words = self
    words.mode = mode ?? all.mode
    words.tiers = tiers ?? all.tiers
    words.watch = watch ?? all.watch
    words.liquidation = liquidation ?? all.liquidation
    return words
  }

  /// In one canonical line, empty where it says nothing but that the whole purse stands behind it.
  var text: String {
    [
      mode == .isolated ? "isolated" : nil, tiers.map { "tiers \($0.text)" },
      watch == .mark ? "watch mark" : nil,
      liquidation.flatMap { $0 == .whole ? nil : "liquidation \($0.rawValue)" },
    ].compactMap(\.self).joined(separator: " ")
  }

  /// Nil where it says no more than one rate of maintenance and the purse behind it.
  ///
  /// - Parameter costs: whose maintenance is taken where there are no tiers.
  func terms(leverage: Double, costs: Costs) -> MarginTerms? {
    guard !text.isEmpty else { return nil }
    return MarginTerms(
      mode: mode ?? .cross, leverage: leverage, tiers: (tiers ?? .costs).table(costs), watch: watch ?? .traded,
      liquidation: liquidation ?? .whole)
  }
}

extension Strategy {
  /// What the file says of margin, and of which leg.
  private var marginWords: [(leg: String, words: MarginWords)] {
    let ofLegs = legs?.legs.compactMap { leg in leg.margin.map { (leg.name, $0) } } ?? []
    return ofLegs + (universe?.margin.map { [("", $0)] } ?? [])
  }

  /// How venues take positions in parts, where the file says so.
  public var liquidationRules: [LiquidationRule] {
    var rules: [LiquidationRule] = []
    for rule in [margin?.liquidation] + marginWords.map(\.words.liquidation) {
      if let rule, rule != .whole, !rules.contains(rule) { rules.append(rule) }
    }
    return rules
  }

  /// Columns of marks that are watched, with the place that asks for them.
  var watchedColumns: [(name: String, place: Problem.Place)] {
    let names = [MarketColumns.markHigh, MarketColumns.markLow, MarketColumns.markOpen]
    var columns = margin?.watch == .mark ? names.map { ($0, margin?.place ?? .nowhere) } : []
    for (leg, words) in marginWords where words.watch == .mark {
      columns += names.map { (leg.isEmpty ? $0 : "\(leg).\($0)", words.place) }
    }
    return columns
  }

  /// What is to be said of the margin tables, and of the way of a venue, on a frame; nil where there is nothing.
  public func marginNote(on frame: Frame) -> String? {
    var notes: [String] = []
    func note(_ rule: LiquidationRule?, _ instruments: [Instrument]) {
      guard let rule, rule != .whole else { return }
      let others = instruments.filter { $0.venue != rule.rawValue }.map(\.description)
      guard !others.isEmpty else { return }
      notes.append(
        "Positions are taken as \(rule.rawValue) takes them, and \(others.listed(most: 5)) \(others.count == 1 ? "trades" : "trade") elsewhere."
      )
    }
    func note(_ tiers: MarginRule.Tiers?, _ instruments: [Instrument]) {
      guard case .named(_, let table)? = tiers else { return }
      for instrument in instruments where table.instrument != "\(instrument)" {
        notes.append("Margin tiers are those of \(table.instrument), not of \(instrument).")
      }
      if let caution = table.caution(frame.window), !notes.contains(caution) { notes.append(caution) }
    }
    note(margin?.tiers, [frame.instrument])
    note(margin?.liquidation, [frame.instrument])
    for (leg, words) in marginWords {
      let instruments = frame.members.filter { leg.isEmpty || $0.name == leg }.map(\.instrument)
      note(words.tiers, instruments)
      note(words.liquidation, instruments)
    }
    return notes.isEmpty ? nil : notes.joined(separator: " ")
  }

  /// Printed bars, among those that results are counted on, at which the mark that margins are to be watched on is missing.
  public func unmarkedBars(of frame: Frame) -> Int {
    var watched = margin?.watch == .mark ? [frame.members[0]] : []
    for (leg, words) in marginWords where words.watch == .mark {
      watched += frame.members.filter { leg.isEmpty || $0.name == leg }
    }
    return watched.reduce(0) { sum, member in
      let marks = [MarketColumns.markHigh, MarketColumns.markLow].compactMap { frame.column($0, of: member)?.values }
      let rows = member.roll.map { frame.evaluation.clamped(to: $0.rows) } ?? frame.evaluation
      return sum + rows.count { row in !member.bars.close[row].isNaN && marks.contains { $0[row].isNaN } }
    }
  }

  /// Floors of coin-margined contracts are in coin: taken for a currency's, every position lies in the highest tier or the
  /// lowest.
  func refuseOtherTiers(_ frame: Frame) throws(Problem) {
    func refuse(
      _ tiers: MarginRule.Tiers?, _ place: Problem.Place?, _ members: some Sequence<FrameMember>
    ) throws(Problem) {
      guard case .named(let name, let table)? = tiers else { return }
      let form = table.form
      for member in members where (form == .inverse) != (member.contract.form == .inverse) {
        throw Problem(
          "margin tiers '\(name)' are of \(form.rawValue) contracts, and \(member.instrument) is \(member.contract.form.rawValue): their floors count another currency",
          at: place ?? .nowhere, remedy: "list tiers of its own: [{ from: 0, maintenance: 0.4% }]")
      }
    }
    try refuse(margin?.tiers, margin?.place, frame.members.prefix(1))
    for (leg, words) in marginWords {
      try refuse(words.tiers, words.place, frame.members.lazy.filter { leg.isEmpty || $0.name == leg })
    }
  }

  /// The high of an hour's mark says nothing of five minutes.
  func refuseOtherMarks(_ frame: Frame) throws(Problem) {
    for (name, place) in watchedColumns {
      let columns = frame.isUniverse ? frame.members.map { frame.column(name, of: $0) } : [frame.columns[name]]
      for column in columns {
        guard let column else {
          throw Problem(
            "the margin is watched on the mark, and there are no bars of it", at: place,
            remedy: "import mark-price klines, or write watch: traded")
        }
        guard column.source.isEmpty || column.source.hasSuffix(" \(frame.grid.interval)") else {
          throw Problem(
            "the margin is watched on the mark, whose bars are those of \(column.source), and bars of \(frame.grid.interval) are replayed",
            at: place, remedy: "take marks as wide as the bars, or write watch: traded")
        }
      }
    }
  }
}
