import ArgumentParser
import Pages
import Results
import Views

struct ViewDashboardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard", abstract: "One line an asset: funding, open interest, basis, liquidations, flow, regime.",
    discussion: """
      Below it each state that holds, with what came after it. Each view has a page of its own.

      Example: hindcast view dashboard BTC ETH
      """)

  @OptionGroup var options: ViewOptions

  @OptionGroup var funding: ViewAssumptions

  func run() throws {
    let dataset = try options.openDataset()
    let view = try DashboardView(
      dataset, try options.assets(in: dataset, [.klines]), asOf: options.moment.asOf, bars: options.instrument,
      test: options.stateTest, assuming: try funding.assumptions())
    let page = options.page ? try options.keep(view.json, view.page, name: view.folderName, saying: funding.say) : nil
    switch options.global.format {
    case .json: print(view.json.text(), terminator: "")
    case .csv: print(view.csv, terminator: "")
    case .table: Output(format: .table).show(view.tables, closing: page.map { ["Written to \($0)"] } ?? [])
    }
  }
}
