import Results

/// The two colour schemes of a page.
public enum Scheme: String, Hashable, Sendable, CaseIterable {
  case light
  case dark
}

/// Colours by what they mean. A page holds both schemes and chooses as the reader's system does, so a chart names its
/// colours and never fixes them.
public enum Colour: Hashable, Sendable {
  /// Behind everything.
  case ground
  /// Behind a card, and the middle of a diverging scale.
  case panel
  case ink
  /// Captions, axes, conventions.
  case muted
  /// Lines of tables and grids.
  case rule
  case accent
  /// Profit, and a long position. Teal against red can be told apart with the common kinds of colour blindness.
  case gain
  /// Loss, and a short position.
  case loss
  /// One of eight for lines that only need to differ; numbers beyond begin again.
  case series(Int)

  static let named: [Colour] =
    [.ground, .panel, .ink, .muted, .rule, .accent, .gain, .loss] + (0..<8).map { .series($0) }

  /// Its name among the custom properties of the page's style: `gain`, `series-3`.
  public var name: String {
    switch self {
    case .ground: "ground"
    case .panel: "panel"
    case .ink: "ink"
    case .muted: "muted"
    case .rule: "rule"
    case .accent: "accent"
    case .gain: "gain"
    case .loss: "loss"
    case .series(let index): "series-\(Self.wrapped(index))"
    }
  }

  /// `#rrggbb`.
  public func hex(in scheme: Scheme) -> String {
    let (light, dark) = pair
    return scheme == .light ? light : dark
  }

  private var pair: (light: String, dark: String) {
    switch self {
    case .ground: ("#f5f6f8", "#0d1117")
    case .panel: ("#ffffff", "#151b23")
    case .ink: ("#161b26", "#e6eaf0")
    case .muted: ("#5d6778", "#9aa5b5")
    case .rule: ("#e2e6ec", "#2a323d")
    case .accent: ("#2f5fd0", "#7aa2ff")
    case .gain: ("#0d9488", "#2dd4bf")
    case .loss: ("#d6453d", "#ff7a6b")
    case .series(let index): Self.lines[Self.wrapped(index)]
    }
  }

  private static let lines: [(light: String, dark: String)] = [
    ("#2f5fd0", "#7aa2ff"), ("#e07b1a", "#ffb066"), ("#0d9488", "#2dd4bf"), ("#8250df", "#c4a1ff"),
    ("#d6336c", "#ff8fb5"), ("#6b7f1e", "#c3d66b"), ("#0891b2", "#5ed3f0"), ("#9a6b4f", "#d6a98a"),
  ]

  private static func wrapped(_ index: Int) -> Int { ((index % lines.count) + lines.count) % lines.count }
}

/// A colour and how much of what is behind it shows through.
public struct Paint: Hashable, Sendable {
  public var colour: Colour
  /// 0 for nothing to 1 for a full coat.
  public var opacity: Double

  public init(_ colour: Colour, opacity: Double = 1) {
    self.colour = colour
    self.opacity = opacity
  }

  /// How a figure's JSON names it until the page's script puts the scheme's colour there: `@gain`, `@gain/0.2`.
  package var token: JSONValue { .string("@\(colour.name)" + (opacity < 1 ? "/\(opacity.plainText)" : "")) }

  /// For pictures inside a page, whose style defines the colour.
  package var css: String { "var(--\(colour.name))" }
}

/// Colours from low to high.
public enum ColourScale: Hashable, Sendable {
  /// From loss over the panel's colour to gain; the middle is at zero.
  case diverging
  /// From the panel's colour to the accent.
  case sequential
  /// From the colour of rules to the accent, for lines, of which the lowest are to be faint and not unseen.
  case rising
  /// The same the other way round.
  case falling

  package var stops: [Paint] {
    switch self {
    case .diverging: [Paint(.loss), Paint(.panel), Paint(.gain)]
    case .sequential: [Paint(.panel), Paint(.accent)]
    case .rising: [Paint(.rule), Paint(.accent)]
    case .falling: [Paint(.accent), Paint(.rule)]
    }
  }
}
