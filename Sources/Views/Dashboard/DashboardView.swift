import Market
import Research
import Store

/// One line for each of several assets: what the other views come to.
public struct DashboardView: Sendable {
  public let dataset: String
  public let asOf: Instant
  /// Up to which imports the dataset was read; nil for the dataset as it is.
  public let knownAsOf: Instant?
  public let rows: [DashboardRow]

  /// - Parameter asOf: nil for the last instant at which bars of one of the assets were known.
  /// - Throws: a `Problem` for an asset that the dataset does not have.
  public init(
    _ dataset: Dataset, _ assets: [String], asOf: Instant?, bars: String?, test: StateTest,
    assuming assumptions: FundingAssumptions = .none
  ) throws {
    let kinds: [SeriesKind] = [.klines]
    let last = try asOf ?? assets.map { try MarketMoment(dataset, $0, asOf: nil, kinds: kinds).asOf }.max()
    rows = try assets.map { asset in
      try DashboardRow(
        try MarketMoment(dataset, asset, asOf: last, kinds: kinds, bars: bars, assuming: assumptions), test: test)
    }
    self.dataset = dataset.name
    knownAsOf = dataset.knownAsOf
    self.asOf = last ?? rows.first?.asOf ?? Instant(milliseconds: 0)
  }
}

/// What the other views come to for one asset; nil for what its dataset does not have.
public struct DashboardRow: Sendable {
  public let asset: String
  public let asOf: Instant
  /// Whose price and taker ratio are meant; nil without bars.
  public let instrument: Instrument?
  public let price: Double?
  public let change1d: Double?
  public let funding: FundingAggregate?
  public let interest: InterestTotal?
  /// Over a day.
  public let quadrant: InterestQuadrant?
  /// Of the first perpetual.
  public let basis: Double?
  /// The last instant at which both of its prices were taken.
  public let basisAt: Instant?
  public let liquidated1d: (longs: Double, shorts: Double)?
  public let takerRatio1d: Double?
  public let crowding: Double?
  /// What the view of funding had to leave out, or to assume, and why a sum of liquidations or taker flow is not there; each
  /// with the view's name before it.
  public let notes: [String]
  /// Those that hold.
  public let states: [MarketState]
  /// Hourly closes of the last seven days.
  public let past: [Double]

  private static let history = Interval.days(7)

  init(_ moment: MarketMoment, test: StateTest) throws {
    asset = moment.asset.text
    asOf = moment.asOf
    let reference = moment.reference()
    instrument = reference
    let prices = try reference.flatMap { try moment.coinPrice($0, over: .days(8))?.price }
    price = prices?.value(at: moment.asOf)
    change1d = prices?.change(over: .day, to: moment.asOf)
    past = prices?.samples(every: .hour, over: Self.history, to: moment.asOf) ?? []
    // A view that the dataset has nothing for leaves its columns empty.
    let funding = try? FundingView(moment, history: Self.history, options: .init(), test: test)
    let interest = try? InterestView(moment, history: Self.history, test: test, models: false)
    let basis = try? BasisView(moment, history: Self.history, options: .init(), test: test)
    let liquidations = try? LiquidationView(
      moment, history: Self.history, options: .init(), test: test, models: false)
    let flow = try? FlowView(moment, history: Self.history, test: test)
    let regime = try? RegimeView(moment, history: Self.history, options: .init(), test: test)
    self.funding = funding?.aggregate.answer
    let taken = flow?.venues.first { $0.instrument == reference }
    let gaps = [liquidations?.gaps1d.map { ("liquidations", $0) }, taken?.gaps1d.map { ("flow", $0) }]
    let unsized =
      moment.unsizedNotes(
        Set(moment.instruments(with: .liquidations) + moment.instruments(with: .liquidationEvents)).sorted().filter {
          one in liquidations?.venues.contains { $0.instrument == one } != true
        }, [.liquidations, .liquidationEvents]
      ).map { "liquidations: \($0)" }
      + moment.unsizedNotes(taken == nil ? [reference].compactMap(\.self) : [], [.klines, .takerFlow]).map {
        "flow: \($0)"
      }
    let borrowed = (interest?.venues ?? []).compactMap { $0.share == nil ? nil : $0.interest.borrowed(at: moment.asOf) }
    // What the past of funding rests on is no matter of one line.
    let ofThePast = [funding?.aggregate.answer?.changing].compactMap(\.self) + borrowed
    notes =
      (funding?.head.notes.filter { !ofThePast.contains($0) }.map { "funding: \($0)" } ?? [])
      + borrowed.map { "open interest: \($0)" } + (liquidations?.borrowed.map { "liquidations: \($0)" } ?? [])
      + unsized + gaps.compactMap(\.self).map { "\($0.0): there are bars for \($0.1), and no sum is given." }
    self.interest = interest?.total.answer
    quadrant = interest?.quadrants.first { $0.length == .day }
    let perpetual = basis?.rows.first { $0.expiry == nil }
    self.basis = perpetual?.basis
    basisAt = perpetual?.at
    liquidated1d = liquidations.flatMap { view in
      view.bars.isEmpty ? nil : zip1(view.longs1d, view.shorts1d).map { (longs: $0.0, shorts: $0.1) }
    }
    takerRatio1d = taken?.ratio1d
    crowding = regime.flatMap { view in view.now.map { view.crowding[$0] } }
    let all = [funding?.states, interest?.states, basis?.states, liquidations?.states, flow?.states, regime?.states]
    states = all.compactMap(\.self).flatMap(\.self).filter { $0.holds == true }
  }
}

private func zip1(_ a: Double?, _ b: Double?) -> (Double, Double)? {
  guard let a, let b else { return nil }
  return (a, b)
}
