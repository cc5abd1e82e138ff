import Frames
import Market
import Research
import Statistics

/// Is leverage crowded: funding, basis and open interest against their own recent past, as the public notebook of
/// derivatives data has it, on the instrument's narrowest bars.
public struct RegimeView: Sendable {
  public let head: ViewHead
  public let instrument: Instrument
  public let interval: Interval
  public let options: Options
  public let closes: [Instant]
  /// One a bar of the history; NaN where not known.
  public let price: [Double]
  /// The settled rate as it stood, over eight hours.
  public let fundingRate: [Double]
  public let basis: [Double]
  /// In coins, or in dollars where its contracts count those.
  public let interest: [Double]
  public let interestUnit: VenueInterest.Amount
  public let fundingZ: [Double]
  public let basisZ: [Double]
  public let interestZ: [Double]
  public let crowding: [Double]
  public let stress: [Bool?]
  /// Share of bars in stress, of those on which it is known: of the history, and of all known by then.
  public let stressShare: Double?
  public let stressShareEver: Double?
  /// Of settled rates per eight hours over all that was known.
  public let funding: Result<FundingDistribution, Unavailable>
  /// Mean settled rate as it stood, by weekday (Monday first) and UTC hour of the bar's open, over the history.
  public let calendar: [[Double]]
  public let states: [MarketState]

  let asOf: Instant
  /// The last bar on which the score is known; nil for none in the history.
  private var scored: Int? { crowding.lastIndex { !$0.isNaN } }
  /// Since that bar closed.
  public var age: Interval? { scored.map { asOf.since(closes[$0]) } }
  /// The bar that stands for the moment; nil where the score was last known two bars before it, or more.
  public var now: Int? {
    guard let scored, let age, age < interval * 2 else { return nil }
    return scored
  }

  /// Over the bars of the history: what the notebook sums up.
  public var meanFunding: Double? { meanOfKnown(fundingRate) }
  public var meanBasis: Double? { meanOfKnown(basis) }
  public var medianInterest: Double? { medianOfKnown(interest) }
  /// The same share of all bars, where what is not known counts as calm, as in the notebook.
  public var stressShareOfAll: Double? {
    stress.isEmpty ? nil : Double(stress.count { $0 == true }) / Double(stress.count)
  }

  public struct Options: Sendable {
    public var window = Interval.day
    /// Above which the z-scores of funding and basis are stress.
    public var entry = 1.5
    /// The same of open interest.
    public var interestEntry = 1.0

    public init(window: Interval = .day, entry: Double = 1.5, interestEntry: Double = 1) {
      (self.window, self.entry, self.interestEntry) = (window, entry, interestEntry)
    }
  }

  /// - Throws: a `Problem` where a column is missing, and for a window that is no whole number of bars.
  public init(_ moment: MarketMoment, history: Interval, options: Options, test: StateTest) throws {
    guard let instrument = moment.reference(having: .premium) else {
      throw Problem("dataset '\(moment.dataset.name)' has no bars of '\(moment.asset.text)'", remedy: "import klines")
    }
    let hasPremium = try moment.series(.premium, of: instrument, column: "premium") != nil
    let basis = hasPremium ? "premium" : "close / spot - 1"
    func z(_ column: String) -> String { "zscore(\(column), \(options.window))" }
    let read = try InterestView.expression(moment, on: instrument)
    let interest = read?.text ?? "open_interest"
    let settled = try RateExpression(moment, instrument)
    let rate = settled.text
    let parts = [z(rate), z(basis), z(interest)]
    let crowding = "(\(parts.joined(separator: " + "))) / 3"
    let stress =
      "\(parts[0]) > \(options.entry) and \(parts[1]) > \(options.entry) and \(parts[2]) > \(options.interestEntry)"
    // Price and spot are held against one another on bars as wide as the wider of them.
    let wider = try ColumnBook(moment.dataset, instrument: "\(instrument)").widerPrice(
      among: hasPremium ? [] : ["close", "spot"])
    let view = try ViewFrame(
      moment, of: instrument, interval: wider, beside: settled.own, parts + [crowding, stress, rate, basis, interest])
    var head = try ViewHead(moment, history: history, isOfFrame: true)
    head.notes.append(
      "Basis is \(hasPremium ? "the premium over the index" : "the price over spot"). Windows are \(options.window) of \(view.frame.grid.interval) bars."
    )
    if interest != "open_interest" { head.notes.append("Open interest is \(interest).") }
    if let assumed = moment.assumed { head.notes.append(assumed) }
    if rate != "funding_rate" { head.notes.append("Funding is \(rate): per eight hours.") }
    head.notes += view.frame.borrowed.compactMap(\.note).map { "\($0)." }
    head.notes += view.frame.findings
    head.notes += [try moment.leftOutBars(of: instrument, before: view.frame.window)].compactMap(\.self)
    let closes = view.closes
    let first = closes.firstIndex { $0 > moment.asOf - history } ?? closes.count
    func recent(_ text: String) throws -> [Double] { Array(try view.numbers(text)[first...]) }
    let holds = try view.holds(stress)
    let scores = try view.numbers(crowding)
    self.instrument = instrument
    self.options = options
    asOf = moment.asOf
    interval = view.frame.grid.interval
    self.closes = Array(closes[first...])
    price = try recent("close")
    let rates = try recent(rate)
    fundingRate = rates
    self.basis = try recent(basis)
    self.interest = try recent(interest)
    interestUnit = read?.unit ?? .coins
    fundingZ = try recent(parts[0])
    basisZ = try recent(parts[1])
    interestZ = try recent(parts[2])
    self.crowding = Array(scores[first...])
    self.stress = Array(holds[first...])
    stressShare = Self.share(holds[first...])
    stressShareEver = Self.share(holds[...])
    let width = view.frame.grid.interval
    calendar = weekCalendar(closes[first...].map { $0 - width }, rates)
    funding = Result { () throws(Unavailable) in try FundingDistribution(moment, instrument) }
    states = test.states(
      [
        StateDefinition(
          "stress",
          "z-scores of funding and basis above \(options.entry.plain) and of open interest above \(options.interestEntry.plain)",
          stress),
        StateDefinition("crowded", "crowding score above 1.5", "\(crowding) > 1.5"),
        StateDefinition("relieved", "crowding score below -1.5", "\(crowding) < -1.5"),
      ], of: instrument, at: moment, beside: settled.own)
    self.head = head
  }

  private static func share(_ holds: ArraySlice<Bool?>) -> Double? {
    let known = holds.compactMap(\.self)
    return known.isEmpty ? nil : Double(known.count { $0 }) / Double(known.count)
  }
}

/// Settled rates of a venue over all that was known, per eight hours.
public struct FundingDistribution: Sendable {
  public let rates: [Double]
  public let mean: Double
  /// Of the sample.
  public let deviation: Double?
  /// At 5, 25, 50, 75 and 95%.
  public let quantiles: [Double]
  public static let shares = [0.05, 0.25, 0.5, 0.75, 0.95]
  public let positiveShare: Double

  init(_ moment: MarketMoment, _ instrument: Instrument) throws(Unavailable) {
    let settled: Result<SettledRates, Unavailable>?
    do { settled = try moment.settled(instrument, over: nil) } catch { throw Unavailable("\(error)") }
    guard let settled else { throw Unavailable("\(instrument) has no funding here") }
    let rates = try settled.get().per8h.values
    guard !rates.isEmpty else { throw Unavailable("nothing was settled by then") }
    let mean = rates.reduce(0, +) / Double(rates.count)
    let squares = rates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let quantiles = Quantiles(rates)
    self.rates = rates
    self.mean = mean
    deviation = rates.count > 1 ? (squares / Double(rates.count - 1)).squareRoot() : nil
    self.quantiles = Self.shares.map { quantiles[$0] }
    positiveShare = Double(rates.count { $0 > 0 }) / Double(rates.count)
  }
}
