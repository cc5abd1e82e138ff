import Market

/// What a leg costs and what stands behind it, with parameters fixed.
public struct LegTerms: Hashable, Sendable {
  /// As the strategy calls it.
  public let name: String
  public let costs: Costs
  /// Interest a year on what is borrowed to be sold, as a fraction of its value; nil where nothing says.
  public let borrow: Double?
  /// Value over the margin that it needs; infinite where the whole purse stands behind it.
  public let leverage: Double
  /// How it is margined, where more is said than one rate of maintenance and that the whole purse stands behind it.
  public let margin: MarginTerms?

  /// Whether it has a margin of its own, beyond which it can lose nothing; else the whole purse stands behind it.
  public var isIsolated: Bool { margin?.mode == .isolated }

  /// - Parameter isIsolated: what `margin` says of more words.
  public init(
    name: String, costs: Costs, borrow: Double? = nil, leverage: Double = .infinity, isIsolated: Bool = false,
    margin: MarginTerms? = nil
  ) {
    self.name = name
    self.costs = costs
    self.borrow = borrow
    self.leverage = leverage
    self.margin =
      margin
      ?? (isIsolated ? MarginTerms(mode: .isolated, leverage: leverage, tiers: .flat(costs.maintenance)) : nil)
  }

  /// The same at other costs.
  func charged(_ change: (Costs) -> Costs) -> LegTerms {
    LegTerms(name: name, costs: change(costs), borrow: borrow, leverage: leverage, margin: margin)
  }

  /// What must stand behind a quantity at a price, whole micro-quote.
  func maintenance(of quantity: Double, at price: Double) -> Double {
    let notional = abs(quantity * price)
    return Money.rounded((margin?.tiers.maintenance(of: notional) ?? notional * costs.maintenance) * Money.scale)
  }
}

/// What the ratios of legs count.
public enum Hedge: String, Hashable, Sendable, CaseIterable {
  /// Value at the close of the decision.
  case value
  /// Coins: as many of each as the dearest of them can be bought with the weight.
  case coins
}

/// How many units of a leg are held for one of the position, with its sign.
public enum LegRatio: Sendable {
  case constant(Double)
  /// By row; not known where it is NaN.
  case column([Double])

  func at(_ row: Int) -> Double {
    switch self {
    case .constant(let value): value
    case .column(let values): values[row]
    }
  }

  /// Whether nothing is ever held of it.
  var isNothing: Bool { if case .constant(0) = self { true } else { false } }
}

/// The decisions of a position of several legs: when to hold how much of the whole, and what of each leg that is.
public struct LegDecisions: DecisionSource {
  let source: any DecisionSource
  let terms: [LegTerms]
  let ratios: [LegRatio]
  let hedge: Hedge
  /// How far a leg may be off what would be ordered now, as a share of equity, before all are ordered anew; nil for as far as it
  /// gets.
  let drift: Double?
  /// What becomes of the other legs when one ends.
  let onLegEnd: OnLegEnd
  /// By leg: what of its value has to be there as margin before it is held.
  private let needs: [Double]
  /// By leg: whether it is one of the dated futures that a leg rolls through, which count only while it means them.
  private let isDated: [Bool]
  /// The bars on which every leg that is held can be seen.
  public let decidable: Bitmap

  /// - Parameters:
  ///   - source: the weight of the whole position; of the bars on which every leg was printed.
  ///   - terms: of each leg, in the order of the market's.
  ///   - ratios: the same.
  public init(
    _ source: any DecisionSource, terms: [LegTerms], ratios: [LegRatio], hedge: Hedge = .value, drift: Double? = nil,
    onLegEnd: OnLegEnd = .close, on market: PreparedMarket
  ) {
    self.source = source
    self.terms = terms
    self.ratios = ratios
    self.hedge = hedge
    self.drift = drift
    self.onLegEnd = onLegEnd
    needs = terms.map { 1 / $0.leverage }
    isDated = market.legs.map { $0.roll != nil }
    decidable = Self.decidable(ratios, onLegEnd, on: market)
  }

  /// The same decisions at other costs of each leg.
  package func charging(_ change: (Costs) -> Costs, on market: PreparedMarket) -> LegDecisions {
    LegDecisions(
      source, terms: terms.map { $0.charged(change) }, ratios: ratios, hedge: hedge, drift: drift, onLegEnd: onLegEnd,
      on: market)
  }

  /// What trading the first leg costs.
  public var firstCosts: Costs { terms.first?.costs ?? .free }

  /// The same legs, and somebody else who decides.
  public func decided(by source: any DecisionSource) -> LegDecisions {
    LegDecisions(source, self)
  }

  private init(_ source: any DecisionSource, _ other: LegDecisions) {
    self.source = source
    (terms, ratios, hedge, drift, onLegEnd) = (other.terms, other.ratios, other.hedge, other.drift, other.onLegEnd)
    (needs, isDated, decidable) = (other.needs, other.isDated, other.decidable)
  }

  /// The bars on which every leg that can be held was printed, of those that are replayed. A leg of which nothing is ever held
  /// need not be there, nor one that has ended where what it leaves is held on.
  public static func decidable(
    _ ratios: [LegRatio], _ onLegEnd: OnLegEnd = .close, on market: PreparedMarket
  ) -> Bitmap {
    let places = market.legs.indices.filter { !ratios[$0].isNothing }
    let pricings = market.pricings
    // What a coin costs has to be known as well, whatever is held of it.
    let held = Set(places + places.compactMap { pricings[$0].by }).sorted().map { market.legs[$0] }
    guard !held.isEmpty else { return market.decidable }
    return PreparedMarket.everywhere(held) { leg in
      guard onLegEnd == .keep, leg.roll == nil, leg.expiryRow < leg.rows.upperBound else { return leg.decidable }
      let gone = max(leg.expiryRow, leg.rows.lowerBound)..<leg.rows.upperBound
      return leg.decidable | Bitmap(rows: gone, count: leg.grid.count)
    }
  }

  /// The next decision at or after `row`. Nothing is entered at a close at which a ratio is not known.
  public func next(from row: Int, holding weight: Double) -> Decision? {
    var row = row
    while let decision = source.next(from: row, holding: weight) {
      if decision.weight == 0 || isKnown(at: decision.row) { return decision }
      if decision.weight * weight < 0, leaves(at: decision.row, holding: weight) {
        return Decision(row: decision.row, weight: 0)
      }
      row = decision.row + 1
    }
    return nil
  }

  public func leaves(at row: Int, holding weight: Double) -> Bool { source.leaves(at: row, holding: weight) }

  func isKnown(at row: Int) -> Bool { ratios.allSatisfy { $0.at(row).isFinite } }

  /// At how many closes of `rows`, through which nothing was held, something was wanted of which it is not known how much,
  /// or what of a leg.
  func unknown(in rows: Range<Int>) -> (sizes: Int, ratios: Int) {
    var (sizes, ratios) = (0, 0)
    source.entries(in: rows) { row, isSized in
      if !isSized { sizes += 1 } else if !isKnown(at: row) { ratios += 1 }
    }
    return (sizes, ratios)
  }

  public func entries(in rows: Range<Int>, _ body: (_ row: Int, _ isSized: Bool) -> Void) {
    source.entries(in: rows, body)
  }

  /// Base currency to hold of each leg for a weight of the whole, at the closes of `row`; of one that is settled in a coin, coins.
  ///
  /// - Returns: whether it is less than was wanted, since the margins of the legs would add up to more than equity.
  func targets(
    at row: Int, weight: Double, equity: Double, _ timeline: LegTimeline, into targets: inout [Double]
  ) -> Bool {
    guard equity > 0, weight != 0 else {
      for leg in targets.indices { targets[leg] = 0 }
      return false
    }
    var dearest = 0.0
    if hedge == .coins {
      for leg in targets.indices where !ratios[leg].isNothing {
        if isDated[leg], ratios[leg].at(row) == 0 { continue }
        dearest = max(dearest, timeline.exposurePrice(leg, at: row) / timeline.units[leg])
      }
    }
    var margin = 0.0
    for leg in targets.indices {
      let close = timeline.exposurePrice(leg, at: row)
      let share = weight * ratios[leg].at(row)
      guard share != 0 else {
        targets[leg] = 0
        continue
      }
      let price = hedge == .coins ? dearest * timeline.units[leg] : close
      targets[leg] = share * equity / (Money.scale * price)
      // What is bought outright has to be there whole, of the others their margin.
      let needed = timeline.isSpot[leg] && share > 0 ? 1 : needs[leg]
      margin += abs(targets[leg]) * close * Money.scale * needed
    }
    guard margin > equity * (1 + 1e-9) else { return false }
    // A sum beyond numbers is none to be cut to: what it is made of is refused as it is.
    guard margin.isFinite else { return false }
    for leg in targets.indices { targets[leg] *= equity / margin }
    return true
  }
}
