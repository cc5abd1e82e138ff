import Market

/// What the names of a file say, held against what its rows turned out to be.
extension TextReader {
  /// Whether the name of the file is all that says which instrument rows are of.
  func isNamed(_ profile: ImportProfile) -> Bool {
    hints.symbol == nil && profile.series.allSatisfy { $0.symbol?.contains("{") != true }
  }

  /// Where the name of the file says another width of bars than its rows have.
  func otherWidth(_ descriptor: SeriesDescriptor) -> String? {
    guard hints.table.interval == nil, descriptor.known == .atClose, descriptor.kind != .external,
      let cadence = descriptor.cadence, let said = clues.resolution, !said.widths.contains(cadence)
    else { return nil }
    return
      "the name or the folder says '\(PrintableText.short(said.word))', and its rows are \(cadence) apart: filed as "
      + "bars of \(cadence)"
  }

  /// Where the name of the file says another symbol than all of its rows.
  func otherSymbol(_ series: [Series]) -> String? {
    let symbols = Set(series.map(\.descriptor.instrument.symbol))
    guard hints.symbol == nil, symbols.count == 1, let own = symbols.first, let named = clues.symbol ?? clues.pair,
      !Instrument(venue: "", symbol: named).contract.quote.isEmpty
    else { return nil }
    func plain(_ text: String) -> String { text.uppercased().filter { $0.isLetter || $0.isNumber } }
    guard !plain(own).hasPrefix(plain(named)), !plain(named).hasPrefix(plain(own)) else { return nil }
    return "the name of the file says \(named), and its rows say \(own): filed as the rows say"
  }

  /// Where the profile is of one instrument, and the user says another.
  func otherFixedSymbol(_ profile: ImportProfile) -> String? {
    let symbols = Set(profile.series.map { $0.symbol ?? "{}" })
    guard let said = hints.symbol, profile.match != nil, symbols.count == 1, let own = symbols.first,
      !own.contains("{"),
      SymbolLikeness.areApart(own, said, on: profile.series.first?.venue ?? "")
    else { return nil }
    return "'\(profile.name)' is of \(own), and --symbol says \(said): filed as \(said)"
  }

  /// Where the name of a table that anybody may have written says a month, and none of its rows is of it. A day in a name may be
  /// the one on which it was written.
  func otherPeriod(_ series: [Series]) -> String? {
    guard let period = clues.period, period.to > period.from + .day else { return nil }
    let ranges = series.compactMap(\.range)
    guard let first = ranges.first, ranges.allSatisfy({ $0.to <= period.from || $0.from >= period.to }) else {
      return nil
    }
    return
      "the name says \(period.from.dateText) to \(period.to.dateText), and the rows go from \(first.from) to \(first.to): "
      + "filed as the rows say"
  }

  /// The same of a day that the name says, where rows may be stamped at its end. A table may have its times off any clock.
  func checkName(_ series: [Series]) throws {
    guard let period = clues.period else { return }
    let slack = isOfArchive ? Interval.hours(14) : .minutes(10)
    for range in series.compactMap(\.range)
    where range.from < period.from - slack || range.to > period.to + slack {
      throw Problem(
        "the name '\(text.name)' says \(period.from.dateText) to \(period.to.dateText), and the rows go from "
          + "\(range.from) to \(range.to)",
        at: Problem.Place(file: text.location), remedy: "check where the file comes from")
    }
  }

  /// A file that says it is of January and holds February is not what it says it is.
  func checkPeriod(_ series: Series) throws {
    guard let range = series.range else {
      throw Problem(
        "the file has no row that can be used", at: Problem.Place(file: text.location),
        remedy: "check its rows: all are empty, or left out")
    }
    guard let period = clues.period else { return }
    let last = range.to - Interval(milliseconds: 1)
    guard period.contains(range.from), period.contains(last) else {
      throw Problem(
        "the name '\(text.name)' says \(period.from.dateText) to \(period.to.dateText), and the rows go from "
          + "\(range.from) to \(last)",
        at: Problem.Place(file: text.location), remedy: "check where the file comes from")
    }
  }
}
