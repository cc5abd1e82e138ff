import ArgumentParser
import Market
import Numerics
import Pages
import Results
import Store
import Views

/// Of which dataset a view is, and as of when.
struct ViewMoment: ParsableArguments {
  @Option(
    name: [.customLong("market"), .customLong("dataset")],
    help: ArgumentHelp("Dataset; not needed where there is one.", valueName: "name"), completion: Completions.datasets)
  var dataset: String?

  @Option(
    help: ArgumentHelp("UTC day or instant of the view. Default: the last that its data know.", valueName: "date"))
  var asOf: Instant?

  @OptionGroup var known: KnownOptions

  /// The dataset that was named, or the only one there is.
  func openDataset(in workspace: Workspace) throws -> Dataset {
    let loader = FrameLoader(workspace: workspace, choice: MarketChoice(market: dataset, knownAsOf: known.knownAsOf))
    let opened = try loader.datasets.open(try loader.market(of: []))
    try Terminal.noteSeal(of: opened)
    try Terminal.noteKnownAsOf(opened)
    return opened
  }
}

/// What views that read settled rates are asked besides.
struct ViewAssumptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What to make of rows of funding that contradict each other: contradictory=prorated, conflicting=last.",
      valueName: "what"))
  var assumeFunding: String?

  func assumptions() throws -> FundingAssumptions { try assumeFunding.map(FundingAssumptions.init) ?? .none }

  func say(in said: inout SaidOptions) { said.add("assume-funding", assumeFunding) }
}

/// What every view is asked.
struct ViewOptions: ParsableArguments {
  @OptionGroup var global: GlobalOptions

  @Argument(
    help: ArgumentHelp(
      "Coins or pairs: BTC, BTCUSDT, BTC/USDT:USDT; a pair or venue:SYMBOL leaves its own instruments. Not needed where there is one coin.",
      valueName: "asset"))
  var assets: [String] = []

  @Flag(help: "Every coin of the dataset that has the view's data.")
  var all = false

  @OptionGroup var moment: ViewMoment

  @Option(help: ArgumentHelp("How far back charts and extremes go.", valueName: "duration"))
  var history: Interval = .days(7)

  @Option(
    help: ArgumentHelp(
      "Whose bars states are studied on. Default: a perpetual with the view's data, the one with most kinds of series.",
      valueName: "instrument"), completion: Completions.instruments)
  var instrument: String?

  @Flag(inversion: .prefixedNo, help: "Study what came after each state.")
  var test = true

  @Flag(help: "Write a page of each asset to results/view/.")
  var page = false

  var stateTest: StateTest { StateTest(studies: test) }

  /// Of what is asked here, what makes the view another.
  private var said: SaidOptions {
    var said = SaidOptions()
    said.add("history", history, unless: .days(7))
    said.add("instrument", instrument)
    said.add("no-test", !test)
    return said
  }

  func openDataset() throws -> Dataset { try moment.openDataset(in: global.workspace) }

  /// Those that were named; all coins with `--all`, or the only one there is.
  func assets(in dataset: Dataset, _ kinds: [SeriesKind]) throws -> [String] {
    guard all || assets.isEmpty else {
      // The same asset twice is one.
      return assets.uniqued
    }
    guard assets.isEmpty else {
      throw Problem("--all stands beside \(assets.joined(separator: " "))", remedy: "leave one of them out")
    }
    let some = try dataset.allSeries().filter { kinds.contains($0.descriptor.kind) }
    let coins = Set(try some.map { try dataset.contract(of: $0.descriptor.instrument).base }).filter { !$0.isEmpty }
    guard !coins.isEmpty else {
      throw Problem("dataset '\(dataset.name)' has no \(kinds.map(\.name).joined(separator: " or "))")
    }
    guard all || coins.count == 1 else {
      throw Problem(
        "no asset is named, and there are \(coins.sorted().joined(separator: ", "))", remedy: "name some, or say --all")
    }
    return coins.sorted()
  }

  /// A moment for each asset.
  func moments(_ kinds: [SeriesKind], assuming assumptions: FundingAssumptions) throws -> [MarketMoment] {
    let dataset = try openDataset()
    return try assets(in: dataset, kinds).map {
      try MarketMoment(dataset, $0, asOf: moment.asOf, kinds: kinds, bars: instrument, assuming: assumptions)
    }
  }

  /// Makes and prints a view of each asset.
  ///
  /// - Parameter say: adds the options of the view's own to what its page's folder is called.
  @discardableResult
  func show<View: PagedView>(
    _ kinds: [SeriesKind], assuming assumptions: FundingAssumptions = .none,
    saying say: (inout SaidOptions) -> Void = { _ in }, _ make: (MarketMoment) throws -> View
  ) throws -> [View] {
    guard history >= .hour else {
      throw Problem("--history is \(history)", remedy: "give an hour or more")
    }
    let views = try moments(kinds, assuming: assumptions).map(make)
    let pages = page ? try keep(views, saying: say) : []
    switch global.format {
    case .json:
      let documents = views.map(\.json)
      print((documents.count == 1 ? documents[0] : .array(documents)).text(), terminator: "")
    case .csv:
      for (index, view) in views.enumerated() {
        print(index == 0 ? view.csv : view.csv.drop { $0 != "\n" }.dropFirst().description, terminator: "")
      }
    case .table:
      let output = Output(format: .table)
      for (index, view) in views.enumerated() {
        if index > 0 { print() }
        output.show(view.allTables, opening: view.answer, closing: pages.isEmpty ? [] : ["Written to \(pages[index])"])
      }
    }
    return views
  }

  private func keep<View: PagedView>(_ views: [View], saying say: (inout SaidOptions) -> Void) throws -> [String] {
    try views.map { view in
      let name = View.kind.replacing("view-", with: "")
      let parts = [name, view.head.dataset, view.head.asset, view.head.asOf.description]
      return try keep(
        view.json, view.page, name: ViewName.joined(parts, knownAsOf: view.head.knownAsOf), saying: say)
    }
  }

  /// Writes a document with its page. Returns the path of the page.
  func keep(
    _ document: JSONValue, _ page: Page, name: String, saying say: (inout SaidOptions) -> Void
  ) throws -> String {
    var said = said
    say(&said)
    return try Self.keep(document, page, name: name, said, in: global.workspace)
  }

  static func keep(
    _ document: JSONValue, _ page: Page, name: String, _ said: SaidOptions, in workspace: Workspace
  ) throws -> String {
    let words = String(name.replacing(":", with: "").map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" })
    let plain = ([words] + said.parts).joined(separator: "-")
    let folder = workspace.path("results/view/\(plain)")
    try workspace.write(document.text(), to: "\(folder)/view.json")
    try workspace.write(PageRenderer.found().html(page), to: "\(folder)/report.html")
    return "\(folder)/report.html"
  }
}
