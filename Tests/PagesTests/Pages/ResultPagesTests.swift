import Market
import Pages
import Replay
import Research
import Results
import Testing

@Suite("Pages of results")
struct ResultPagesTests {
  @Test("a page opens with its verdict, before any chart", arguments: ["study", "signal", "compare", "validation"])
  func verdictFirst(name: String) throws {
    let first = try #require(Samples.page(name).sections.first?.blocks.first)
    guard case .remark = first else { return #expect(Bool(false), "\(name) opens with something else") }
  }

  @Test("every chart of every page has points", arguments: Samples.pages.map(\.name))
  func charts(name: String) throws {
    let charts = try Samples.page(name).charts
    #expect(charts.count > 1)
    for chart in charts { #expect(!chart.figure.isEmpty, "\(name): \(chart.title)") }
  }

  // MARK: Runs

  @Test("the ledger is shown to close, a line a kind, from the first equity to the last")
  func ledger() throws {
    let run = try Samples.run()
    let table = try #require(run.page.tables.first { $0.title == "From initial to final equity" })
    #expect(table.notes.first?.hasPrefix("The ledger closes") == true)
    #expect(table.rows.first?.last == .quote(run.run.figures.initialEquity))
    #expect(table.total?.last == .quote(run.run.figures.finalEquity))
    #expect(table.rows.dropFirst().map(\.first).contains(.text("fee")))
  }

  @Test("of many trades the first and last are listed and the total is over all")
  func trades() throws {
    let run = try Samples.run()
    #expect(run.run.trades.count > 40)
    let table = try #require(run.page.tables.first { $0.columns.first?.title == "Opened" })
    #expect(table.rows.count == 40)
    #expect(table.rows.first?.first == .instant(run.run.trades[0].entered))
    #expect(table.total?[10] == .signedQuote(Money.quote(run.run.trades.reduce(0) { $0 + $1.net })))
    #expect(table.notes.contains { $0.contains("first and last 20 of \(run.run.trades.count)") })
  }

  @Test("the parts of a trade add up to its net, what a liquidation took included")
  func liquidated() throws {
    let run = try Samples.run("position: 40\n", name: "bold")
    #expect(run.run.trades.contains { $0.liquidation != 0 })
    let table = try #require(run.page.tables.first { $0.columns.first?.title == "Opened" })
    let first = try #require(table.columns.firstIndex { $0.title == "Price" })
    let net = try #require(table.columns.firstIndex { $0.title == "Net" })
    #expect(table.columns[first..<net].map(\.title) == ["Price", "Funding", "Fees", "Slippage", "Liquidation"])
    for row in table.rows + [table.total ?? []] {
      let amounts = row[first...net].map { figure -> Double in
        if case .real(let amount) = figure.json { amount } else { .nan }
      }
      #expect(abs(amounts.dropLast().reduce(0, +) - amounts[amounts.count - 1]) < 1e-6)
    }
  }

  @Test("months compound to the total return, and months outside the window stay empty")
  func months() throws {
    let run = try Samples.run()
    let data = try #require(run.page.chart("Monthly returns").figure.json["data"]?.elements.first)
    let cells = data["z"]?.elements.first?.elements ?? []
    let known = cells.compactMap { cell -> Double? in if case .real(let value) = cell { value } else { nil } }
    #expect(known.filter { !$0.isNaN }.count == 5)
    let compounded = known.filter { !$0.isNaN }.reduce(1) { $0 * (1 + $1) } - 1
    #expect(abs(compounded - run.run.figures.totalReturn) < 1e-9)
    #expect(data["z"]?.text(.compact).hasSuffix("null]]") == true)
  }

  @Test("entries are marked by side and exits by result")
  func markers() throws {
    let run = try Samples.run()
    let traces = try run.page.chart("Price with entries and exits").figure.panels[0].traces
    #expect(traces.map(\.name) == ["close", "long entry", "short entry", "exit, gain", "exit, loss"])
    let open = run.run.trades.last?.ending == .open ? 1 : 0
    #expect(traces.dropFirst().map(\.count).reduce(0, +) == 2 * run.run.trades.count - open)
  }

  @Test("the first tiles say how sure the Sharpe ratio is and what holding came to")
  func tiles() throws {
    let run = try Samples.run()
    guard case .tiles(let tiles) = try #require(run.page.sections.first?.blocks.first) else {
      return #expect(Bool(false), "no tiles")
    }
    #expect(tiles.first { $0.key == "sharpe_annual" }?.convention?.hasPrefix("95% interval") == true)
    #expect(tiles.contains { $0.key == "hold_return" && $0.figure != .missing })
  }

  @Test("all that a terminal prints of what a run rests on stands on its page, before any chart")
  func rests() throws {
    let idle = try Samples.run("long: { enter: close < 0, exit: close > 0 }\n", name: "idle")
    #expect(!idle.rests.isEmpty && !idle.told().isEmpty)
    for run in [idle, try Samples.run()] {
      let said = run.page.sections[0].notes
      for sentence in run.rests + run.told() { #expect(said.contains(sentence)) }
    }
  }

  @Test("how often the data were asked stands beside the verdict")
  func testLog() throws {
    var study = try Samples.study()
    #expect(!study.page.sections[0].notes.contains { $0.contains("distinct hypotheses") })
    study.testLog = [TestTally(market: "walk", all: Array(repeating: nil, count: 40), fresh: 2, tested: [])]
    #expect(study.page.sections[0].notes.contains { $0.hasPrefix("40 distinct hypotheses have been tested") })
  }

  @Test(
    "a page names its result by as much of the hash as finds it, last of all facts, and titles do not repeat its header"
  )
  func header() throws {
    let run = try Samples.run()
    #expect(run.page.facts.last == Page.Fact("Result", "9f2c41d07be6", isCode: true))
    let study = try Samples.study("s")
    for table in try study.page.tables + Samples.validation().page.tables {
      #expect(table.title?.contains("on walk (test:TESTUSDT)") != true)
    }
  }

  @Test("a run that never trades still has a page")
  func emptyRun() throws {
    let page = try Samples.run("long: { enter: close < 0, exit: close > 0 }\n", name: "idle").page
    let html = PageRenderer(plotly: nil).html(page)
    #expect(nestingFault(in: html) == nil)
    #expect(html.contains("No trade was made"))
    #expect(!html.contains("Cumulative sources") && !html.contains("<h2>Trades</h2>"))
    #expect(!html.contains(">nan") && !html.contains("\"nan"))
  }

  // MARK: Studies

  @Test("each mean has the interval of its own error, not that of the difference")
  func means() throws {
    let summary = try Samples.study()
    let horizon = summary.study.horizons[0]
    let (contrast, errors) = (try #require(horizon.contrast), try #require(horizon.meanErrors))
    let traces = try summary.page.chart("Mean forward return by horizon").figure.panels[0].traces
    guard case .line(_, let ends, _, _, _) = traces[0].kind else { return #expect(Bool(false), "no interval") }
    #expect(abs(ends[1] - ends[0] - 2 * 1.959963984540054 * errors.inside * 1e4) < 1e-9)
    #expect(abs((ends[0] + ends[1]) / 2 - contrast.meanIn * 1e4) < 1e-9)
    // A mean over a few hundred bars is less sure than one over thousands.
    #expect(errors.inside > errors.outside)
  }

  // MARK: Validations

  @Test("a ring stands where parameters are chosen anew, and hindsight is dashed beside the record")
  func borders() throws {
    let summary = try Samples.validation()
    let traces = try summary.page.chart("Equity out of sample").figure.panels[0].traces
    #expect(traces.map(\.name) == ["best in hindsight", "out of sample", "new choice"])
    #expect(traces[2].count == summary.validation.walkForward.answer?.windows.count)
  }

  @Test("what could not be judged leaves its section out instead of an empty frame")
  func missingParts() throws {
    let page = try Samples.validation(["entry=1"]).page
    #expect(!page.charts.contains { $0.title == "Chosen parameters" })
    let checks = try #require(page.tables.first)
    #expect(checks.columns.map(\.key) == ["number", "name", "finding", "figures", "rule"])
  }

  @Test("equity is drawn over its own start when strategies are compared")
  func growth() throws {
    let data = try Samples.compare().page.chart("Equity and drawdown").figure.json["data"]?.elements ?? []
    // Two strategies, both of them at equal risk, and two drawdowns.
    #expect(data.count == 5)
    for trace in data.prefix(2) { #expect(trace["y"]?.elements.first == .real(1)) }
  }

  @Test("a tour has every chapter with its facts, and each convention once")
  func tour() throws {
    let page = try Samples.page("tour")
    #expect(
      page.sections.filter(\.isChapter).map(\.title) == ["run", "study", "signal", "compare", "validation"])
    #expect(Set(page.conventions).count == page.conventions.count)
  }
}
