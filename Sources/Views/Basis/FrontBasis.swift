import Market

/// The annualised basis of the nearest dated future, a day or more from its expiry, by the hour through all that was known:
/// what a state of the term structure is studied on. One future follows the other as they expire.
struct FrontBasis {
  /// By the name that the states call it.
  static let name = "front_basis"

  let column: KnownColumn
  let against: Instrument

  /// Nil without dated futures beside something to hold them against.
  init?(_ moment: MarketMoment, against other: BasisRow.Against) throws {
    let whole = moment.asOf.since(TimeRange.always.from)
    let base = try other.prices(moment, over: whole)
    guard let first = base.compactMap(\.knownAt.first).min() else { return nil }
    let futures = try moment.instruments(with: .klines, types: [.future]).compactMap { one -> (Instant, KnownColumn)? in
      guard let expiry = moment.contract(of: one).expiry,
        let joint = JointPrices(try moment.closes(one, over: whole), base)
      else { return nil }
      return (expiry, joint.basis)
    }.sorted { $0.0 < $1.0 }
    guard !futures.isEmpty else { return nil }
    var hour = Instant(milliseconds: first).floored(to: .hour)
    var stamps: [Int64] = []
    var values: [Double] = []
    while hour <= moment.asOf {
      let nearest = futures.first { $0.0 >= hour + .day && $0.1.value(at: hour) != nil }
      if let nearest, let basis = nearest.1.value(at: hour) {
        stamps.append(hour.milliseconds)
        values.append(basis / nearest.0.since(hour).calendarYears)
      }
      hour = hour + .hour
    }
    guard !values.isEmpty else { return nil }
    column = KnownColumn(knownAt: stamps, values: values, maximumAge: .hours(2))
    against = other.instrument
  }

  var definition: StateDefinition {
    StateDefinition(
      "backwardation", "nearest dated future, a day or more from its expiry, below \(against)", "\(Self.name) < 0")
  }
}
