import Market
import Numerics
import Store

/// Whether funding of one venue has the sign turned round: venues of one coin are paid for the same premium, so that rates at
/// the instants at which two settle go together, and never against each other for months.
struct FundingSigns {
  private struct Rates {
    let descriptor: SeriesDescriptor
    let count: Int
    /// What each is above the middle of all, by the minute of its settlement.
    let byMinute: [Int64: Double]
    /// The same in order.
    let inOrder: [(minute: Int64, rate: Double)]

    /// Two venues settle at an instant, and print it some seconds later.
    init(_ series: Series, of descriptor: SeriesDescriptor) {
      self.descriptor = descriptor
      let known = zip(series.stamps, series.columns.first ?? []).filter { $1.isFinite }
      count = known.count
      let (middle, minute) = (known.map(\.1).middle ?? 0, Interval.minute.milliseconds)
      byMinute = Dictionary(
        known.map { (($0.0 + minute / 2) / minute, $0.1 - middle) }, uniquingKeysWith: { first, _ in first })
      inOrder = byMinute.map { (minute: $0.key, rate: $0.value) }.sorted { $0.minute < $1.minute }
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

  /// What goes with a series of its coin, itself among them, and what goes against it.
  private struct Sides {
    /// How many rates it has.
    let count: Int
    var with: [SeriesDescriptor]
    var against: [SeriesDescriptor] = []
    /// Whether most are against it.
    var isOdd: Bool { with.count < against.count }
  }

  /// By series: each two are held against each other once, whichever of them is asked about.
  private var sides: [SeriesDescriptor: Sides] = [:]

  init(_ dataset: Dataset) throws {
    var coins: [Instrument: String] = [:]
    let stored = try dataset.allSeries().map(\.descriptor).filter { $0.kind == .funding }
    for one in stored { coins[one.instrument] = try dataset.contract(of: one.instrument).base }
    // Alone it has nothing to be held against.
    let shared = Dictionary(grouping: stored) { coins[$0.instrument] ?? "" }
      .filter { !$0.key.isEmpty && $0.value.count > 1 }
    for own in shared.values {
      let all = own.compactMap { descriptor in
        // What is damaged is said as damaged.
        (try? dataset.series(descriptor, range: .always, columns: ["funding_rate"])).map { Rates($0, of: descriptor) }
      }
      hold(all.sorted { $0.descriptor.title < $1.descriptor.title })
    }
  }

  /// - Parameter all: those of one coin.
  private mutating func hold(_ all: [Rates]) {
    for own in all { sides[own.descriptor] = Sides(count: own.count, with: [own.descriptor]) }
    for (place, own) in all.enumerated() {
      for other in all[(place + 1)...] where other.descriptor.instrument != own.descriptor.instrument {
        let (a, b) = (own.descriptor, other.descriptor)
        switch Self.relation(own, other) {
        case .with:
          sides[a]?.with.append(b)
          sides[b]?.with.append(a)
        case .against:
          sides[a]?.against.append(b)
          sides[b]?.against.append(a)
        case nil: continue
        }
      }
    }
  }

  /// Of three and more the ones that are against most others; of two, or of two sides that are as many, it is said once and
  /// of both, since nothing says whose sign is turned.
  func finding(on series: Series) -> SeriesFinding? {
    guard let own = sides[series.descriptor], let first = series.stamps.first else { return nil }
    let against = own.isOdd ? own.against : own.against.filter { sides[$0]?.isOdd == false }
    guard !against.isEmpty, own.isOdd || own.with.count == own.against.count else { return nil }
    let names = { (all: [SeriesDescriptor]) in all.map { "\($0.instrument)" }.listed(most: 6) }
    let last = (own.with + own.against).map(\.title).max()
    guard own.isOdd || last == series.descriptor.title else { return nil }
    return SeriesFinding(
      what: own.isOdd
        ? "rates have the opposite sign of those of \(names(against))"
        : "rates of \(names(own.with)) and of \(names(against)) have opposite signs, and nothing says which are turned round",
      count: own.count, first: Instant(milliseconds: first), weight: .wrong,
      remedy:
        "a positive rate is what longs pay: where a file lists what they receive, multiply it by -1 and import it again"
    )
  }

  /// Nil for too few settlements at one time, for rates that stand still, and for those of which neither can be said.
  private static func relation(_ a: Rates, _ b: Rates) -> Relation? {
    let pairs = a.inOrder.compactMap { minute, rate in b.byMinute[minute].map { (rate, $0) } }
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
