import Market
import Signals

import struct Foundation.Data
import class Foundation.JSONDecoder
import class Foundation.JSONEncoder

/// One hypothesis written down before the data that will judge it are seen: everything the judgement depends on, in words
/// that need no strategy file, so that nothing can be changed afterwards.
public struct Registration: Sendable, Hashable {
  public let hypothesis: Hypothesis
  /// `venue:symbol`, as printed.
  public let instrument: String
  public let interval: Interval
  /// The level at which it counts as confirmed.
  public let alpha: Double
  /// The first instant it is judged on.
  public let sealedFrom: Instant

  public init(hypothesis: Hypothesis, instrument: String, interval: Interval, alpha: Double, sealedFrom: Instant) {
    self.hypothesis = hypothesis
    self.instrument = instrument
    self.interval = interval
    self.alpha = alpha
    self.sealedFrom = sealedFrom
  }

  /// As it is kept: its hash is that of this text.
  private struct Kept: Codable {
    var market: String
    var instrument: String
    var interval: String
    var signal: String
    var expression: String
    var forward: String
    var direction: String
    var alpha: Double
    var sealedFrom: String
    var version = 1
  }

  /// JSON in one canonical form, keys in order of the alphabet.
  public var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let kept = Kept(
      market: hypothesis.market, instrument: instrument, interval: interval.description, signal: hypothesis.signal,
      expression: hypothesis.expression, forward: hypothesis.forward.description,
      direction: hypothesis.direction.rawValue, alpha: alpha, sealedFrom: sealedFrom.description)
    return (try? encoder.encode(kept)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// - Throws: a `Problem` for a text that this version did not write.
  public init(_ text: String) throws(Problem) {
    guard let kept = try? JSONDecoder().decode(Kept.self, from: Data(text.utf8)), kept.version == 1,
      let interval = Interval(kept.interval), let forward = Interval(kept.forward),
      let direction = Direction(rawValue: kept.direction), let sealedFrom = Instant(kept.sealedFrom)
    else {
      throw Problem("the registered hypothesis cannot be read", remedy: "was it written by another version?")
    }
    self.init(
      hypothesis: Hypothesis(
        market: kept.market, signal: kept.signal, expression: kept.expression, forward: forward, direction: direction),
      instrument: kept.instrument, interval: interval, alpha: kept.alpha, sealedFrom: sealedFrom)
  }

  /// What it tests, read back from its own text.
  ///
  /// - Throws: a `Problem` when the text does not mean what it was made from, which registering checks.
  public func node() throws(Problem) -> (node: Node, expression: Expression) {
    let expression = try Expression(parsing: hypothesis.expression)
    let node = try SignalBook().bound().resolve(expression)
    guard node.written == hypothesis.expression else {
      throw Problem(
        "'\(hypothesis.expression)' reads back as '\(node.written)', so it cannot be written down",
        remedy: "put the signal another way")
    }
    return (node, expression)
  }
}
