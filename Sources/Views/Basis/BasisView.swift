import Frames
import Market
import Numerics
import Research

/// How far the asset's derivatives trade from spot at a moment: perpetuals, and dated futures as a term structure.
public struct BasisView: Sendable {
  public let head: ViewHead
  /// Perpetuals first, then futures by expiry.
  public let rows: [BasisRow]
  /// How many there were before `--min-yield` and `--quarterly`.
  public let known: Int
  /// The futures' own basis at a fixed time to expiry.
  public let constant: [ConstantMaturity]
  public let states: [MarketState]
  public let options: Options

  public struct Options: Sendable {
    /// Least yield a year after costs, either way; nil shows all.
    public var minimumYield: Double?
    /// Over which the costs of a perpetual's carry are borne.
    public var days = 30

    /// Only dated futures of the last Friday of March, June, September and December.
    public var quarterly = false

    public init(minimumYield: Double? = nil, days: Int = 30, quarterly: Bool = false) {
      (self.minimumYield, self.days, self.quarterly) = (minimumYield, days, quarterly)
    }
  }

  /// What the term structure looks like; nil under two dated futures.
  public var shape: String? {
    let dated = rows.filter { $0.annualised != nil }
    guard let first = dated.first?.annualised, let last = dated.last?.annualised, dated.count > 1 else { return nil }
    if dated.allSatisfy({ $0.basis < 0 }) { return "backwardation" }
    if dated.allSatisfy({ $0.basis > 0 }) {
      // What is printed with two decimals of a percent and looks the same is said to be the same.
      let (near, far) = ((first * 1e4).rounded(), (last * 1e4).rounded())
      return near == far ? "contango, flat" : far > near ? "contango, steeper later" : "contango, flatter later"
    }
    return "mixed"
  }

  public init(_ moment: MarketMoment, history: Interval, options: Options, test: StateTest) throws {
    var head = try ViewHead(moment, history: history)
    let moment = moment.withSpot()
    var rows: [BasisRow] = []
    var silent: [(why: String, instrument: Instrument)] = []
    for instrument in moment.instruments(with: .klines, types: [.perpetual, .future])
    where moment.contract(of: instrument).expiry.map({ $0 > moment.asOf }) ?? true {
      do {
        rows.append(try BasisRow(moment, instrument, history: history))
      } catch let unavailable as Unavailable { silent.append((unavailable.why, instrument)) }
    }
    for why in silent.map({ $0.why }).uniqued {
      let names = silent.filter { $0.why == why }.map { $0.instrument.description }
      head.notes.append("Left out: \(names.joined(separator: ", ")): \(why).")
    }
    if let oldest = rows.map(\.age).max(), oldest >= .minute {
      head.notes.append(
        "Two prices are held against one another where both were taken at one instant, or a minute apart; age is that of the last such instant."
      )
    }
    if rows.contains(where: { ($0.years ?? 1) < BasisRow.leastYears }) {
      head.notes.append("Within a day of its expiry a basis is not annualised.")
    }
    for row in rows {
      if let gaps = Coverage.gaps(row.coverage) {
        head.notes.append(
          "Of the hours at which the basis of \(row.instrument) could be known there are \(gaps): means are of those.")
      }
      let (own, other) = (moment.contract(of: row.instrument).quote, moment.contract(of: row.against.instrument).quote)
      if own != other, !own.isEmpty, !other.isEmpty {
        head.notes.append(
          "\(row.instrument) is quoted in \(own) and \(row.against.instrument) in \(other), which are taken for one another."
        )
      }
      if let why = row.openFunding { head.notes.append("Funding of \(row.instrument) is left out: \(why).") }
    }
    if let assumed = moment.assumed { head.notes.append(assumed) }
    rows.sort { ($0.expiry ?? .beginning, $0.instrument) < ($1.expiry ?? .beginning, $1.instrument) }
    let dated = rows.filter { $0.annualised != nil }
    constant = [30, 90].compactMap { ConstantMaturity(days: $0, dated) }
    // A perpetual that is held against spot, the asset's reference before others.
    let usual = moment.reference(having: .funding)
    let perpetuals = rows.filter { $0.expiry == nil }
    let row =
      perpetuals.first { $0.instrument == usual && $0.spot != nil } ?? perpetuals.first { $0.spot != nil }
      ?? perpetuals.first
    let front = try rows.first { $0.expiry != nil }.flatMap { try FrontBasis(moment, against: $0.against) }
    // A future alone has no perpetual whose states could be said.
    let hasPerpetual =
      try row != nil || usual.map { try moment.series(.premium, of: $0, column: "premium") != nil } ?? false
    states = test.states(
      (hasPerpetual ? try Self.definitions(moment, row) : []) + (front.map { [$0.definition] } ?? []),
      of: row?.instrument ?? usual,
      at: moment, beside: front.map { [FrontBasis.name: $0.column] } ?? [:])
    known = rows.count
    let kept = rows.filter { row in !options.quarterly || (row.expiry?.isQuarterly ?? false) }
    if kept.isEmpty, !rows.isEmpty {
      head.notes.append(
        "No future of the last Friday of a quarter was known then; there are \(rows.map(\.instrument.description).joined(separator: ", "))."
      )
    }
    self.rows = kept.filter { row in
      options.minimumYield.map { row.bestYield(days: options.days) ?? 0 >= $0 } ?? true
    }
    if self.rows.count < kept.count {
      let unknown = kept.count { $0.bestYield(days: options.days) == nil }
      head.notes.append(
        "\(kept.count - self.rows.count) of \(kept.count) yield less than --min-yield a year, on the better side"
          + (unknown == 0 ? "." : ", \(unknown) of them because what they yield is not known."))
    }
    self.options = options
    self.head = head
  }

  private static func definitions(_ moment: MarketMoment, _ row: BasisRow?) throws -> [StateDefinition] {
    var basis = "premium"
    if let row, let pair = row.spot {
      let book = try ColumnBook(moment.dataset, instrument: "\(row.instrument)")
      let name = try book.available.first {
        $0.instrument == pair && ($0.name == "spot" || $0.name.hasSuffix(".close"))
      }?.name
      basis = "close / \(name ?? "spot") - 1"
    }
    let words = row?.spot.map(\.description) ?? "its index"
    return [
      StateDefinition("perpetual discount", "perpetual at a discount to \(words)", "\(basis) < 0"),
      StateDefinition("rich", "basis more than 2 deviations above its mean of 7d", "zscore(\(basis), 7d) > 2"),
      StateDefinition("cheap", "basis more than 2 deviations below its mean of 7d", "zscore(\(basis), 7d) < -2"),
    ]
  }
}

/// The annualised basis at a fixed time to expiry, between the two futures that straddle it (Coin Metrics).
public struct ConstantMaturity: Sendable {
  public let days: Int
  public let annualised: Double
  public let front: Instrument
  public let back: Instrument

  init?(days: Int, _ rows: [BasisRow]) {
    let target = Interval.days(days).calendarYears
    guard let front = rows.last(where: { ($0.years ?? .infinity) <= target }),
      let back = rows.first(where: { ($0.years ?? 0) > target }),
      let (bf, tf) = front.point, let (bb, tb) = back.point
    else { return nil }
    self.days = days
    self.front = front.instrument
    self.back = back.instrument
    annualised = Self.between((bf, tf), (bb, tb), at: target)
  }

  /// - Parameters: annualised basis and years of the nearer and the further future.
  package static func between(
    _ front: (basis: Double, years: Double), _ back: (basis: Double, years: Double), at target: Double
  ) -> Double {
    let forward = (back.basis * back.years - front.basis * front.years) / (back.years - front.years)
    return (front.basis * front.years + forward * (target - front.years)) / target
  }
}

extension BasisRow {
  fileprivate var point: (Double, Double)? {
    guard let annualised, let years else { return nil }
    return (annualised, years)
  }
}

extension Instant {
  fileprivate static let beginning = TimeRange.always.from

  /// Whether it falls on the last Friday of March, June, September or December.
  package var isQuarterly: Bool { weekday == 4 && date.month % 3 == 0 && (self + .week).date.month != date.month }
}
