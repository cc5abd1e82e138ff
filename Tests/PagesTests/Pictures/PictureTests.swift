import Foundation
import Pages
import Results
import Testing

@Suite("Pictures")
struct PictureTests {
  @Test("without Plotly, rows that stand one below the other have their names beside them, from the top")
  func names() throws {
    let chart = PageChart.intervals(
      "Effects", caption: "", value: "Effect", unit: "bps", isList: true,
      ["first, 1h, down", "second, 1h, up"].enumerated().map { row, label in
        PageChart.Dot(label, Double(row), low: -3, high: 4, kind: row == 0 ? "survives" : "does not")
      })
    let html = PageRenderer(plotly: nil).html(
      Page(kind: "Family", title: "family", sections: [PageSection("Effects", [.chart(chart)])]))
    func height(of label: String) throws -> Double {
      let before = try #require(html.components(separatedBy: ">\(label)<").first)
      let value = try #require(before.components(separatedBy: " y=\"").last)
      return try #require(Double(value.prefix { $0 != "\"" }))
    }
    #expect(try height(of: "first, 1h, down") < height(of: "second, 1h, up"))
  }
}
