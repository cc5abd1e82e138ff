import Pages
import Testing

@Suite("The gallery")
struct GalleryTests {
  private func entry(_ name: String, path: String?) -> Gallery.Entry {
    Gallery.Entry(
      kind: "study", name: name, market: "demo", window: "2024-07-01 to 2025-01-01, 5m", said: "verdict predicts",
      written: "2026-01-01 00:00", path: path)
  }

  @Test("leads to the page of each result, and fetches nothing")
  func links() {
    let html = Gallery([entry("stress", path: "study/stress/report.html"), entry("none", path: nil)]).html
    #expect(html.contains("<a href=\"study/stress/report.html\">stress</a>"))
    #expect(html.contains("<td>none</td>"))
    #expect(!html.contains("http"))
  }

  @Test("a name cannot become markup")
  func escaped() {
    let html = Gallery([entry("<script>alert(1)</script>", path: "\"onclick=\"x")]).html
    #expect(!html.contains("<script>alert"))
    #expect(!html.contains("\"onclick=\"x"))
  }
}
