import Market
import Numerics
import Replay
import Statistics

/// What strategies are held against: what it earned each UTC day, and what it is counted in.
public struct Benchmark: Sendable {
  /// As it was asked for: `hold`, `hold:ETHUSDT`, a strategy.
  public let name: String
  /// What it is, in one line that a result's identity can rest on.
  public let identity: String
  /// The currency its returns are of; empty where nothing tells.
  public let currency: String
  public let marks: [DailyMark]
  /// Of what is held against it where that is an account in a coin and this is not: the coin, day by day, by which returns in it
  /// become returns in its quote currency. Nil where both are counted in one thing.
  public private(set) var coin: CoinDays?
  /// Of a strategy, the instrument and the bars that it is replayed on; nil of what is held.
  public let replayedOn: String?
  /// What it rests on itself that is another's or that nobody has verified, a sentence each.
  public let reservations: [String]

  /// Least days that a slope and its error are taken from.
  public static let leastDays = 30

  public init(
    _ name: String, identity: String? = nil, currency: String = "", replayedOn: String? = nil,
    reservations: [String] = [], marks: [DailyMark]
  ) {
    self.name = name
    self.identity = identity ?? name
    self.currency = currency
    self.replayedOn = replayedOn
    self.reservations = reservations
    self.marks = marks
  }

  /// The same for an account on a frame. Where that is in a coin, and this in what the coin is quoted in, the account is taken
  /// for what its coins were worth: holding a coin gains nothing in that coin, and something in a dollar.
  ///
  /// - Throws: a `Problem` where the two cannot be counted in one currency, nor are both meant to be a dollar.
  public func held(against frame: Frame) throws(Problem) -> Benchmark {
    var benchmark = self
    benchmark.coin = nil
    let own = frame.returnCurrency
    if !own.isEmpty, !currency.isEmpty, !Dollar.comparable(own, currency),
      Dollar.comparable(frame.contract.quote, currency), let marks = frame.coinMarks
    {
      benchmark.coin = CoinDays(coin: own, currency: frame.contract.quote, marks: marks)
      return benchmark
    }
    try check(currency: own)
    return benchmark
  }

  /// What is held against it, in what it is counted in; days on which the coin's price is not known are left out.
  public func counting(_ own: [DailyMark]) -> [DailyMark] {
    guard let coin else { return own }
    return own.compactMap { mark in
      coin.returns[mark.day].map { gained in
        DailyMark(day: mark.day, equity: mark.equity, dailyReturn: (1 + mark.dailyReturn) * (1 + gained) - 1)
      }
    }
  }

  /// - Parameter own: the currency of the returns that are held against it.
  /// - Throws: a `Problem` where the two are not one, nor both meant to be a dollar.
  public func check(currency own: String) throws(Problem) {
    guard !own.isEmpty, !currency.isEmpty, !Dollar.comparable(own, currency) else { return }
    throw Problem(
      "the benchmark '\(name)' is counted in \(currency) and the strategy in \(own): their returns are of different things",
      remedy:
        "take a benchmark in \(own): a strategy whose account is in it; holding \(own) itself gains nothing in \(own)")
  }

  /// What it is replayed on, that a dollar of one kind is taken for another, or coins for what they were worth, and what of it
  /// nobody has verified; nil where there is nothing to say.
  ///
  /// - Parameter own: the currency of the returns that are held against it.
  public func note(_ own: String) -> String? {
    let notes =
      [replayedOn.map { "\(name) is replayed on \($0)." }, assumption(own)].compactMap(\.self)
      + (reservations.isEmpty ? [] : ["Not verified of \(name): \(reservations.joined(separator: " "))"])
    return notes.isEmpty ? nil : notes.joined(separator: " ")
  }

  private func assumption(_ own: String) -> String? {
    if let coin {
      return
        "The account is in \(coin.coin), and its returns here are of \(coin.currency): its coins at their price at the close of each day, what \(coin.coin) itself gained included."
    }
    guard !own.isEmpty, !currency.isEmpty, own != currency, Dollar.comparable(own, currency) else { return nil }
    return "\(name) is counted in \(currency) and the strategy in \(own), which are taken as equal."
  }
}

extension Sequence<DailyMark> {
  /// Those of some days, in the order in which they stand here.
  package func on(_ days: some Sequence<Instant>) -> [DailyMark] {
    let kept = Set(days)
    return filter { kept.contains($0.day) }
  }
}

/// A coin in its quote currency, day by day.
public struct CoinDays: Sendable {
  public let coin: String
  public let currency: String
  fileprivate let returns: [Instant: Double]

  init(coin: String, currency: String, marks: [DailyMark]) {
    self.coin = coin
    self.currency = currency
    returns = Dictionary(marks.map { ($0.day, $0.dailyReturn) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Frame {
  /// What returns of a position on it are counted in: coins where the traded instrument is settled in one that it is not
  /// quoted in. Empty where nothing tells.
  public var returnCurrency: String {
    guard !isHeldTogether else { return account }
    return switch contract.form {
    case .inverse, .quanto: contract.settlement
    case .linear, .unstated: contract.quote
    }
  }
}

/// A benchmark on the days of a strategy: which of them it has, and what it earned on each.
public struct BenchmarkDays: Sendable {
  public let benchmark: Benchmark
  /// Places, among the strategy's days, of those that both have.
  let places: [Int]
  /// What the coin of the account gained on those; empty where the account is in no coin, or both are.
  private let revalued: [Double]
  /// Midnights of the first and the last of them.
  public let first: Instant
  public let last: Instant
  /// Of the benchmark, on those.
  public let returns: [Double]

  public var name: String { benchmark.name }
  public var count: Int { places.count }

  /// - Parameter days: midnights of the strategy's days, in order.
  /// - Throws: a `Problem` without `Benchmark.leastDays` in common, and for a benchmark that never moves on them.
  public init(_ benchmark: Benchmark, on days: [Instant]) throws(Problem) {
    let theirs = Dictionary(benchmark.marks.map { ($0.day, $0.dailyReturn) }, uniquingKeysWith: { first, _ in first })
    var (places, returns, revalued): ([Int], [Double], [Double]) = ([], [], [])
    for (place, day) in days.enumerated() {
      guard let value = theirs[day] else { continue }
      if let coin = benchmark.coin {
        guard let gained = coin.returns[day], gained.isFinite else { continue }
        revalued.append(gained)
      }
      places.append(place)
      returns.append(value)
    }
    guard places.count >= Benchmark.leastDays else {
      throw Problem(
        "the benchmark '\(benchmark.name)' has \(places.count) days in common with the run, and \(Benchmark.leastDays) are the least\(Self.spans(benchmark, days))",
        remedy: "take a longer window, or a benchmark that has bars in it")
    }
    guard !returns.isStill else {
      throw Problem(
        returns.allSatisfy { $0 == 0 }
          ? "the benchmark '\(benchmark.name)' never moves"
          : "the benchmark '\(benchmark.name)' returns the same every day, so that nothing moves with it",
        remedy: "take one that trades in the window")
    }
    self.benchmark = benchmark
    self.places = places
    self.revalued = revalued
    self.returns = returns
    (first, last) = (days[places[0]], days[places[places.count - 1]])
  }

  /// The same on the days of some rows of a grid.
  public init(_ benchmark: Benchmark, on rows: Range<Int>, of grid: Grid) throws(Problem) {
    try self.init(benchmark, on: ReturnDays(rows, of: grid).midnights)
  }

  private static func spans(_ benchmark: Benchmark, _ days: [Instant]) -> String {
    guard let first = benchmark.marks.first?.day, let last = benchmark.marks.last?.day, let from = days.first,
      let to = days.last
    else { return "" }
    return
      ": it goes from \(first.dateText) to \(last.dateText), the run from \(from.dateText) to \(to.dateText)"
  }

  /// The strategy's returns on the days that both have, in what the benchmark is counted in.
  func own(_ returns: [Double]) -> [Double] {
    guard !revalued.isEmpty else { return places.map { returns[$0] } }
    return zip(places, revalued).map { (1 + returns[$0]) * (1 + $1) - 1 }
  }

  /// - Parameter returns: of the strategy, one for each of its days.
  public func fit(_ returns: [Double]) -> BenchmarkFit { BenchmarkFit(own(returns), self.returns) }
}

extension ReturnDays {
  /// Of its days, in order.
  var midnights: [Instant] {
    (first...last).map { Instant(milliseconds: Int64($0) * Interval.day.milliseconds) }
  }
}

/// A line through a strategy's returns over a benchmark's: what a sweep keeps of every trial.
public struct BenchmarkFit: Sendable, Hashable {
  /// Intercept, a day.
  public let alpha: Double
  public let beta: Double
  /// Whether the line goes through every day, but for rounding: a benchmark itself, a share of it, cash.
  public let isExact: Bool
  /// Of the differences of returns: mean, and deviation over n - 1.
  let meanDifference: Double
  let tracking: Double

  /// Simple, × 365.
  public var alphaAnnual: Double { alpha * Annual.days }
  /// Simple, × 365.
  public var differenceAnnual: Double { meanDifference * Annual.days }
  public var trackingErrorAnnual: Double? { tracking > 0 ? tracking * Annual.root : nil }
  /// Mean difference over its deviation, × √365; nil where the two do not differ.
  public var informationRatio: Double? { tracking > 0 ? meanDifference / tracking * Annual.root : nil }

  /// - Precondition: as many of one as of the other, two at least, and a benchmark that varies.
  init(_ own: [Double], _ its: [Double]) {
    let count = Double(own.count)
    let (mean, theirs) = (own.reduce(0, +) / count, its.reduce(0, +) / count)
    var (products, squares, total) = (0.0, 0.0, 0.0)
    for (x, y) in zip(its, own) {
      products += (x - theirs) * (y - mean)
      squares += (x - theirs) * (x - theirs)
      total += (y - mean) * (y - mean)
    }
    let slope = products / squares
    let intercept = mean - slope * theirs
    let left = zip(its, own).reduce(0) { sum, day in
      let rest = day.1 - intercept - slope * day.0
      return sum + rest * rest
    }
    isExact = left <= 1e-20 * total
    beta = slope
    // What rounding leaves of nothing is nothing.
    alpha = abs(intercept) <= 1e-14 * (abs(mean) + abs(slope * theirs)) ? 0 : intercept
    let differences = zip(own, its).map { $0 - $1 }
    let moments = Moments(differences)
    let deviation = moments.standardDeviation(ddof: 1)
    meanDifference = moments.mean
    tracking = deviation > 1e-14 * (abs(moments.mean) + (total / count).squareRoot()) ? deviation : 0
  }

  /// The returns less what the benchmark's part of them is: their mean is alpha. Where the line is exact, alpha on every day.
  func hedged(_ own: [Double], _ its: [Double]) -> [Double] {
    isExact ? own.map { _ in alpha } : zip(own, its).map { $0 - beta * $1 }
  }
}

/// A figure of a trial against a benchmark.
public enum BenchmarkFigure: String, CaseIterable, Sendable {
  case alpha = "alpha_annual"
  case beta
  case informationRatio = "information_ratio"

  func value(_ fit: BenchmarkFit) -> Double {
    switch self {
    case .alpha: fit.alphaAnnual
    case .beta: fit.beta
    case .informationRatio: fit.informationRatio ?? .nan
    }
  }

  public var title: String {
    switch self {
    case .alpha: "Alpha a year"
    case .beta: "Beta"
    case .informationRatio: "Information ratio"
    }
  }

  public var convention: String {
    switch self {
    case .alpha: "intercept on the benchmark's daily returns, x 365, simple"
    case .beta: "slope on the benchmark's daily returns"
    case .informationRatio: "mean difference from the benchmark / its deviation, x sqrt(365)"
    }
  }
}
