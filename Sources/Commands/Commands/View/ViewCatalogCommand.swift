import ArgumentParser
import Market
import Pages
import Results
import Views

struct ViewCatalogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog", abstract: "Instruments with type, currencies, contract size, listing and expiry.",
    discussion: """
      Those of which something was known at --as-of. Facts are the venue's symbols' and what 'data contract' said.

      Example: hindcast view catalog BTC --type future
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("Coins or pairs; all when left out.", valueName: "asset"))
  var assets: [String] = []

  @OptionGroup var moment: ViewMoment

  @Option(help: ArgumentHelp("perpetual, future, spot, option or index.", valueName: "type"))
  var type: String?

  @Option(help: ArgumentHelp("Only this venue's.", valueName: "venue"))
  var venue: String?

  @Option(help: ArgumentHelp("Only those quoted in this currency.", valueName: "currency"))
  var quote: String?

  @Flag(help: "Write a page to results/view/.")
  var page = false

  func run() throws {
    let kind = try type.map { text in
      guard let kind = InstrumentType(rawValue: text) else {
        throw Problem(
          "--type is '\(text)'",
          remedy: suggestion(for: text, in: InstrumentType.allCases.map(\.rawValue), called: "types"))
      }
      return kind
    }
    let view = try CatalogView(
      try moment.openDataset(in: global.workspace), assets, asOf: moment.asOf,
      filter: CatalogView.Filter(type: kind, venue: venue?.lowercased(), quote: quote?.uppercased()))
    var said = SaidOptions()
    said.add("of", assets.isEmpty ? nil : assets.uniqued.joined(separator: "-"))
    said.add("type", type)
    said.add("venue", venue?.lowercased())
    said.add("quote", quote?.uppercased())
    let file =
      page ? try ViewOptions.keep(view.json, view.page, name: view.folderName, said, in: global.workspace) : nil
    switch global.format {
    case .json: print(view.json.text(), terminator: "")
    case .csv: print(view.csv, terminator: "")
    case .table: Output(format: .table).show([view.table], closing: file.map { ["Written to \($0)"] } ?? [])
    }
  }
}
