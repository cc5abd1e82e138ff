import Results

/// All results of a folder on one page, with a search: what `hindcast open` shows.
public struct Gallery: Sendable {
  /// One result and where its page lies.
  public struct Entry: Hashable, Sendable {
    /// `study`, `view funding`.
    public var kind: String
    public var name: String
    public var market: String
    /// What it looked at, in words.
    public var window: String
    /// What came out, in few words.
    public var said: String
    /// When its document was written, UTC, to the minute.
    public var written: String
    /// Relative to the gallery; nil for a result without a page.
    public var path: String?

    public init(
      kind: String, name: String, market: String, window: String, said: String, written: String, path: String?
    ) {
      (self.kind, self.name, self.market, self.window) = (kind, name, market, window)
      (self.said, self.written, self.path) = (said, written, path)
    }
  }

  /// The latest first.
  public var entries: [Entry]

  public init(_ entries: [Entry]) { self.entries = entries }

  /// The file's text. Everything that comes from outside is escaped; nothing is fetched when it is opened.
  public var html: String {
    let kinds = Set(entries.map(\.kind)).sorted()
    let options = kinds.map { "<option>\(Markup.escaped($0))</option>" }.joined()
    return """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Results</title><style>\(PageStyle.css)\(Self.css)</style></head><body>
      <header class="masthead"><p class="kind">Hindcast</p><h1>Results</h1>
      <p class="about">\(Double.grouped(entries.count)) kept here, the latest first.</p></header>
      <main><p class="search"><input id="words" type="search" placeholder="name, market, verdict" aria-label="Search">
      <select id="kind" aria-label="Kind"><option value="">all kinds</option>\(options)</select></p>
      <div class="scroll"><table class="gallery"><thead><tr><th>result</th><th>kind</th><th>market</th><th>window, UTC</th>
      <th>came out</th><th>written, UTC</th></tr></thead><tbody>
      \(entries.map(Self.row).joined(separator: "\n"))
      </tbody></table></div></main><script>\(Self.script)</script></body></html>

      """
  }

  private static func row(_ entry: Entry) -> String {
    let name = Markup.escaped(entry.name)
    let title = entry.path.map { "<a href=\"\(Markup.escaped($0))\">\(name)</a>" } ?? name
    let cells = [entry.kind, entry.market, entry.window, entry.said, entry.written].map {
      "<td>\(Markup.escaped($0))</td>"
    }
    return "<tr data-kind=\"\(Markup.escaped(entry.kind))\"><td>\(title)</td>\(cells.joined())</tr>"
  }

  private static let css = """
    .search { display: flex; gap: 12px; flex-wrap: wrap; margin: 12px 0; }
    .search input, .search select {
      font: inherit; color: var(--ink); background: var(--panel); border: 1px solid var(--rule); border-radius: 8px;
      padding: 7px 11px; min-width: 0;
    }
    .search input { flex: 1 1 240px; }
    .scroll { overflow-x: auto; }
    table.gallery { width: 100%; border-collapse: collapse; background: var(--panel); }
    .gallery th, .gallery td {
      text-align: left; padding: 8px 12px; border-bottom: 1px solid var(--rule); vertical-align: top; font-size: 14px;
    }
    .gallery td:nth-child(5) { min-width: 16rem; overflow-wrap: anywhere; }
    .gallery td:last-child { white-space: nowrap; }
    .gallery th { color: var(--muted); font-weight: 600; }
    .gallery td:first-child { font-weight: 600; overflow-wrap: anywhere; min-width: 9rem; }
    """

  private static let script = """
    const words = document.getElementById("words"), kind = document.getElementById("kind");
    const rows = [...document.querySelectorAll(".gallery tbody tr")];
    function filter() {
      const asked = words.value.toLowerCase().split(/\\s+/).filter(Boolean);
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = (kind.value && row.dataset.kind !== kind.value) || !asked.every((word) => text.includes(word));
      }
    }
    words.addEventListener("input", filter); kind.addEventListener("change", filter);
    """
}
