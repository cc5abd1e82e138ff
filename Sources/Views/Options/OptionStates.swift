import Market
import Statistics

/// The states that an option chain names, and whether each holds at the last snapshot.
///
/// A chain is taken a few times a day and bars close on the hour: at the close of the last bar the snapshot that a view
/// prints may not have been there. So whether a state holds is said of the snapshots themselves; the study of it is on bars,
/// by the names that any expression has for what a chain comes to, each snapshot standing for as long as it does there.
struct OptionStates {
  private let known: [Instant]
  private let ages: [Interval]
  private let values: [[Double]]
  /// What stands before the names where several venues have a chain.
  private let qualifier: String

  private enum Part: Int, CaseIterable {
    case distance, month, quarter, skew

    func value(_ snapshot: OptionSnapshot) -> Double? {
      switch self {
      case .distance: snapshot.next?.maxPainDistance
      case .month: snapshot.volatility(days: 30)
      case .quarter: snapshot.volatility(days: 90)
      case .skew: snapshot.next?.skew
      }
    }
  }

  /// - Parameters:
  ///   - ages: how long each snapshot stands.
  ///   - qualifier: `deribit.` where the name alone could mean another chain.
  init(_ snapshots: [OptionSnapshot], ages: [Interval], knownAfter after: Interval, qualifier: String) {
    self.ages = ages
    self.qualifier = qualifier
    known = snapshots.map { $0.at + after }
    values = Part.allCases.map { part in snapshots.map { part.value($0) ?? .nan } }
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
    let distance = "\(qualifier)next_expiry.max_pain / \(qualifier)next_expiry.forward - 1"
    let (near, far) = ("\(qualifier)options.iv_30d", "\(qualifier)options.iv_90d")
    let all: [(String, String, String, (Int) -> Bool?)] = [
      (
        "max pain above", "max pain of the next expiry, a day or more ahead, over 2% above its forward",
        "\(distance) > 2%", beyond(.distance) { $0 > 0.02 }
      ),
      (
        "max pain below", "max pain of the next expiry, a day or more ahead, over 2% below its forward",
        "\(distance) < -2%", beyond(.distance) { $0 < -0.02 }
      ),
      (
        "volatility high", "IV of 30 days above nine tenths of its past 30 days", "rank(\(near), 30d) > 0.9",
        ranked { $0 > 0.9 }
      ),
      (
        "volatility low", "IV of 30 days below nine tenths of its past 30 days", "rank(\(near), 30d) < 0.1",
        ranked { $0 < 0.1 }
      ),
      ("near term dear", "IV of 30 days above that of 90 days", "\(near) > \(far)", dearer),
      (
        "puts dear", "25-delta skew of the next expiry above 5 points", "\(qualifier)next_expiry.skew_25d > 5%",
        beyond(.skew) { $0 > 0.05 }
      ),
    ]
    return all.map { name, words, expression, holds in
      StateDefinition(name, words, expression, now: now(at: asOf, holds))
    }
  }

  /// Nothing is said of a chain that is too old.
  private func now(at asOf: Instant, _ holds: (Int) -> Bool?) -> StateDefinition.Now? {
    guard let last = known.last, let age = ages.last else { return nil }
    guard asOf.since(last) < age, let said = holds(known.count - 1) else {
      return StateDefinition.Now(holds: nil, judged: last, since: nil)
    }
    let since = said ? known[Episodes.start(of: known.count - 1, holds)] : nil
    return StateDefinition.Now(holds: said, judged: last, since: since)
  }

  /// Where the volatility of a snapshot stands among those of the thirty days up to it, as `rank` has it; nil without a
  /// full month before it.
  private func rank(_ place: Int) -> Double? {
    let series = values[Part.month.rawValue]
    let (now, from) = (series[place], known[place] - .days(30))
    guard !now.isNaN, let start = known.first, start <= from + ages[place] else { return nil }
    let window = (0...place).filter { known[$0] > from && !series[$0].isNaN }
    guard window.count > 1 else { return nil }
    let below = window.count { series[$0] < now }
    let equal = window.count { series[$0] == now } - 1
    return (Double(below) + 0.5 * Double(equal)) / Double(window.count - 1)
  }
}
