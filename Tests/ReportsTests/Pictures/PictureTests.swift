import Foundation
import Reports
import Testing

@Suite("Pictures")
struct PictureTests {
  @Test("without Plotly, rows that stand one below the other have their names beside them, from the top")
  func names() throws {
    let report = FamilyReport(
      name: "family", about: nil, facts: [], verdict: Remark(.neutral, "Verdict", "none"), highlights: [],
      bars: ["first, 1h, down", "second, 1h, up"].enumerated().map { row, label in
        FamilyReport.Bar(
          label: label, effectBps: Double(row), lowBps: -3, highBps: 4, survives: row == 0)
      },
      table: Table(columns: []), conventions: [])
    let html = PageRenderer(plotly: nil).html(report.page)
    func height(of label: String) throws -> Double {
      let before = try #require(html.components(separatedBy: ">\(label)<").first)
      let value = try #require(before.components(separatedBy: " y=\"").last)
      return try #require(Double(value.prefix { $0 != "\"" }))
    }
    #expect(try height(of: "first, 1h, down") < height(of: "second, 1h, up"))
  }
}
