import ArgumentParser
import Frames
import Market
import Results
import Store

struct DataContractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contract", abstract: "What an instrument of a dataset is: its contract, shown or said.",
    discussion: """
      Facts come from the venue's table, or else from the symbol. What is said here stands over both: \
      \(ContractFact.names.joined(separator: ", ")).

      Example: hindcast data contract btc kraken:BTCUSD form=inverse contract_size_quote=1
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("Name of the dataset.", valueName: "name"), completion: Completions.datasets)
  var name: String

  @Argument(help: ArgumentHelp("The instrument, such as binance:BTCUSDT.", valueName: "instrument"))
  var instrument: String

  @Argument(
    help: ArgumentHelp("Facts to say, such as form=inverse tick=0.1.", valueName: "fact=value"),
    completion: .list(ContractFact.names.map { $0 + "=" }))
  var facts: [String] = []

  func run() throws {
    let said = try facts.map { text in
      let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard halves.count == 2 else {
        throw Problem("'\(text)' is not fact=value", remedy: "write it as form=inverse or tick=0.1")
      }
      return ContractFact(name: halves[0], value: halves[1])
    }
    let folder = global.workspace.datasets
    let asked = try find(in: folder.open(name))
    if !said.isEmpty {
      let dataset = try folder.openForImport(name)
      try dataset.say(said, of: asked)
      try dataset.close()
    }
    Output(format: global.format).show(table(of: asked, try folder.open(name).contract(of: asked)))
  }

  private func find(in dataset: Dataset) throws -> Instrument {
    let all = Set(try dataset.allSeries().map(\.descriptor.instrument)).sorted()
    guard
      let found = all.first(where: { $0.description == instrument })
        ?? all.first(where: { Instrument.words(instrument, mean: $0) }) ?? only(all)
    else {
      let usual = named(all)
      guard usual.isEmpty else {
        throw Problem(
          "'\(instrument)' could be \(usual.map(\.description).listed(most: 12)) in dataset '\(name)'",
          remedy: "say it with its venue")
      }
      throw Problem(
        "dataset '\(name)' has no instrument '\(instrument)'",
        remedy: suggestion(for: instrument, in: all.map(\.description), called: "instruments"))
    }
    return found
  }

  /// What is meant without a venue, as by `--instrument`.
  private func named(_ all: [Instrument]) -> [Instrument] {
    guard let asked = SymbolName(instrument) else { return [] }
    return TradedInstrument.tradable(
      all.filter { $0.symbol == asked.symbol && (asked.type == nil || $0.type == asked.type) })
  }

  private func only(_ all: [Instrument]) -> Instrument? {
    let usual = named(all)
    return usual.count == 1 ? usual[0] : nil
  }

  private func table(of instrument: Instrument, _ contract: Contract) -> Table {
    func number(_ value: Double?) -> Figure { value.map { .plain($0) } ?? .missing }
    return Table(
      title: "\(instrument) in \(name)",
      columns: [.init("fact", key: "fact", .words), .init("value", key: "value", .words)],
      rows: [
        [.text("type"), .text(instrument.type.rawValue)], [.text("form"), .text(contract.form.rawValue)],
        [.text("base"), .text(contract.base)], [.text("quote"), .text(contract.quote)],
        [.text("settlement"), .text(contract.settlement)],
        [.text("coins_per_unit"), number(contract.coinsPerUnit)],
        [
          .text("contract_size"),
          contract.size.map {
            .text("\(Figure.plain($0.amount).text) \($0.unit == .quote ? contract.quote : contract.base)")
          } ?? .missing,
        ],
        [.text("tick"), number(contract.tick)], [.text("lot"), number(contract.lot)],
        [.text("least_notional"), number(contract.leastNotional)],
        [.text("listed"), contract.listed.map(Figure.instant) ?? .missing],
        [.text("expiry"), contract.expiry.map(Figure.instant) ?? .missing],
        [.text("strike"), number(contract.strike)],
        [.text("right"), contract.right.map { .text($0.rawValue) } ?? .missing],
        [.text("source"), .text(contract.source)],
      ])
  }
}
