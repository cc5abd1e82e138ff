import Market

/// The states that an option chain names: whether each holds at the last snapshot, and the columns that their studies read.
///
/// A chain is taken a few times a day and bars close on the hour: at the close of the last bar the snapshot that a view
/// prints may not have been there. So whether a state holds is said of the snapshots themselves, and the study of it is on
/// bars, each snapshot standing until the next.
struct OptionStates {
  /// Twice the usual time between two snapshots.
  let maximumAge: Interval
  private let known: [Instant]
  private let values: [[Double]]

  private enum Part: Int, CaseIterable {
    case distance, month, quarter, skew

    var name: String {
      switch self {
      case .distance: "max_pain_distance"
      case .month: "iv_30d"
      case .quarter: "iv_90d"
      case .skew: "skew_25d"
      }
    }

    func value(_ snapshot: OptionSnapshot) -> Double? {
      // Within a day of its expiry a chain says little about what follows.
      let next = snapshot.expiries.first { $0.days >= 1 }
      switch self {
      case .distance:
        guard let pain = next?.maxPain, let forward = next?.forward else { return nil }
        return pain / forward - 1
      case .month: return snapshot.volatility(days: 30)
      case .quarter: return snapshot.volatility(days: 90)
      case .skew: return next?.skew
      }
    }
  }

  init(_ snapshots: [OptionSnapshot], knownAfter after: Interval) {
    let gaps = zip(snapshots.dropFirst(), snapshots).map { $0.at.since($1.at).milliseconds }.sorted()
    maximumAge = gaps.isEmpty ? Interval.days(2) : Interval(milliseconds: 2 * gaps[gaps.count / 2])
    known = snapshots.map { $0.at + after }
    values = Part.allCases.map { part in snapshots.map { part.value($0) ?? .nan } }
  }

  /// By the names that the expressions call them.
  var columns: [String: KnownColumn] {
    let stamps = known.map(\.milliseconds)
    let all = Part.allCases.map { part in
      (part.name, KnownColumn(knownAt: stamps, values: values[part.rawValue], maximumAge: maximumAge))
    }
    return Dictionary(all, uniquingKeysWith: { first, _ in first })
  }

  func definitions(at asOf: Instant) -> [StateDefinition] {
    func beyond(_ part: Part, _ test: @escaping (Double) -> Bool) -> (Int) -> Bool? {
      { place in
        let value = values[part.rawValue][place]
        return value.isNaN ? nil : test(value)
      }
    }
    func ranked(_ test: @escaping (Double) -> Bool) -> (Int) -> Bool? { { place in rank(place).map(test) } }
    func dearer(_ place: Int) -> Bool? {
      let (near, far) = (values[Part.month.rawValue][place], values[Part.quarter.rawValue][place])
      return near.isNaN || far.isNaN ? nil : near > far
    }
    let all: [(String, String, String, (Int) -> Bool?)] = [
      (
        "max pain above", "max pain of the next expiry, a day or more ahead, over 2% above its forward",
        "max_pain_distance > 2%", beyond(.distance) { $0 > 0.02 }
      ),
      (
        "max pain below", "max pain of the next expiry, a day or more ahead, over 2% below its forward",
        "max_pain_distance < -2%", beyond(.distance) { $0 < -0.02 }
      ),
      (
        "volatility high", "IV of 30 days above nine tenths of its past 30 days", "rank(iv_30d, 30d) > 0.9",
        ranked { $0 > 0.9 }
      ),
      (
        "volatility low", "IV of 30 days below nine tenths of its past 30 days", "rank(iv_30d, 30d) < 0.1",
        ranked { $0 < 0.1 }
      ),
      ("near term dear", "IV of 30 days above that of 90 days", "iv_30d > iv_90d", dearer),
      ("puts dear", "25-delta skew of the next expiry above 5 points", "skew_25d > 5%", beyond(.skew) { $0 > 0.05 }),
    ]
    return all.map { name, words, expression, holds in
      StateDefinition(name, words, expression, now: now(at: asOf, holds))
    }
  }

  /// Nothing is said of a chain that is too old.
  private func now(at asOf: Instant, _ holds: (Int) -> Bool?) -> StateDefinition.Now? {
    guard let last = known.last else { return nil }
    guard asOf.since(last) < maximumAge, let said = holds(known.count - 1) else {
      return StateDefinition.Now(holds: nil, judged: last, since: nil)
    }
    var first = known.count - 1
    while said, first > 0, holds(first - 1) == true, known[first].since(known[first - 1]) < maximumAge { first -= 1 }
    return StateDefinition.Now(holds: said, judged: last, since: said ? known[first] : nil)
  }

  /// Where the volatility of a snapshot stands among those of the thirty days up to it, as `rank` has it; nil without a
  /// full month before it.
  private func rank(_ place: Int) -> Double? {
    let series = values[Part.month.rawValue]
    let (now, from) = (series[place], known[place] - .days(30))
    guard !now.isNaN, let start = known.first, start <= from + maximumAge else { return nil }
    let window = (0...place).filter { known[$0] > from && !series[$0].isNaN }
    guard window.count > 1 else { return nil }
    let below = window.count { series[$0] < now }
    let equal = window.count { series[$0] == now } - 1
    return (Double(below) + 0.5 * Double(equal)) / Double(window.count - 1)
  }
}
