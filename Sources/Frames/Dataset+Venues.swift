import Market
import Store

extension ColumnBook {
  /// What a plain name means on each venue that has it of the traded coin, for an instrument of the traded one's type, in the
  /// traded one's units, and which are left out because they cannot be brought to them.
  ///
  /// - Throws: `Problem` where there are not two.
  func venues(of column: String) throws -> (found: [(venue: String, meaning: Meaning)], unlike: [String]) {
    let stored = FundingClock.read(column)?.rate ?? column
    let listing = Set(
      try dataset.series(withColumn: stored).map(\.descriptor)
        .filter { $0.kind != .external && $0.rows != .chain && $0.instrument.contract.base == contract.base }
        .map(\.instrument.venue))
    var unlike: [String] = []
    let found = listing.sorted().compactMap { venue -> (venue: String, meaning: Meaning)? in
      for name in [venue == instrument.venue ? column : nil, "\(venue).\(column)"].compactMap(\.self) {
        // A venue with several contracts that a name could mean has no one value.
        guard var meaning = try? lookUp(name), meaning.instrument.venue == venue,
          meaning.instrument.type == instrument.type
        else { continue }
        if bring(&meaning) { return (venue, meaning) }
        let unit = meaning.column.unit == .contracts ? "contracts" : "\(meaning.instrument.contract)"
        unlike.append("\(meaning.instrument) (\(unit))")
      }
      return nil
    }
    guard found.count > 1 else {
      let one = found.first.map { "only \($0.venue) has" } ?? "no venue has"
      guard unlike.isEmpty else {
        let others = Set(unlike).sorted().joined(separator: ", ")
        throw Problem(
          "'\(VenueColumn.word)' asks for '\(column)' of all venues that list \(contract.base), and \(one) it in the units of \(instrument) (\(contract)) in dataset '\(dataset.name)'; left out for its units: \(others)",
          remedy: "say the columns by their full names, each times its price, or leave a weight of it out")
      }
      throw Problem(
        "'\(VenueColumn.word)' asks for '\(column)' of all venues that list \(contract.base), and \(one) it in dataset '\(dataset.name)'",
        remedy: found.isEmpty
          ? "write a column of venues: median_across(venues, funding_rate)"
          : "import it of others, or write '\(column)'")
    }
    return (found, Set(unlike).sorted())
  }

  /// Brings what another venue counts to the traded instrument's unit, by what is known of its contract.
  ///
  /// - Returns: whether it could be.
  private func bring(_ meaning: inout Meaning) -> Bool {
    let theirs = (try? dataset.contract(of: meaning.instrument)) ?? meaning.instrument.contract
    let kind = meaning.series.descriptor.kind
    switch meaning.column.unit {
    case .base: meaning.scale *= theirs.coinsPerUnit / contract.coinsPerUnit
    case .price where Dollar.comparable(theirs.quote, contract.quote):
      meaning.scale *= contract.coinsPerUnit / theirs.coinsPerUnit
    case .contracts:
      // Dollars are no coins without a price, and what is called contracts is asked for as contracts.
      guard let size = meaning.series.descriptor.contractSize(theirs), size.unit == .base,
        (kind.columns + kind.otherColumns).contains(where: { $0.name == meaning.column.name && $0.unit == .base })
      else { return false }
      meaning.scale *= size.amount * theirs.coinsPerUnit / contract.coinsPerUnit
      meaning.counted = .base
    default: return isComparable(meaning)
    }
    return true
  }
}

extension Dataset {
  /// Columns over all venues: at each bar of those whose value is known there, two or more.
  func venueColumns(
    _ names: [VenueColumn], _ book: ColumnBook, on grid: Grid, bars: Set<Int64>,
    assuming choice: FundingAssumptions.Contradictory?, _ findings: inout FrameFindings
  ) throws -> (columns: [Column], sources: [ColumnSource]) {
    var (columns, sources) = ([Column](), [ColumnSource]())
    for name in names {
      var (found, unlike) = try book.venues(of: name.column)
      let weights = try name.weight.map { weight in
        let theirs = try book.venues(of: weight)
        unlike += theirs.unlike.map { "\($0) as its weight" }
        return found.compactMap { one in theirs.found.first { $0.venue == one.venue } }
      }
      let kept = found.filter { one in weights?.contains { $0.venue == one.venue } ?? true }
      guard kept.count > 1 else {
        throw Problem(
          "no two venues of dataset '\(book.dataset.name)' have both '\(name.column)' and '\(name.weight ?? "")' of \(book.contract.base)",
          remedy: "leave the weight out, or import it")
      }
      let wanted =
        kept.map { (name: "\($0.venue) \(name.column)", meaning: $0.meaning) }
        + (weights ?? []).map { (name: "\($0.venue) by", meaning: $0.meaning) }
      let (placed, from) = try self.columns(wanted, on: grid, bars: bars, assuming: choice, &findings)
      func column(_ own: String) -> [Double] { placed.first { $0.name == own }?.values ?? [] }
      let values = kept.map { column("\($0.venue) \(name.column)") }
      let weighting = weights.map { _ in kept.map { column("\($0.venue) by") } }
      let results = (0..<grid.count).map { row -> Double in
        let known = values.indices.filter { !values[$0][row].isNaN && !(weighting?[$0][row].isNaN ?? false) }
        guard known.count > 1 else { return .nan }
        return name.statistic.value(
          known.map { values[$0][row] }, weights: known.map { weighting?[$0][row] ?? 1 })
      }
      let venues = kept.map(\.venue).joined(separator: ", ")
      columns.append(
        Column(
          name.name, kept[0].meaning.unit, results, source: "\(kept.count) venues",
          note: "\(name.name) is of \(kept.count) venues: \(venues)"
            + (unlike.isEmpty ? "" : "; left out for its units: \(unlike.joined(separator: ", "))")))
      sources += from.map { ColumnSource(name: name.name, series: $0.series, counts: $0.counts) }
    }
    return (columns, sources)
  }
}
