import Market
import Replay
import Research
import Signals

/// A replay with all that names it: what the documents and pages of a run are made from.
public struct RunSummary: Sendable {
  public let strategy: BoundStrategy
  public let frame: Frame
  public let run: Run
  /// What settled, and what is to be said of it.
  public let funding: SettledFunding
  /// SHA-256 of strategy, parameters, data and engine, in hexadecimal.
  public let hash: String
  /// How sure the Sharpe ratio is: worked out once, for document, page and terminal.
  public let luck: Result<RunLuck, Unavailable>

  public init(
    strategy: BoundStrategy, frame: Frame, run: Run, funding: SettledFunding = .nothing, hash: String
  ) {
    self.funding = funding
    self.strategy = strategy
    self.frame = frame
    self.run = run
    self.hash = hash
    luck = Result { () throws(Unavailable) in try RunLuck(run) }
  }

  /// Of the result.
  public var folder: ResultFolder { ResultFolder(strategy.strategy.name, hash: hash) }

  /// The short name it goes by.
  public var id: String { folder.name }

  /// The part of the frame that is judged.
  public var window: TimeRange { run.grid.range }

  private var length: Interval { run.grid.interval * run.grid.count }

  /// Figures that a run of this length has none of, and why.
  var notSaid: [(key: FigureKey, why: String)] { LeastLength.notSaid(of: length) }

  /// What the market did not print while it was replayed.
  var gaps: ReplayGaps { ReplayGaps(run, present: frame.printed) }

  private var notSaidNote: String? {
    let names = notSaid.map(\.key.title)
    guard !names.isEmpty else { return nil }
    return
      "Not said of a run of \(length.inTwoUnits): \(names.joined(separator: ", ")). A figure of a year needs \(LeastLength.annualised) at least, one that compounds \(LeastLength.compounded)."
  }

  /// What is to be asked of a result that nobody has: whether it saw the future.
  private var alarm: String? {
    let isLong = length >= LeastLength.compounded
    let sharpe = run.figures.sharpeAnnual ?? 0
    guard isLong && sharpe > 10 || run.figures.totalReturn > 100 else { return nil }
    return
      "ALARM: beyond anything real (Sharpe ratio \(Figure.ratio(sharpe).text), total return \(Figure.signedPercent(run.figures.totalReturn).text)). Most often a column is known too early: 'data show' says when each is known, and a column stamped at the open of its bar is known at_close, not at_stamp (docs/formats.md)."
  }

  /// `luck` in a sentence; nil where nothing can be said.
  public var luckText: String? {
    guard case .success(let luck) = luck else { return nil }
    return
      "Sharpe ratio \(Figure.ratio(luck.sharpeAnnual).text) over \(Double.grouped(luck.days)) days, 95 % interval \(Figure.ratio(luck.interval.lowerBound).text) to \(Figure.ratio(luck.interval.upperBound).text); above zero with probability \(Figure.ratio(luck.probability, decimals: 3).text), were this the only test."
  }

  private var luckMembers: [String: JSONValue] {
    switch luck {
    case .success(let luck):
      [
        "sharpe_interval_low": .real(luck.interval.lowerBound), "sharpe_interval_high": .real(luck.interval.upperBound),
        "probabilistic_sharpe": .real(luck.probability), "luck_why": .null,
      ]
    case .failure(let reason):
      [
        "sharpe_interval_low": .null, "sharpe_interval_high": .null, "probabilistic_sharpe": .null,
        "luck_why": .string(reason.why),
      ]
    }
  }

  /// The quote currency, for labels.
  public var quote: String { frame.contract.quote.isEmpty ? "quote" : frame.contract.quote }
}

extension RunSummary {
  /// The document of `hindcast replay --format json` and of `run.json`.
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "run": .string(id), "hash": .string(hash), "engine": .string(Engine.version),
      "strategy": .string(strategy.strategy.name), "market": .string(frame.market),
      "instrument": .string(frame.instrument.description), "interval": .string(frame.grid.interval.description),
      "from": .string(window.from.description), "to": .string(window.to.description),
      "bars": .integer(run.grid.count), "fingerprint": .string(frame.fingerprint),
      "parameters": .parameters(strategy.parameters), "initial_equity": .real(run.figures.initialEquity),
      "identity": .string(strategy.identity), "settlement_price": .string(settlementPrice), "funding": funding.json,
      "contract": .string(frame.contract.description), "columns_from": frame.columnsFrom,
      "costs": strategy.costsJSON,
      "not_said": .object(Dictionary(notSaid.map { ($0.key.rawValue, .string($0.why)) }) { first, _ in first }),
      "gaps": gaps.json, "notes": .strings(notes),
      "conventions": .object(
        Dictionary(FigureKey.allCases.map { ($0.rawValue, .string($0.convention)) }, uniquingKeysWith: { a, _ in a })),
    ]
    members.merge(luckMembers) { first, _ in first }
    members.merge(.figures { run.figures[$0] }) { _, figure in figure }
    return .object(members)
  }

  /// The figures alone, as the store keeps them.
  public var figuresJSON: JSONValue {
    .object(.figures { run.figures[$0] })
  }

  /// What funding was settled on: `mark`, `trade`, `mark and trade`, or `none` without settlements.
  public var settlementPrice: String {
    let sources = Set(run.ledger.compactMap(\.priceSource?.rawValue)).sorted()
    return sources.isEmpty ? "none" : sources.joined(separator: " and ")
  }

  /// Every entry, six decimals, so that the column `amount` adds up to final less initial equity.
  public var ledgerCSV: String {
    var text = ""
    writeLedger(to: &text)
    return text
  }

  /// `ledgerCSV`, row by row.
  public func writeLedger(to output: inout some TextOutputStream) {
    output.write("time,kind,amount,quantity,price,rate,trade,price_source\n")
    for entry in run.ledger {
      output.write(
        "\(entry.instant),\(entry.kind.rawValue),\(Money.text(entry.amount)),\(entry.quantity),\(entry.price),\(entry.rate),\(entry.trade),\(entry.priceSource?.rawValue ?? "")\n"
      )
    }
  }

  public var tradesCSV: String {
    var text =
      "trade,side,entered,left,entry_price,exit_price,quantity,bars,ending,price_pnl,funding,fees,slippage,liquidation,net\n"
    for trade in run.trades {
      let amounts = [trade.price, trade.funding, trade.fee, trade.slippage, trade.liquidation, trade.net]
      text +=
        "\(trade.number),\(trade.side > 0 ? "long" : "short"),\(trade.entered),\(trade.left),\(trade.entryPrice),\(trade.exitPrice),\(trade.quantity),\(trade.bars),\(trade.ending.rawValue),\(amounts.map(Money.text).joined(separator: ","))\n"
    }
    return text
  }

  /// One row a bar: equity at its close and the position held there.
  public var equityCSV: String {
    var text = ""
    writeEquity(to: &text)
    return text
  }

  /// `equityCSV`, row by row: five years of minutes are 200 MB of text, which need not be anywhere but in the file.
  public func writeEquity(to output: inout some TextOutputStream) {
    output.write("open_time,close_time,equity,quantity\n")
    for row in run.equity.indices {
      output.write(
        "\(run.grid.open(row)),\(run.grid.close(row)),\(Money.text(run.equity[row])),\(run.quantity[row])\n")
    }
  }

  /// The figures for a terminal.
  public var table: Table {
    Table(
      run.figures.keyFigures(quote: quote).filter { $0.key != FigureKey.days.rawValue || run.figures.days > 0 },
      title:
        "\(strategy.strategy.name) on \(frame.market), \(frame.grid.interval) bars, \(window.from.dateText) to \(window.to.dateText) UTC",
      notes: notes)
  }

  /// What a reader must know besides the figures.
  public var notes: [String] {
    var notes = [
      "Decided at each close, filled at the next open; "
        + (settlementPrice == "none"
          ? "no funding settled on a position."
          : "funding settles on the position held before it, at \(settlementPrice) price.")
    ]
    notes += frame.borrowed.compactMap(\.note).map { $0 + "." } + funding.notes + strategy.costNotes
    notes += frame.findings
    notes += [gaps.note, notSaidNote, alarm].compactMap(\.self)
    if run.trades.last?.ending == .open {
      notes.append("A position is still open at the end: it is marked at the last close and pays no exit costs.")
    }
    if run.trades.isEmpty { notes.append("No trade was made: figures that need one are empty.") }
    notes.append("Ledger: \(run.ledger.count) entries close to the last digit. Run \(id).")
    return notes
  }
}

extension JSONValue {
  /// Parameters by name: numbers as numbers, durations as text.
  package static func parameters(_ parameters: [String: ParameterValue]) -> JSONValue {
    .object(
      parameters.mapValues { value in
        switch value {
        case .number(let number): .real(number)
        case .duration(let duration): .string(duration.description)
        case .flag(let flag): .bool(flag)
        }
      })
  }

  package static func optional(_ value: Double?) -> JSONValue { value.map(JSONValue.real) ?? .null }
}

extension [String: JSONValue] {
  /// Every figure under its key: whole numbers as such, null where it is not defined.
  package static func figures(_ value: (FigureKey) -> Double?) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    for key in FigureKey.allCases {
      members[key.rawValue] =
        switch value(key) {
        case nil: .null
        case let value?: key.form == .count ? .integer(Int(value)) : .real(value)
        }
    }
    return members
  }
}
