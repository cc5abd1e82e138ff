import Market
import Replay
import Research
import Signals

extension RunSummary {
  /// The figures for a terminal, under what they rest on.
  public var table: Table {
    Table(
      run.figures.keyFigures(quote: quote).filter { $0.key != FigureKey.days.rawValue || run.figures.days > 0 }
        + (run.legs == nil && run.portfolio == nil ? Self.fields.keyFigures(self, ["hold_return"]) : []),
      title: header.title(strategy.strategy.name), notes: remarks)
  }

  /// What the figures rest on, and what of it nobody has verified: read before them.
  public var opening: [String] {
    ["Rests on: " + rests.joined(separator: " ")] + unverified.map { "Not verified: " + $0 } + header.found
  }

  /// How it was decided, filled and charged, and what of its data is another's.
  package var rests: [String] { basis + footing.borrowed }

  private var basis: [String] {
    [
      "Decided at each close, filled at the next open; "
        + (run.settlementPrice == "none"
          ? "no funding settled on a position."
          : "funding settles on the position held before it, at \(run.settlementPrice) price.")
    ] + [coinNote].compactMap(\.self) + strategy.scheduleNotes + legBasis + executionBasis + portfolioBasis
  }

  /// How to read the amounts of an inverse contract.
  private var coinNote: String? {
    guard let price = coinPrice else { return nil }
    let coin = frame.contract.settlement
    let figures = run.figures
    let final = Figure.plain((figures.finalEquity / price * 1e8).rounded() / 1e8).text
    let initial = Figure.plain((figures.initialEquity / price * 1e8).rounded() / 1e8).text
    return
      "The contract is \(frame.contract.form.rawValue): the account is in \(coin), \(initial) to begin with and \(final) in the end; amounts are coins at the first price, \(Figure.price(price).text) \(frame.contract.quote), and returns are of coins\(run.quoteReturn.map { ", \(Figure.signedPercent($0).text) in \(frame.contract.quote)" } ?? "")."
  }

  /// What nobody has verified: of the market, and of what became of this run on it.
  package var unverified: [String] {
    footing.unverified + [strategy.rebateNote, unmarkedNote].compactMap(\.self)
  }

  /// The same, and before it what of its data is another's.
  package var reservations: [String] { footing.borrowed + unverified }

  /// That a liquidation was held against something else than the file says.
  private var unmarkedNote: String? {
    let bars = run.orders.unmarkedBars
    guard bars > 0 else { return nil }
    return
      "Margin: the mark of \(Double.counted(bars, "bar")) of a position is missing; the traded extreme was watched in its place, which is the stricter."
  }

  /// What is to be said of what settled, on any leg.
  public var fundingNotes: [String] { SettledFunding.notes(of: settled, inUniverse: frame.isUniverse) }

  private var settled: [(name: String, funding: SettledFunding)] {
    Self.settled(run) ?? [("", funding)]
  }

  /// What settled on each leg or member, by its name; nil of one instrument.
  static func settled(_ run: Run) -> [(name: String, funding: SettledFunding)]? {
    run.legs?.legs.map { ($0.label, $0.funding) } ?? run.portfolio?.members.map { ($0.leg.name, $0.leg.funding) }
  }

  /// What else a reader must know besides the figures.
  private var remarks: [String] {
    told(alarm: alarm)
      + [
        rollingSharpe?.sentence,
        "Ledger: \(run.ledger.count == 1 ? "1 entry closes" : "\(Double.grouped(run.ledger.count)) entries close") to the last digit. Run \(id).",
      ]
      .compactMap(\.self)
  }

  /// What of it the figures, charts and tables of a page do not say. A page has the alarm above all of them.
  @Listed<String> package func told(alarm: String? = nil) -> [String] {
    (run.legs?.notes ?? run.portfolio?.notes ?? [gaps.note].compactMap(\.self))
      + [notSaidNote, alarm, hedgedRemark, unsizedNote].compactMap(\.self)
    if run.trades.last?.ending == .open {
      "A position is still open at the end: it is marked at the last close and pays no exit costs."
    }
    if run.trades.isEmpty {
      "No trade was made: figures that need one are empty.\(idleReason.map { " What its rules asked: \($0)." } ?? "")"
    }
    feesPaidNote
    executionNotes
  }

  /// All of it, for a document.
  public var notes: [String] {
    rests + unverified + frame.findings + remarks
  }

  private var unsizedNote: String? {
    let count = run.orders.unknownSizes
    guard strategy.strategy.sizing == .kelly, count > 0 else { return nil }
    return
      "Kelly's rule knew no size at \(Double.counted(count, "close")) at which a side was wanted, and nothing was entered there: its returns are too few at first, or without variance."
  }

  private var notSaidNote: String? {
    let names = notSaid.map(\.key.title)
    guard !names.isEmpty else { return nil }
    return
      "Not said of a run of \(window.length.inTwoUnits): \(names.joined(separator: ", ")). A figure of a year needs \(LeastLength.annualised) at least, one that compounds \(LeastLength.compounded)."
  }
}
