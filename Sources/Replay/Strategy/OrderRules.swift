import Market
import Signals

/// How one side orders, as a file states it: `order:`, `stop:` and the like beside `enter:` and `exit:`.
public struct OrderRules: Sendable, Hashable {
  /// A limit to enter by; nil for the next open.
  public var entry: LimitRule?
  /// A limit to leave by; nil for the next open.
  public var exit: LimitRule?
  /// A constant is a share of the entry price, anything else a distance in price.
  public var stop: Expression?
  public var take: Expression?
  public var trail: Expression?
  /// The longest that a position is held.
  public var hold: Expression?

  public init(
    entry: LimitRule? = nil, exit: LimitRule? = nil, stop: Expression? = nil, take: Expression? = nil,
    trail: Expression? = nil, hold: Expression? = nil
  ) {
    self.entry = entry
    self.exit = exit
    self.stop = stop
    self.take = take
    self.trail = trail
    self.hold = hold
  }

  /// Market orders, and nothing around a position.
  public static let none = OrderRules()

  var expressions: [Expression] {
    [entry?.price, entry?.life, exit?.price, exit?.life, stop, take, trail, hold].compactMap(\.self)
  }

  /// In one canonical line; empty for `none`.
  var text: String {
    [
      entry.map { "order \($0.text)" }, exit.map { "exit_order \($0.text)" }, stop.map { "stop \($0.text)" },
      take.map { "take \($0.text)" }, trail.map { "trail \($0.text)" }, hold.map { "hold \($0.text)" },
    ].compactMap(\.self).joined(separator: " ")
  }
}

/// `limit(close * (1 - 10bps), for 3 bars)`.
public struct LimitRule: Sendable, Hashable {
  public let price: Expression
  /// How long it rests, a duration or a number of bars; nil until it fills or the rules want something else.
  public let life: Expression?
  public let isPostOnly: Bool
  public let fillsOnTouch: Bool

  public init(price: Expression, life: Expression? = nil, isPostOnly: Bool = false, fillsOnTouch: Bool = false) {
    self.price = price
    self.life = life
    self.isPostOnly = isPostOnly
    self.fillsOnTouch = fillsOnTouch
  }

  var text: String {
    "limit(\(price.text), for \(life?.text ?? "ever"))\(isPostOnly ? " post_only" : "")\(fillsOnTouch ? " touch" : "")"
  }
}
