import Market
import Numerics
import Store

/// Whether funding of one venue has the sign turned round: venues of one coin are paid for the same premium, so that rates at
/// the instants at which two settle go together, and never against each other for months.
struct FundingSigns {
  private struct Rates {
    let descriptor: SeriesDescriptor
    let coin: String
    /// What each is above the middle of all, in order of the minute of its settlement.
    let rates: [(minute: Int64, rate: Double)]
    let byMinute: [Int64: Double]

    /// Two venues settle at an instant, and print it some seconds later.
    init(_ series: Series, of descriptor: SeriesDescriptor, coin: String) {
      self.descriptor = descriptor
      self.coin = coin
      let known = zip(series.stamps, series.columns.first ?? []).filter { $1.isFinite }
      let (middle, minute) = (known.map(\.1).middle ?? 0, Interval.minute.milliseconds)
      rates = known.map { (($0.0 + minute / 2) / minute, $0.1 - middle) }
      byMinute = Dictionary(rates.map { ($0.minute, $0.rate) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// How two go together.
  private enum Relation {
    case with, against
  }

  /// How plainly two have to go against each other: venues of a coin agree with a correlation of 0.3 to 0.8 over months, and
  /// may part for weeks. None of the published series goes against another so over any stretch of its history.
  private struct Measure {
    let correlation: Double
    /// Of the rates that differ from the middle of both those on other sides of it: one spike is no sign.
    let opposite: Double
    let with: Double

    /// Nil for fewer settlements than say anything.
    init?(_ settlements: Int) {
      switch settlements {
      case 180...: (correlation, opposite, with) = (-0.3, 0.65, 0.3)
      case 60...: (correlation, opposite, with) = (-0.8, 0.85, 0.5)
      default: return nil
      }
    }
  }

  private static let leastApart = 30

  private let all: [Rates]

  init(_ dataset: Dataset) throws {
    var coins: [Instrument: String] = [:]
    let stored = try dataset.allSeries().map(\.descriptor).filter { $0.kind == .funding }
    for one in stored { coins[one.instrument] = try dataset.contract(of: one.instrument).base }
    // Alone it has nothing to be held against.
    let shared = Dictionary(grouping: stored) { coins[$0.instrument] ?? "" }
      .filter { !$0.key.isEmpty && $0.value.count > 1 }
    all = shared.flatMap { coin, own in
      own.compactMap { descriptor in
        // What is damaged is said as damaged.
        (try? dataset.series(descriptor, range: .always, columns: ["funding_rate"])).map {
          Rates($0, of: descriptor, coin: coin)
        }
      }
    }.sorted { $0.descriptor.title < $1.descriptor.title }
  }

  /// Of three and more the ones that are against most others; of two, or of two sides that are as many, it is said once and
  /// of both, since nothing says whose sign is turned.
  func finding(on series: Series) -> SeriesFinding? {
    guard let own = all.first(where: { $0.descriptor == series.descriptor }), let first = series.stamps.first else {
      return nil
    }
    let sides = sides(of: own)
    var against = sides.against
    if !sides.isOdd { against = against.filter { !self.sides(of: $0).isOdd } }
    guard !against.isEmpty, sides.isOdd || sides.with.count == sides.against.count else { return nil }
    let names = { (rates: [Rates]) in rates.map { "\($0.descriptor.instrument)" }.listed(most: 6) }
    let last = (sides.with + against).map(\.descriptor.title).max()
    guard sides.isOdd || last == own.descriptor.title else { return nil }
    return SeriesFinding(
      what: sides.isOdd
        ? "rates have the opposite sign of those of \(names(against))"
        : "rates of \(names(sides.with)) and of \(names(against)) have opposite signs, and nothing says which are turned round",
      count: own.rates.count, first: Instant(milliseconds: first), weight: .wrong,
      remedy:
        "a positive rate is what longs pay: where a file lists what they receive, multiply it by -1 and import it again"
    )
  }

  /// Those of its coin that go with a series, itself among them, and those that go against it.
  private struct Sides {
    var with: [Rates]
    var against: [Rates] = []
    /// Whether most are against it.
    var isOdd: Bool { with.count < against.count }
  }

  private func sides(of own: Rates) -> Sides {
    var sides = Sides(with: [own])
    for other in all where other.coin == own.coin && other.descriptor.instrument != own.descriptor.instrument {
      switch Self.relation(own, other) {
      case .with: sides.with.append(other)
      case .against: sides.against.append(other)
      case nil: continue
      }
    }
    return sides
  }

  /// Nil for too few settlements at one time, for rates that stand still, and for those of which neither can be said.
  private static func relation(_ a: Rates, _ b: Rates) -> Relation? {
    let pairs = a.byMinute.sorted { $0.key < $1.key }.compactMap { minute, rate in b.byMinute[minute].map { (rate, $0) }
    }
    guard let measure = Measure(pairs.count) else { return nil }
    let apart = pairs.filter { $0.0 != 0 && $0.1 != 0 }
    let opposite = Double(apart.count { ($0.0 > 0) != ($0.1 > 0) }) / Double(max(1, apart.count))
    let count = Double(pairs.count)
    let (x, y) = (pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
    let (xx, yy) = (pairs.reduce(0) { $0 + ($1.0 - x) * ($1.0 - x) }, pairs.reduce(0) { $0 + ($1.1 - y) * ($1.1 - y) })
    guard xx > 0, yy > 0 else { return nil }
    let correlation = pairs.reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) } / (xx * yy).squareRoot()
    if correlation >= measure.with { return .with }
    guard correlation <= measure.correlation, opposite >= measure.opposite, apart.count >= leastApart else {
      return nil
    }
    return .against
  }
}
