import Pages
import Results
import Testing

@Suite("Pages in a browser", .serialized, .enabled(if: Browser.isThere, Comment(rawValue: Browser.why)))
struct BrowserTests {
  // The tour holds every chart of every page.
  @Test("every chart is drawn and no script fails", arguments: [true, false])
  func drawsAllCharts(withLibrary: Bool) throws {
    let html = try PageRenderer(plotly: withLibrary ? Browser.plotly : nil).html(Samples.page("tour"))
    let charts = html.split(separator: "<div class=\"plot\"").count - 1
    #expect(charts > 15)
    let document = try Browser.document(of: html, named: withLibrary ? "tour" : "tour-still")
    #expect(document.contains("data-charts=\"\(withLibrary ? charts : 0)\""))
    #expect(document.contains("data-problems=\"0\""))
  }

  @Test("no text of a chart leaves it, however narrow the page and long the names", arguments: [1160, 436])
  func textsStayInside(width: Int) throws {
    let names = ["hourly", "hourly-with-a-long-name-as-users-of-research-folders-have-them", "another"]
    let compared = TourReport.Chapter("compared", lead: "", try Samples.compare(names).page)
    let run = TourReport.Chapter("run", lead: "", try Samples.run().page)
    let study = TourReport.Chapter("study", lead: "", try Samples.study().page)
    let measure = """
      <style>main { max-width: \(width)px; }</style>
      <script>
      const wait = setInterval(() => {
        const root = document.documentElement, out = [];
        if (!root.dataset.charts) return;
        clearInterval(wait);
        for (const plot of document.querySelectorAll(".plot")) {
          const frame = plot.getBoundingClientRect();
          for (const text of plot.querySelectorAll("svg text")) {
            const box = text.getBoundingClientRect();
            if (!box.width || text.closest(".rangeselector")) continue;
            if (box.left < frame.left - 3 || box.right > frame.right + 3 || box.top < frame.top - 3
                || box.bottom > frame.bottom + 3) out.push(text.textContent);
          }
        }
        root.dataset.outside = out.join();
      }, 100);
      </script></body>
      """
    let page = TourReport(title: "t", chapters: [compared, run, study]).page
    let html = PageRenderer(plotly: Browser.plotly).html(page).replacing("</body>", with: measure)
    let document = try Browser.document(of: html, named: "texts-\(width)")
    let said = document.split(separator: "data-outside=").dropFirst().first?.prefix(300)
    #expect(said?.hasPrefix("\"\"") == true, "\(said ?? "not measured")")
  }

  @Test("a hostile name runs no script")
  func hostileName() throws {
    let name = "</script><img src=x onerror=\"document.documentElement.dataset.hacked=1\">"
    let page = try Samples.compare([name, name + "<b>"]).page
    let document = try Browser.document(of: PageRenderer(plotly: Browser.plotly).html(page), named: "hostile")
    #expect(document.contains("data-charts=\"3\"") && document.contains("data-problems=\"0\""))
    #expect(!document.contains("data-hacked"))
  }

  @Test("zooming one chart in time takes the others of its chapter along")
  func zoomIsShared() throws {
    let zoom = """
      <script>
      const wait = setInterval(async () => {
        const plots = [...document.querySelectorAll(".plot[data-time]")];
        if (!document.documentElement.dataset.charts || !plots.every(plot => plot.layout)) return;
        clearInterval(wait);
        await Plotly.relayout(plots[0], { "xaxis.range": ["2025-02-01", "2025-03-01"] });
        setTimeout(() => {
          const ranges = plots.map(plot => plot.layout.xaxis.range.map(end => String(end).slice(0, 10)).join(" to "));
          document.documentElement.dataset.ranges = [...new Set(ranges)].join();
        }, 500);
      }, 100);
      </script></body>
      """
    let html = try PageRenderer(plotly: Browser.plotly).html(Samples.page("run")).replacing("</body>", with: zoom)
    let document = try Browser.document(of: html, named: "zoom")
    #expect(document.contains("data-ranges=\"2025-02-01 to 2025-03-01\""))
    #expect(document.contains("data-problems=\"0\""))
  }
}
