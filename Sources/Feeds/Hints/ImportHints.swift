import Market

/// What the user says about files, over what their names and contents say.
public struct ImportHints: Hashable, Sendable {
  public var venue: String?
  public var symbol: String?
  public var kind: FileKind?
  /// When rows of computed values are known; never nil for those, and nil for all others.
  public var known: KnownRule?
  /// What `--known` is followed by where `at_stamp` is said of stamps that look like opens of bars, too.
  public static let confirmedStamp = "at_stamp,confirmed"

  /// Whether that was said.
  public var isStampConfirmed = false
  /// How much later than that, or than the label of a table says, rows are known.
  public var delay: Interval = .zero
  /// Whether it was said, be it that there is none.
  var isDelaySaid = false
  /// What the first piece of an exported file says that all of it is.
  var exported: SeriesDescriptor?
  /// Whether the rows are some of those of a file, so that the last of them is not its last.
  var isPiece = false
  /// How a table is written.
  public var table = TableHints()

  /// - Throws: `Problem` for a venue or symbol that could not be part of a column's name, for a rule of when rows are
  ///   known that is not for computed values: venues' own kinds have theirs; and for computed values without a rule, since
  ///   only their maker knows and a guess is either a look into the future or a bar of delay.
  public init(
    venue: String? = nil, symbol: String? = nil, kind: FileKind? = nil, known: KnownRule? = nil,
    isStampConfirmed: Bool = false, delay saidDelay: Interval? = nil, table: TableHints = TableHints()
  ) throws {
    let delay = saidDelay ?? .zero
    guard known == nil || kind == .external else {
      throw Problem(
        "only computed values can say when they are known", remedy: "say --kind external with it, or --label")
    }
    guard delay == .zero || kind == .external || !table.isEmpty else {
      throw Problem(
        "a delay is added to when rows are known, and nothing says when that is",
        remedy: "say --label open, close, snapshot or instant with it")
    }
    guard kind != .external || known != nil || table.label != nil else {
      throw Problem(
        "when are these values known? Nothing in the file says it",
        remedy: "say --known at_close where a row's time is the open of the bar that it was computed from (it is used "
          + "from that bar's close on), or --known at_stamp where it is the time at which the value was known; at_stamp "
          + "for a column stamped at the open sees the future by a bar")
    }
    if let known, let label = table.label, Self.contradict(known, label) {
      throw Problem(
        "--label says \(label.rawValue), and --known \(known.rawValue)",
        remedy:
          "say one of the two: --label open and close are of values that are known when their bar is over, snapshot and "
          + "instant of such as are known at their stamp")
    }
    self.venue = try venue.map { try Self.venue($0, kind) }
    let writer = Venue.named(self.venue ?? "")
    self.symbol = try symbol.map { text in
      let own = try UnifiedFlag.symbol(text, on: self.venue, kind) ?? text
      return writer.spelling(of: try Self.word(own, "symbol"))
    }
    self.kind = kind
    self.known = known
    self.isStampConfirmed = isStampConfirmed
    self.delay = delay
    isDelaySaid = saidDelay != nil
    self.table = table
  }

  /// - Throws: `Problem` for a word that says a venue's spot market, where nothing else does: a pair and its perpetual have
  ///   one symbol.
  private static func venue(_ text: String, _ kind: FileKind?) throws -> String {
    let venue = VenueName(text)
    guard !venue.saysSpot || kind?.type == .spot else {
      throw Problem(
        "--venue \(text) says a venue and one of its markets", remedy: "say --venue \(venue.name) --kind spot")
    }
    return try word(venue.name, "venue")
  }

  /// Whether rows would be known at another instant by the one than by the other. The end of a bar is where its values are
  /// known, by whichever rule.
  private static func contradict(_ known: KnownRule, _ label: ImportProfile.Label) -> Bool {
    switch label {
    case .open: known == .atStamp
    case .close: false
    case .snapshot, .instant: known == .atClose
    }
  }

  /// No hints at all.
  public static let none = ImportHints()

  private init() {}

  private static func word(_ text: String, _ what: String) throws -> String {
    guard PathClues.isWord(text) else {
      throw Problem(
        "'\(text)' cannot be a \(what)",
        remedy: "use letters, digits, '-' and '_', such as \(what == "venue" ? "binance" : "BTCUSDT")")
    }
    return text
  }
}
