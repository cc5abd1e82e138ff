import Frames
import Market
import Signals
import Store

/// The bars of an instrument up to a moment, and expressions over them as they were known at each bar's close.
public struct ViewFrame: Sendable {
  public let frame: Frame
  private let evaluator: Evaluator
  private let book: BoundBook

  /// - Parameters:
  ///   - interval: width of a bar; nil for the narrowest there is.
  ///   - history: bars of so long before the moment, after those that fill windows; nil for all there are.
  ///   - own: fractions that no series has, by name, as each was known at the close of a bar.
  /// - Throws: a `Problem` for a column that the dataset does not have, and without bars.
  public init(
    _ moment: MarketMoment, of instrument: Instrument, interval: Interval? = nil, history: Interval? = nil,
    beside own: [String: KnownColumn] = [:], _ expressions: [String]
  ) throws {
    let book = try SignalBook()
    let bound = try book.bound()
    let parsed = try expressions.map { text in try Expression(parsing: text) }
    let nodes = try parsed.map { expression in try bound.resolve(expression) }
    let width = try ColumnBook(moment.dataset, instrument: "\(instrument)", interval: interval).interval
    // No bar that closes after the moment: bars open on whole multiples of their width.
    let end = moment.asOf.floored(to: width)
    let from = history.map { end - $0 } ?? TimeRange.always.from
    let warmUp = history == nil ? 0 : try nodes.map { try $0.lookBack(width) }.max() ?? 0
    let bars = try moment.dataset.assemble(
      FrameRequest(
        instrument: "\(instrument)", interval: width, range: TimeRange(from: from, to: end),
        columns: book.columns(for: parsed).subtracting(own.keys), warmUp: warmUp)
    ).frame
    frame = own.isEmpty ? bars : bars.adding(own)
    evaluator = Evaluator(frame)
    self.book = bound
  }

  func node(_ text: String) throws -> Node { try book.resolve(try Expression(parsing: text)) }

  func with<Made>(_ text: String, _ body: (Node, Evaluator) throws -> Made) throws -> Made {
    try body(try node(text), evaluator)
  }

  /// A number at each bar of the history, warm-up left out; NaN where not known.
  public func numbers(_ text: String) throws -> [Double] {
    Array(try evaluator.number(of: node(text))[frame.evaluation])
  }

  /// Whether a condition held at each bar of the history; nil where that is not known.
  public func holds(_ text: String) throws -> [Bool?] {
    let node = try node(text)
    let (holds, known) = (try evaluator.condition(of: node), try evaluator.known(node))
    return frame.evaluation.map { known[$0] ? holds[$0] : nil }
  }

  /// When each bar of the history closes.
  public var closes: [Instant] { frame.evaluation.map(frame.grid.close) }
}

extension Frame {
  fileprivate func adding(_ own: [String: KnownColumn]) -> Frame {
    let added = own.map { name, column in
      Column(name, .fraction, (0..<grid.count).map { column.value(at: grid.close($0)) ?? .nan })
    }
    return with(columns: Array(columns.values) + added)
  }
}
