import Results

/// All results of a folder on one page, with a search and filters: what `hindcast open` shows.
public struct Gallery: Sendable {
  /// One result and where its page lies.
  public struct Entry: Hashable, Sendable {
    /// As people call it: `Replay`, `Funding view`.
    public var kind: String
    public var name: String
    /// What of it: a signal, parameters.
    public var about: String
    public var market: String
    /// What it looked at, in words.
    public var window: String
    public var verdict: Verdict
    /// What came out, in a sentence or a few figures.
    public var said: String
    /// A few values that say it in a picture; nil for none.
    public var spark: Spark?
    /// When its document was written, UTC, to the minute.
    public var written: String
    /// Relative to the gallery; nil for a result without a page.
    public var path: String?

    public init(
      kind: String, name: String, about: String = "", market: String, window: String, verdict: Verdict = .none,
      said: String, spark: Spark? = nil, written: String, path: String?
    ) {
      (self.kind, self.name, self.about, self.market, self.window) = (kind, name, about, market, window)
      (self.verdict, self.said, self.spark, self.written, self.path) = (verdict, said, spark, written, path)
    }
  }

  public struct Verdict: Hashable, Sendable {
    public enum Tone: String, Hashable, Sendable {
      case good, open, bad, none
    }

    public var tone: Tone
    /// Two or three words: `predicts`, `no evidence`.
    public var words: String

    public init(_ tone: Tone, _ words: String) { (self.tone, self.words) = (tone, words) }

    public static let none = Verdict(.none, "")
  }

  public struct Spark: Hashable, Sendable {
    public var values: [Double]
    public var style: SparkPicture.Style
    /// What they are: `equity`.
    public var label: String

    public init(_ label: String, _ values: [Double], _ style: SparkPicture.Style = .line) {
      (self.label, self.values, self.style) = (label, values, style)
    }
  }

  /// The latest first.
  public var entries: [Entry]

  public init(_ entries: [Entry]) { self.entries = entries }

  /// The file's text. Everything that comes from outside is escaped; nothing is fetched when it is opened.
  public var html: String { markup.text }

  private var markup: HTML {
    let none: HTML? =
      entries.isEmpty
      ? "<p class=\"lead\">Nothing is kept here yet: a study, a replay, a sweep or a view with --page leaves a line.</p>"
      : nil
    let rows = entries.map { Self.row($0).text }.joined(separator: "\n")
    return """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <link rel="icon" href="data:,"><title>Results · Hindcast</title><style>\(raw: PageStyle.css)\(raw: GalleryStyle.css)</style>
      </head><body>
      <header class="masthead"><p class="kind">Hindcast</p><h1>Results</h1>
      <p class="about"><span id="shown">\(Double.grouped(entries.count))</span> of \(Double.grouped(entries.count)) kept here, the latest first.</p></header>
      <main><p class="search"><input id="words" type="search" placeholder="name, signal, market, verdict" aria-label="Search">
      \(Self.choice("kind", "all kinds", entries.map(\.kind)))
      \(Self.choice("market", "all markets", entries.flatMap { Self.markets($0) }))
      \(Self.choice("verdict", "all verdicts", entries.map(\.verdict.words)))
      <select id="order" aria-label="Order"><option value="">latest first</option><option value="name">by name</option><option
      value="kind">by kind</option><option value="market">by market</option></select></p>\(none)
      <ol class="gallery">
      \(raw: rows)
      </ol></main><footer></footer><script>\(raw: GalleryStyle.script)</script></body></html>

      """
  }

  private static func markets(_ entry: Entry) -> [String] {
    entry.market.split(separator: ",").map { $0.trimmingPrefix(while: { $0 == " " }) }.map(String.init)
  }

  /// A list of what there is, each with how many have it.
  private static func choice(_ id: String, _ all: String, _ values: [String]) -> HTML {
    let counts = Dictionary(grouping: values.filter { !$0.isEmpty }, by: \.self).mapValues(\.count)
    let options = counts.keys.sorted().map { value -> HTML in
      "<option value=\"\(value)\">\(value) (\(counts[value] ?? 0))</option>"
    }
    return "<select id=\"\(id)\" aria-label=\"\(all)\"><option value=\"\">\(all)</option>\(options)</select>"
  }

  private static func row(_ entry: Entry) -> HTML {
    let title: HTML = entry.path.map { "<a href=\"\($0)\">\(entry.name)</a>" } ?? "\(entry.name)"
    let about: HTML? = entry.about.isEmpty ? nil : " <span class=\"of\">\(entry.about)</span>"
    let verdict: HTML? =
      entry.verdict.words.isEmpty
      ? nil : "<span class=\"chip \(entry.verdict.tone.rawValue)\">\(entry.verdict.words)</span>"
    let spark = entry.spark.flatMap { spark -> HTML? in
      let label = "\(spark.label) of \(entry.name)"
      return SparkPicture.svg(spark.values, spark.style, label: label, width: 132, height: 34).map {
        "\(raw: $0)<small>\(spark.label)</small>"
      }
    }
    let facts = [entry.market, entry.window].filter { !$0.isEmpty }.joined(separator: " · ")
    return """
      <li data-kind="\(entry.kind)" data-market="\(markets(entry).joined(separator: "|"))" \
      data-verdict="\(entry.verdict.words)" data-name="\(entry.name)"><div class="picture">\(spark)</div>\
      <div class="what"><h2>\(title)\(about)</h2><p>\(verdict)\(entry.said.onPage)</p></div>\
      <div class="where"><b>\(entry.kind)</b><span>\(facts)</span>\
      <span>written \(entry.written)</span></div></li>
      """
  }
}
