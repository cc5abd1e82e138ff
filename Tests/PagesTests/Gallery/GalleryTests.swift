import Pages
import Testing

@Suite("The gallery")
struct GalleryTests {
  private func entry(
    _ name: String, path: String?, kind: String = "Study", verdict: Gallery.Verdict = .init(.good, "predicts"),
    spark: Gallery.Spark? = nil
  ) -> Gallery.Entry {
    Gallery.Entry(
      kind: kind, name: name, about: "of stress-fade", market: "demo, eth", window: "2024-07-01 to 2025-01-01, 5m bars",
      verdict: verdict, said: "1h -22.3 bps: predicts", spark: spark, written: "2026-01-01 00:00", path: path)
  }

  @Test("leads to the page of each result, and fetches nothing")
  func links() {
    let html = Gallery([entry("stress", path: "study/stress/report.html"), entry("none", path: nil)]).html
    #expect(html.contains("<a href=\"study/stress/report.html\">stress</a>"))
    #expect(html.contains("<h2>none <span"))
    #expect(!html.replacing("http://www.w3.org/2000/svg", with: "").contains("http"))
  }

  @Test("a name cannot become markup")
  func escaped() {
    let html = Gallery([entry("<script>alert(1)</script>", path: "\"onclick=\"x")]).html
    #expect(!html.contains("<script>alert"))
    #expect(!html.contains("\"onclick=\"x"))
  }

  @Test("kinds, markets and verdicts are offered, each with how many have it")
  func filters() {
    let html = Gallery([
      entry("a", path: nil), entry("b", path: nil, kind: "Run", verdict: .init(.open, "cannot say")),
    ]).html
    for option in ["Study (1)", "Run (1)", "demo (2)", "eth (2)", "predicts (1)", "cannot say (1)"] {
      #expect(html.contains(">\(option)</option>"), "\(option)")
    }
    #expect(html.contains("data-market=\"demo|eth\""))
    #expect(html.contains("<span class=\"chip good\">predicts</span>"))
  }

  @Test("a few values are a picture with its name, and none where there is one value or none is known")
  func sparks() {
    let html = Gallery([entry("a", path: nil, spark: .init("equity", [1, 2, .nan, 1.5]))]).html
    #expect(html.contains("aria-label=\"equity of a\"") && html.contains("<small>equity</small>"))
    #expect(SparkPicture.svg([1], .line, label: "") == nil)
    #expect(SparkPicture.svg([.nan, .nan], .bars, label: "") == nil)
    let bars = SparkPicture.svg([1, -1], .bars, label: "")
    #expect(bars?.contains("var(--gain)") == true && bars?.contains("var(--loss)") == true)
  }

  @Test("without results it says what leaves one")
  func empty() { #expect(Gallery([]).html.contains("Nothing is kept here yet")) }
}
