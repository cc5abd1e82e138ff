import Market
import Numerics

/// What rates are counted in, and whether they were paid.
extension TableRoles {
  /// Units that names of columns say.
  ///
  /// - Throws: `Problem` for a rate of a year or a day by its name, since what a settlement paid is not in it.
  func nameUnits(_ sources: inout [String: ImportProfile.Source], _ table: TableText) throws {
    for role in ColumnRoles.rates {
      guard let source = sources[role], source.unit == nil, let named = NamedRate(source.from) else { continue }
      switch named {
      case .unit(let unit): sources[role]?.unit = unit
      case .stretch(let word):
        throw Problem(
          "'\(PrintableText.short(source.from))' is a rate of another stretch than a settlement's, by its word '\(word)'",
          at: Problem.Place(file: table.text.location, line: 1),
          remedy: "divide it by the settlements of that stretch first (1,095 of 8h in a year); say "
            + "--unit \(role)=fraction, percent or bps where it is a settlement's all the same")
      }
    }
  }

  /// Rates of venues that list them in dollars for a contract, beside what they are of a position or without it.
  ///
  /// Kraken's `fundingRate` is the currency of its price an hour for one contract, and `relativeFundingRate` its share of
  /// the position: https://docs.kraken.com/api/docs/futures-api/trading/historical-funding-rates.
  ///
  /// - Throws: `Problem` for such a rate whose unit nobody said.
  func checkAbsolute(_ entry: ImportProfile.Entry, _ table: TableText, symbol: String?, venue: String?) throws {
    let relative = table.names.first { ColumnRoles.plain($0) == "relativefundingrate" }
    for role in ColumnRoles.rates {
      guard let source = entry.columns[role], source.unit == nil, source.from != relative,
        ["fundingrate", "funding_rate", "fundingratevalue"].contains(ColumnRoles.plain(source.from)),
        relative != nil || Self.first(venue, table).map(VenueName.of) == "kraken"
          || Self.first(symbol, table).map({ Venue.named("kraken").knows($0) && $0.contains("_") }) == true
      else { continue }
      let name = PrintableText.short(source.from)
      throw Problem(
        "'\(name)' of Kraken's contracts is an amount of the price's currency an hour for one contract, and no share of "
          + "a position", at: Problem.Place(file: table.text.location, line: 1),
        remedy: relative.map { "say \(ColumnFlag.text((role, $0)))" }
          ?? "import 'relativeFundingRate', or divide it by the mark price; say --unit \(role)=fraction where it is a share "
          + "all the same")
    }
  }

  /// What a template of a venue or symbol says in the first row.
  private static func first(_ template: String?, _ table: TableText) -> String? {
    guard let template, template.hasPrefix("{"), template.hasSuffix("}") else { return template }
    guard let field = table.names.firstIndex(of: String(template.dropFirst().dropLast())) else { return nil }
    return table.texts(of: [field], most: 1).first?.text.first
  }

  /// What is to be said of units that were taken from names, or that make rates large.
  func rateNotes(_ entry: ImportProfile.Entry, _ table: TableText, _ hints: ImportHints) -> [String] {
    let chosen = entry.kind == SeriesKind.funding.name ? columns["funding_rate"] : nil
    let paid = entry.columns["funding_rate"]?.from
    let note = chosen.flatMap { chosen in
      paid == chosen
        ? nil
        : paid.map {
          "the rates are those of '\(PrintableText.short($0))', which were paid by its name, and not of "
            + "'\(PrintableText.short(chosen))'; --columns funding_rate=NAME takes another"
        }
    }
    return [note].compactMap(\.self)
      + ColumnRoles.rates.flatMap { role -> [String] in
        guard let source = entry.columns[role], let unit = source.unit else { return [] }
        let named =
          hints.table.units[role] == nil
          ? ["'\(PrintableText.short(source.from))' is in \(unit.rawValue), as its name says"] : []
        guard let middle = middleSize(of: source, table).map({ $0 * Self.factor(unit) }), middle >= Self.largeRate
        else {
          return named
        }
        return named + ["the rates are about \(Self.percent(middle))% at each settlement: no venue pays that for long"]
      }
  }

  /// A rate of 0.01 may be 1 bp written as percent, or one percent: a hundredfold either way. Its size tells.
  ///
  /// - Throws: `Problem` for rates of a settlement, paid, expected or averaged, of which nobody said what they are counted in.
  func checkRate(_ sources: [String: ImportProfile.Source], _ table: TableText) throws {
    let roles = ColumnRoles.rates + [SeriesKind.fundingIndex.name]
    guard
      let role = roles.first(where: { sources[$0] != nil }), let source = sources[role], source.unit == nil,
      let middle = middleSize(of: source, table), middle >= Self.largeRate
    else { return }
    // The other prices of its bars are counted as the close is.
    let others = sources.keys.filter { $0.hasPrefix(role + "_") }.sorted()
    let also = others.isEmpty ? "" : " (and \(others.joined(separator: ", ")))"
    func each(_ unit: ImportProfile.ColumnUnit) -> String {
      "\(Self.percent(middle * Self.factor(unit)))% at each settlement as \(unit.rawValue)"
    }
    let year = middle * Self.factor(.percent) / 1095
    throw Problem(
      "the rates in '\(PrintableText.short(source.from))' are about \(Float(middle)) in size and look like percent: \(each(.fraction)), "
        + "\(each(.percent)), \(each(.bps)), and \(Self.percent(year))% as a year's percent",
      at: Problem.Place(file: table.text.location, line: 2),
      remedy:
        "a usual settlement is some 0.01%: say --unit \(role)=percent, bps or fraction\(also); divide a year's rate by its "
        + "settlements first")
  }

  /// Smaller than what most settlements of any coin are: a fiftieth of the usual one.
  private static let smallRate = 2e-6
  private static let leastRows = 10

  /// - Parameter said: what the user says, who knows better.
  /// - Throws: `Problem` for rates that are in percent or basis points by the name of their column, and far too small for it.
  func checkSmall(
    _ sources: [String: ImportProfile.Source], _ table: TableText, _ said: [String: ImportProfile.ColumnUnit]
  ) throws {
    for role in ColumnRoles.rates where said[role] == nil {
      guard let source = sources[role], let unit = source.unit, let sizes = sizes(of: source, table),
        sizes.count >= Self.leastRows, let middle = sizes.middle, middle > 0,
        middle * Self.factor(unit) <= Self.smallRate
      else { continue }
      throw Problem(
        "'\(PrintableText.short(source.from))' is in \(unit.rawValue) by its name, and its rates are about \(Float(middle)), "
          + "\(Float(middle * Self.factor(unit) * 100))% at each settlement: a usual one is some 0.01%",
        at: Problem.Place(file: table.text.location, line: 1),
        remedy:
          "say --unit \(role)=fraction or another where its name is wrong, or --unit \(role)=\(unit.rawValue) where they are "
          + "that small")
    }
  }

  /// - Throws: `Problem` for premiums that are as large as none stays.
  func checkPremium(_ sources: [String: ImportProfile.Source], _ table: TableText) throws {
    guard let source = sources["premium"], source.unit == nil, let middle = middleSize(of: source, table),
      middle >= 0.005
    else { return }
    throw Problem(
      "the premiums in '\(PrintableText.short(source.from))' are about \(Float(middle)) in size, \(Self.percent(middle))% as "
        + "fractions: they look like percent or basis points",
      at: Problem.Place(file: table.text.location, line: 2),
      remedy:
        "say --unit premium=percent (and premium_open, premium_high, premium_low), bps, or fraction; divide what is in the "
        + "currency of the price by the index first")
  }

  /// The column of rates that were paid, where the table has them under a name that says so: OKX calls what it expected
  /// `fundingRate` and what it charged `realizedRate`.
  func paid(_ role: String, of kind: SeriesKind) -> String? {
    kind == .funding && role == "funding_rate" && !said.contains(role) ? columns[ColumnRoles.settledRate] : nil
  }

  /// - Throws: `Problem` for rates that were not paid by the name of their column.
  func checkForetold(_ source: ImportProfile.Source?, _ table: TableText) throws {
    guard let source else { return }
    let words = Set(ColumnRoles.plain(source.from).split(separator: "_").map(String.init))
    guard
      ColumnRoles.role(of: source.from) == "predicted_funding_rate" || !words.isDisjoint(with: PathClues.foretelling)
    else { return }
    throw Problem(
      "the rates in '\(PrintableText.short(source.from))' were expected, by its name, and funding is what was paid",
      at: Problem.Place(file: table.text.location, line: 1),
      remedy:
        "say --kind predicted_funding \(ColumnFlag.text(("predicted_funding_rate", source.from))), or rename the column where its "
        + "name is wrong")
  }

  /// Larger than what most settlements of any coin are for long, as a fraction.
  static let largeRate = 0.002

  private static func factor(_ unit: ImportProfile.ColumnUnit) -> Double {
    switch unit {
    case .percent: 1e-2
    case .bps: 1e-4
    default: 1
    }
  }

  /// A fraction in percent, in three digits.
  private static func percent(_ fraction: Double) -> String {
    let percent = fraction * 100
    guard percent > 0 else { return "0" }
    var unit = 1.0
    while percent / unit >= 1000 { unit *= 10 }
    while percent / unit < 100 { unit /= 10 }
    return "\(Float((percent / unit).rounded() * unit))"
  }

  private func middleSize(of source: ImportProfile.Source, _ table: TableText) -> Double? {
    sizes(of: source, table)?.middle
  }

  /// How large the first numbers of a column are, as they are written; nil where there is no such column.
  private func sizes(of source: ImportProfile.Source, _ table: TableText) -> [Double]? {
    Self.firstNumbers(of: source, table)?.map { abs($0) }
  }

  /// The first numbers of a column, as they are written; nil where there is no such column.
  static func firstNumbers(of source: ImportProfile.Source, _ table: TableText) -> [Double]? {
    guard let field = table.names.firstIndex(of: source.from) else { return nil }
    var scanner = table.scanner()
    var numbers: [Double] = []
    while numbers.count < 10_000, scanner.advance() {
      if let number = try? scanner.number(field, table.numbers), number.isFinite { numbers.append(number) }
    }
    return numbers
  }

  /// What an interface answers of the moment says the settlement to come and the one after it; when it was asked stands in
  /// another column, or nowhere.
  ///
  /// - Throws: `Problem` where the settlement to come would be taken as the time of the row, and nobody says that it is.
  func checkPollTime(_ table: TableText, _ said: TableHints) throws {
    guard said.columns[ColumnRoles.time] == nil, let next = columns[ColumnRoles.nextSettlement],
      let time = columns[ColumnRoles.time], ColumnRoles.settlementTimes.contains(ColumnRoles.plain(time))
    else { return }
    let (own, other) = (PrintableText.short(time), PrintableText.short(next))
    throw Problem(
      "'\(own)' beside '\(other)' is a settlement to come, whose rate is predicted, and no column says when it was asked for",
      at: Problem.Place(file: table.text.location),
      remedy:
        "import the venue's history of settlements; or say --kind funding --columns time=\(own) where each rate was paid then"
    )
  }

  /// Rates whose only time is that of the settlement to come.
  ///
  /// - Throws: `Problem` where rates are asked for: when each was known nothing says, and it was predicted until then.
  func checkOnlyNextSettlement(_ table: TableText, _ kind: FileKind?) throws {
    guard let next = columns[ColumnRoles.nextSettlement], kind == .funding || kind?.series == .predictedFunding else {
      return
    }
    let name = PrintableText.short(next)
    throw Problem(
      "'\(name)' is a settlement to come, whose rate is predicted, and no column says when it was asked for",
      at: Problem.Place(file: table.text.location, line: 1),
      remedy: kind == .funding
        ? "import the venue's history of settlements; or say --kind funding --columns time=\(name) where each rate was paid "
          + "then"
        : "add a column of when each was asked for, and say --columns time=NAME")
  }

  /// Rows that say which settlement their rate is of, and that it was to come: what ccxt and others ask for at the moment, be
  /// it once a settlement, so that their rhythm tells nothing.
  ///
  /// - Throws: `Problem` where all of the first rows say so.
  func checkComingSettlement(_ table: TableText, _ said: TableHints) throws {
    guard said.columns[ColumnRoles.time] == nil, said.label == nil, let time = columns[ColumnRoles.time],
      NamedStart(time) == nil, let own = table.names.firstIndex(of: time),
      let other = table.names.firstIndex(where: {
        $0 != time && ColumnRoles.namedSettlements.contains(ColumnRoles.plain($0))
      }) ?? columns[ColumnRoles.nextSettlement].flatMap({ table.names.firstIndex(of: $0) }), other != own
    else { return }
    let pairs = table.texts(of: [own, other], most: 200).map { ($0.text, $0.text.map(Self.instant)) }
    let ahead = pairs.compactMap { pair in pair.1[0].flatMap { own in pair.1[1].map { $0 - own } } }
    guard let first = pairs.first, ahead.count == pairs.count,
      ahead.allSatisfy({ $0 > Interval.minute.milliseconds && $0 <= Interval.day.milliseconds })
    else { return }
    let (row, settlement) = (PrintableText.short(time), PrintableText.short(table.names[other]))
    throw Problem(
      "each rate is of a settlement that was to come ('\(settlement)' is '\(PrintableText.short(first.0[1]))' where '\(row)' is "
        + "'\(PrintableText.short(first.0[0]))'), and was predicted",
      at: Problem.Place(file: table.text.location),
      remedy:
        "say --kind predicted_funding, or --columns time=\(settlement) where each is what was paid then, or time=\(row) where "
        + "it is what was paid at its own time; or import the venue's history of settlements")
  }

  /// A count since 1970, or a time that says its zone; nil for what a clock showed.
  private static func instant(_ text: String) -> Int64? {
    if let count = Int64(text) { return EpochUnit(of: Double(count))?.milliseconds(count) }
    return text.hasSuffix("Z") || text.contains("+") ? Instant(text)?.milliseconds : nil
  }

  /// Rows that name the settlement to come: of several before one, none was paid.
  ///
  /// - Throws: `Problem` for such rows.
  func checkNextSettlement(_ table: TableText) throws {
    guard let column = columns[ColumnRoles.nextSettlement], let place = table.names.firstIndex(of: column) else {
      return
    }
    var scanner = table.scanner()
    var before: [UInt8] = []
    while scanner.advance() {
      guard place < scanner.count, !scanner.content(place).isEmpty else { continue }
      let own = scanner.content(place)
      guard before.elementsEqual(own) else {
        before = Array(own)
        continue
      }
      throw Problem(
        "two rows come before one settlement, '\(PrintableText.short(String(decoding: own, as: UTF8.self)))' in "
          + "'\(PrintableText.short(column))': their rates are predicted, and only the last before it is paid",
        at: Problem.Place(file: table.text.location, line: table.line(scanner.line)),
        remedy: "say --kind predicted_funding; or import the venue's history of settlements")
    }
  }
}
