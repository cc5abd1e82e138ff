import Results

/// What a report says, before anybody thinks of HTML: a header, sections of blocks, and the conventions at the end.
public struct Page: Sendable {
  /// One line of the header: `market: demo (binance:BTCUSDT)`.
  public struct Fact: Hashable, Sendable {
    public var name: String
    public var value: String
    /// Hashes and expressions are set in a fixed-width face.
    public var isCode: Bool

    public init(_ name: String, _ value: String, isCode: Bool = false) {
      self.name = name
      self.value = value
      self.isCode = isCode
    }
  }

  /// What kind of report it is, over the title: `Replay`.
  public var kind: String
  /// Usually the name of the strategy.
  public var title: String
  public var about: String?
  public var facts: [Fact]
  public var sections: [PageSection]
  /// A sentence each, at the foot of the page.
  public var conventions: [String]

  public init(
    kind: String, title: String, about: String? = nil, facts: [Fact] = [], sections: [PageSection],
    conventions: [String] = []
  ) {
    self.kind = kind
    self.title = title
    self.about = about
    self.facts = facts
    self.sections = sections
    self.conventions = conventions
  }
}

/// A part of a page with a heading, reachable from the navigation at its top.
public struct PageSection: Sendable {
  public var title: String
  /// One or two sentences under the heading: what is seen here.
  public var lead: String?
  public var blocks: [PageBlock]
  /// Whether it opens a chapter of a longer page, which is what the navigation then lists.
  public var isChapter: Bool

  public init(_ title: String, lead: String? = nil, isChapter: Bool = false, _ blocks: [PageBlock]) {
    self.title = title
    self.lead = lead
    self.isChapter = isChapter
    self.blocks = blocks
  }
}

/// One thing in a section.
public enum PageBlock: Sendable {
  /// Key figures side by side, each with its convention.
  case tiles([KeyFigure])
  case chart(PageChart)
  /// Charts side by side where the window is wide enough.
  case charts([PageChart])
  case table(Table)
  /// Tables side by side where the window is wide enough.
  case tables([Table])
  /// A sentence that must not be overlooked: a verdict, a warning.
  case remark(Remark)
  /// Sentences that stand below a heading, each by itself: what is to be known beside a result.
  case notes(String, [String])
  /// Lines as in the header of a page, for a chapter that tells of a run of its own.
  case facts([Page.Fact])
}

/// A sentence in a frame whose colour says how to take it.
public struct Remark: Hashable, Sendable {
  public enum Tone: String, Hashable, Sendable {
    case neutral
    case good
    case bad
  }

  public var tone: Tone
  /// A few words in bold: `No evidence`.
  public var head: String
  public var text: String

  public init(_ tone: Tone = .neutral, _ head: String, _ text: String) {
    self.tone = tone
    self.head = head
    self.text = text
  }
}

/// A figure with its title above and what it shows, under which convention, below.
public struct PageChart: Sendable {
  public var title: String
  public var caption: String
  public var figure: PlotlyFigure
  /// Whether zooming in time moves the other charts of the page that follow time along.
  public var followsTime: Bool

  public init(_ title: String, caption: String, _ figure: PlotlyFigure, followsTime: Bool? = nil) {
    self.title = title
    self.caption = caption
    self.figure = figure
    self.followsTime = followsTime ?? (figure.x.kind == .date)
  }
}
