import Market
import Reports
import Testing

@Suite("The page of a validation")
struct ValidationReportTests {
  private let days = (0..<6).map { Instant(year: 2025, month: 1, day: 1) + .days($0) }

  private var report: ValidationReport {
    ValidationReport(
      subject: ReportSubject(
        name: "fade", market: "demo", instrument: Instrument(venue: "demo", symbol: "BTCUSDT"), interval: .minutes(5),
        window: TimeRange(from: days[0], to: days[5])),
      verdict: Remark(.neutral, "Verdict", "It reaches check 2 of 8."), highlights: [],
      checks: Table(title: "The ladder", columns: [.init("rung", key: "rung")], rows: [[.count(1)]]))
  }

  @Test("what could not be judged leaves its section out instead of an empty frame")
  func missingParts() {
    #expect(report.sections.map(\.title) == ["Verdict"])
    var whole = report
    whole.cross = Table(columns: [.init("splits", key: "splits")], rows: [[.count(45)]])
    whole.nullSpreads = NullSpreads(spreads: [], marks: [], observed: 1)
    #expect(whole.sections.map(\.title) == ["Verdict", "Cross-validation", "Null strategies"])
  }

  @Test("a ring stands where parameters are chosen anew, and hindsight is dashed beside the record")
  func borders() throws {
    var whole = report
    whole.outOfSample = OutOfSampleChart(
      stitched: Curve(days, [1, 1.1, 1.2, 1.1, 1.3, 1.4]), promise: Curve(days, [1, 1.2, 1.4, 1.6, 1.8, 2]),
      borders: [days[0], days[3]])
    let chart = try #require(find("Equity out of sample", in: whole.sections))
    let traces = chart.figure.panels[0].traces
    #expect(traces.map(\.name) == ["best in hindsight", "out of sample", "new choice"])
    #expect(traces[2].count == 2)
  }

  @Test("chosen values stand on their axis in order, and a window without a choice is a gap")
  func choices() throws {
    var whole = report
    whole.choices = ChoicesChart(
      windows: Array(days.prefix(3)),
      parameters: [.init(name: "entry", values: ["2", nil, "1.5"], levels: ["1.5", "2"])])
    let chart = try #require(find("Chosen parameters", in: whole.sections))
    #expect(chart.figure.panels[0].axis.ticks == ["1.5", "2"])
    let y = chart.figure.json["data"]?.elements.last?["y"]?.elements
    #expect(y?.map { $0.text(.compact) } == ["1.0", "null", "0.0"])
  }

  @Test("many paths are a sample of lines and all of the distribution")
  func paths() throws {
    var whole = report
    let fan = PathFan(
      paths: (0..<100).map { _ in Curve(days, [1, 1, 1, 1, 1, 1]) }, sharpes: (0..<100).map(Double.init), kFold: 2,
      walkForward: nil)
    whole.paths = fan
    #expect(try #require(find("Paths through held-out data", in: whole.sections)).figure.panels[0].traces.count == 60)
    let spread = try #require(find("Sharpe ratios of the paths", in: whole.sections))
    #expect(spread.figure.verticals.map(\.label) == ["k-fold 2.00"])
  }

  private func find(_ title: String, in sections: [PageSection]) -> PageChart? {
    sections.flatMap(\.blocks).flatMap { block -> [PageChart] in
      switch block {
      case .chart(let chart): [chart]
      case .charts(let charts): charts
      default: []
      }
    }.first { $0.title == title }
  }
}
