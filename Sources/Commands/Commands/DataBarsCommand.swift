import ArgumentParser
import Feeds
import Market
import Results
import Store

struct DataBarsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bars", abstract: "Make bars of a dataset's trades: klines, and what takers bought and sold.",
    discussion: """
      A bar without a trade is left empty. The bars in which the trades begin and end are left out, unless they are there \
      from the first to the last hundredth of the bar; and so are bars of which more than a hundredth of the trades is \
      missing by their numbers, or which are silent much longer than those around. Making them again from more trades \
      replaces them; bars that came from files stay.

      Example: hindcast data bars btc --interval 1m --large 100000
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("Name of the dataset.", valueName: "name"), completion: Completions.datasets)
  var name: String

  @Option(help: ArgumentHelp("Width of a bar: 1s, 1m, 5m, 1h.", valueName: "interval"))
  var interval: Interval

  @Option(help: ArgumentHelp("Of the trades of this instrument alone.", valueName: "instrument"))
  var instrument: String?

  @Option(
    help: ArgumentHelp(
      "Quote currency from which on a trade is large: adds large_bought_value and large_sold_value.",
      valueName: "value"))
  var large: Amount?

  /// Days of trades that are in memory at a time.
  private static let stretch = Interval.days(4)

  func run() throws {
    if let large, large.value <= 0 {
      throw Problem("--large is \(large.value)", remedy: "say an amount of quote currency above 0, such as 100000")
    }
    let dataset = try global.workspace.datasets.openForSealing(name)
    let all = try dataset.allSeries().filter { $0.descriptor.kind == .trades }
    guard !all.isEmpty else {
      throw Problem(
        "dataset '\(name)' has no trades", remedy: "import some: 'hindcast data formats' lists what is read")
    }
    let chosen = all.filter { series in instrument.map { series.descriptor.instrument.description == $0 } ?? true }
    guard !chosen.isEmpty else {
      throw Problem(
        "dataset '\(name)' has no trades of '\(instrument ?? "")'",
        remedy: suggestion(
          for: instrument ?? "", in: all.map(\.descriptor.instrument.description), called: "instruments with trades"))
    }
    var table = Table(
      title: "Bars of \(interval) made of trades",
      columns: [
        .init("instrument", key: "instrument", .words), .init("trades", key: "trades"), .init("bars", key: "bars"),
        .init("kept", key: "kept"), .init("replaced", key: "replaced"),
        .init("left out", key: "left_out"), .init("incomplete", key: "incomplete"),
      ],
      notes: [
        "left out: the bars in which the trades begin or end. incomplete: left out as well, since trades are missing in them."
      ])
    for series in chosen {
      table.append(try made(of: series, in: dataset))
    }
    try dataset.close()
    Output(format: global.format).show(table)
  }

  private func made(of series: StoredSeries, in dataset: Dataset) throws -> [Figure] {
    let instrument = series.descriptor.instrument
    var bars = TradeBars(
      of: instrument, contract: try dataset.contract(of: instrument), interval: interval,
      large: large?.value)
    guard let summary = try dataset.summary(of: series) else {
      throw Problem("every trade of \(instrument) is sealed", remedy: "see 'hindcast data list'")
    }
    let numbers = series.descriptor.columns.map(\.name).filter { $0 == TradeNumbers.column }
    var from = summary.range.from
    while from < summary.range.to {
      let stretch = TimeRange(from: from, to: min(from + Self.stretch, summary.range.to))
      bars.add(
        try dataset.series(
          series.descriptor, range: stretch, columns: ["trade_price", "taker_bought", "taker_sold"] + numbers))
      from = stretch.to
    }
    let (klines, flow) = bars.finish()
    let source = ImportSource(file: series.descriptor.title, sha256: summary.digest, format: "trades")
    let own = try BarsOfTrades(klines, beside: dataset, format: source.format)
    let counts = try dataset.merge([(own.bars, source), (flow, source)], at: Clock.precise)
    if let note = own.note { Terminal.note("\(instrument): \(note)") }
    if bars.isValueUnknown {
      Terminal.note(
        "\(instrument): trades count contracts, and nothing says how much one is: volumes are contracts, and no value is "
          + "known; say it and make the bars again: hindcast data contract \(name) \(instrument) contract_size_base=0.01"
      )
    }
    if let note = Self.note(on: bars) { Terminal.note("\(instrument): \(note)") }
    return [
      .text(instrument.description), .count(summary.rows), .count(klines.count), .count(counts[0].kept),
      .count(counts[0].replaced), .count(bars.leftOut), .count(bars.incomplete.count),
    ]
  }

  /// Which bars rest on trades that are not all there.
  private static func note(on bars: TradeBars) -> String? {
    let shown = bars.incomplete.map { bar in
      "\(bar.open.minuteText) ("
        + (bar.missing > 0 ? "\(bar.missing) trades missing by their numbers" : "no trade for \(bar.silence)") + ")"
    }
    let left =
      shown.isEmpty
      ? nil
      : "\(shown.count == 1 ? "a bar is" : "\(shown.count) bars are") incomplete and left out: "
        + shown.listed(most: 5)
    let kept =
      bars.missingInKept == 0
      ? nil
      : "bars that are kept miss \(bars.missingInKept) trades by their numbers, none more than a hundredth of its own"
    let all = [left, kept].compactMap(\.self)
    return all.isEmpty ? nil : all.joined(separator: "; ")
  }
}
