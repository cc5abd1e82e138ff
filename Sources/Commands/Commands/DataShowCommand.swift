import ArgumentParser
import Frames
import Market
import Results
import Store

struct DataShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "What a dataset holds: instruments, series, units, windows, gaps, fingerprint.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("Name of the dataset.", valueName: "name"), completion: Completions.datasets)
  var name: String

  @Option(
    help: ArgumentHelp(
      "Show one instrument alone, and the names that mean its columns when it is traded.", valueName: "instrument"))
  var instrument: String?

  @OptionGroup var known: KnownOptions

  func run() throws {
    let dataset = try global.workspace.datasets.known(asOf: known.knownAsOf).open(name)
    try Terminal.noteKnownAsOf(dataset)
    let catalog = try dataset.catalog()
    let book = try book(dataset)
    let shown = instrument == nil ? catalog : catalog.filter { $0.descriptor.instrument == book?.instrument }
    let names = SeriesNames(catalog.map(\.descriptor))
    let gaps = try shown.map { try dataset.gaps(of: $0.stored) }
    let output = Output(format: global.format)
    let series = seriesTable(
      shown, gaps, names, title: "\(name): fingerprint \(dataset.fingerprint(of: catalog))",
      seals: try dataset.seals().map { $0.history(of: name) }
        + [dataset.foreignSeal.map { "'\(name)' \($0.clause(of: name))." }].compactMap(\.self))
    guard global.format == .table else { return output.show(series) }
    var tables = [try instrumentTable(shown, dataset), series]
    if let book {
      tables.append(try columnTable(book))
    } else if try dataset.instruments(with: .klines).isEmpty {
      tables[0].notes.append("Nothing can be traded: no instrument has klines.")
    } else {
      tables[0].notes.append(
        "Several instruments can be traded: 'hindcast data show \(name) --instrument NAME' lists one and its columns' names."
      )
    }
    if let table = gapTable(shown, gaps, names) { tables.append(table) }
    if let table = changeTable(try dataset.changes()) { tables.append(table) }
    output.show(tables)
  }

  /// The names for the instrument that is traded; nil when several could be and none was chosen, and without klines.
  private func book(_ dataset: Dataset) throws -> ColumnBook? {
    if let instrument { return try ColumnBook(dataset, instrument: instrument) }
    return TradedInstrument.tradable(try dataset.instruments(with: .klines)).count == 1 ? try ColumnBook(dataset) : nil
  }

  private func instrumentTable(_ catalog: [SeriesSummary], _ dataset: Dataset) throws -> Table {
    var order: [Instrument] = []
    var series: [Instrument: [SeriesSummary]] = [:]
    for summary in catalog {
      if series[summary.descriptor.instrument] == nil { order.append(summary.descriptor.instrument) }
      series[summary.descriptor.instrument, default: []].append(summary)
    }
    return Table(
      title: "Instruments",
      columns: [
        .init("instrument", key: "instrument", .words), .init("type", key: "type", .words),
        .init("contract", key: "contract", .words), .init("series", key: "series"), .init("rows", key: "rows"),
        .init("facts from", key: "facts_from", .words),
      ],
      rows: try order.map { instrument in
        let contract = try dataset.contract(of: instrument)
        let own = series[instrument] ?? []
        return [
          .text(instrument.description), .text(instrument.type.rawValue), .text(contract.description),
          .count(own.count), .count(own.reduce(0) { $0 + $1.rows }), .text(contract.source),
        ]
      })
  }

  private func seriesTable(
    _ catalog: [SeriesSummary], _ gaps: [[Gap]], _ names: SeriesNames, title: String, seals: [String]
  ) -> Table {
    Table(
      title: title,
      columns: [
        .init("series", key: "series", .words), .init("rows", key: "rows"), .init("from", unit: "UTC", key: "from"),
        .init("last", unit: "UTC", key: "last"), .init("known", key: "known", .words), .init("gaps", key: "gaps"),
        .init("missing", unit: "rows", key: "missing_rows"),
      ],
      rows: zip(catalog, gaps).map { summary, gaps in
        [
          .text(names.name(of: summary.descriptor)), .count(summary.rows), .instant(summary.first),
          .instant(summary.last),
          .text(known(summary.descriptor)), .count(gaps.count), .count(gaps.reduce(0) { $0 + $1.missing }),
        ]
      },
      notes: ["A value is carried for at most twice its cadence; after that it is a gap."] + seals)
  }

  private func columnTable(_ book: ColumnBook) throws -> Table {
    let available = try book.available
    let own = available.filter { $0.instrument == book.instrument || !$0.name.contains(".") }
    let others = available.count - own.count
    var table = Table(
      title: "Columns, by the names expressions use when \(book.instrument) is traded",
      columns: [
        .init("name", key: "name", .words), .init("unit", key: "unit", .words), .init("of", key: "series", .words),
      ],
      rows: (others > 60 ? own : available).map { [.text($0.name), .text($0.unit.rawValue), .text($0.source)] },
      notes: available.compactMap(\.note))
    if others > 60 {
      table.notes.append(
        "\(others) columns of other instruments are reached by venue and symbol, as in binance.ETHUSDT.close.")
    }
    return table
  }

  private func gapTable(_ catalog: [SeriesSummary], _ gaps: [[Gap]], _ names: SeriesNames) -> Table? {
    let listed = zip(catalog, gaps).flatMap { summary, gaps in gaps.map { (summary, $0) } }
    guard !listed.isEmpty else { return nil }
    return Table(
      title: "Gaps\(listed.count > 20 ? ", the longest 20 of \(listed.count)" : "")",
      columns: [
        .init("series", key: "series", .words), .init("from", unit: "UTC", key: "from"),
        .init("to", unit: "UTC", key: "to"), .init("missing", unit: "rows", key: "missing_rows"),
      ],
      rows: listed.sorted { $0.1.missing > $1.1.missing }.prefix(20).map { summary, gap in
        [
          .text(names.name(of: summary.descriptor)), .instant(gap.range.from), .instant(gap.range.to),
          .count(gap.missing),
        ]
      })
  }

  /// The imports that revised rows, and the last few: the instants that --known-as-of can tell apart.
  private func changeTable(_ changes: [ImportedChange]) -> Table? {
    guard changes.contains(where: { $0.revised > 0 }) else { return nil }
    return Table(
      title: "Imports\(changes.count > 20 ? ", the last 20 of \(changes.count)" : "")",
      columns: [
        .init("imported", unit: "UTC", key: "imported", .words), .init("added", unit: "rows", key: "added_rows"),
        .init("revised", unit: "rows", key: "revised_rows"),
      ],
      rows: changes.suffix(20).map { [.text($0.imported.description), .count($0.added), .count($0.revised)] },
      notes: ["--known-as-of INSTANT reads the dataset as it stood after the imports up to then."])
  }

  private func known(_ descriptor: SeriesDescriptor) -> String {
    let rule = descriptor.known == .atClose ? "at close" : "at stamp"
    return descriptor.delay == .zero ? rule : "\(rule) + \(descriptor.delay)"
  }
}
