import Market
import Reports
import Testing

@Suite("Reports")
struct ReportTests {
  @Test("the ledger is shown to close, and to fail when it does not")
  func ledger() {
    var ledger = LedgerSummary(
      initial: 1000, lines: [.init("price", entries: 2, amount: 12), .init("fees", entries: 2, amount: -2)],
      final: 1010,
      residual: 0)
    #expect(ledger.table(quote: "USDT").notes.first?.hasPrefix("The ledger closes") == true)
    #expect(ledger.table(quote: "USDT").total?.last == .quote(1010))
    ledger.residual = 0.01
    #expect(ledger.table(quote: "USDT").notes.first?.contains("0.01 USDT are unaccounted for") == true)
  }

  @Test("of many trades the first and last are listed and the total is over all")
  func trades() {
    let table = TradeLine.table(Samples.trades, quote: "USDT", shown: 3)
    #expect(Samples.trades.count > 6)
    #expect(table.rows.count == 6)
    #expect(table.rows.first?.first == .instant(Samples.trades[0].opened))
    #expect(table.total?[10] == .signedQuote(Samples.trades.reduce(0) { $0 + $1.net }))
    #expect(table.notes.contains { $0.contains("first and last 3 of \(Samples.trades.count)") })
    #expect(TradeLine.table(Array(Samples.trades.prefix(6)), quote: "USDT", shown: 3).notes.count == 1)
  }

  @Test("months are compounded beside their year, and months outside the window stay empty")
  func months() throws {
    let report = Samples.run
    let months = try #require(chart("Monthly returns", in: report.sections))
    let data = try #require(months.figure.json["data"]?.elements.first)
    // 1.021 * 0.966 * 1.008 * 1.043 * 0.988 - 1 = 0.0245
    #expect(data["y"]?.elements == ["2025  +2.4%"])
    #expect(data["z"]?.elements.first?.elements.prefix(2) == [.real(0.021), .real(-0.034)])
    #expect(data["z"]?.text(.compact).hasSuffix("null]]") == true)
  }

  @Test("entries are marked by side and exits by result")
  func markers() throws {
    let price = try #require(chart("Price with entries and exits", in: Samples.run.sections))
    let traces = price.figure.panels[0].traces
    #expect(traces.map(\.name) == ["close", "long entry", "short entry", "exit, gain", "exit, loss"])
    #expect(traces.dropFirst().map(\.count).reduce(0, +) == 2 * Samples.trades.count)
  }

  @Test("equity is drawn over its own start when strategies are compared")
  func growth() throws {
    let growth = try #require(chart("Equity and drawdown", in: Samples.compare.sections))
    for trace in growth.figure.json["data"]?.elements.prefix(3) ?? [] {
      #expect(trace["y"]?.elements.first == .real(1))
    }
  }

  @Test("what luck would give stands beside the best")
  func luck() throws {
    let spread = try #require(chart("Distribution over trials", in: Samples.sweep.sections))
    #expect(spread.figure.verticals.map(\.label) == ["best of luck 1.21", "best 1.26"])
  }

  @Test("a tour has every chapter with its facts, and each convention once")
  func tour() {
    let page = Samples.tour.page
    #expect(page.sections.filter(\.isChapter).map(\.title) == ["Study", "Replay", "Sweep", "Compare"])
    #expect(page.conventions == Samples.conventions)
  }

  @Test("an empty run still has a page")
  func emptyRun() {
    var report = Samples.run
    let none = Curve([], [])
    (report.equity, report.drawdown, report.position, report.price) = (none, none, none, none)
    (report.sources, report.months, report.trades, report.highlights) = ([], [], [], [])
    let html = PageRenderer(plotly: nil).html(report.page)
    #expect(nestingFault(in: html) == nil)
    #expect(!html.contains(">nan") && !html.contains("\"nan"))
  }

  private func chart(_ title: String, in sections: [PageSection]) -> PageChart? {
    for block in sections.flatMap(\.blocks) {
      switch block {
      case .chart(let chart) where chart.title == title: return chart
      case .charts(let charts): if let chart = charts.first(where: { $0.title == title }) { return chart }
      default: continue
      }
    }
    return nil
  }
}
