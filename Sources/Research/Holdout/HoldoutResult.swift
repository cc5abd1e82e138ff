import Foundation
import Market

/// What the sealed part had to say about the one hypothesis it was opened for.
public struct HoldoutResult: Sendable, Hashable, Codable {
  public enum Finding: String, Sendable, Hashable, Codable {
    case confirmed
    case notConfirmed = "not_confirmed"
    case cannotSay = "cannot_say"
  }

  public let finding: Finding
  /// A sentence for people.
  public let text: String
  /// The bars it was judged on, first open to last close.
  public let from: String
  public let to: String
  public let bars: Int
  public let observations: Int
  public let barsIn: Int?
  public let episodes: Int?
  /// In basis points.
  public let effectBps: Double?
  public let errorBps: Double?
  /// What t is on average where nothing is predicted, which the p are less; nil where it is too little to matter.
  public let biasOfT: Double?
  /// In the registered direction.
  public let hodrickP: Double?
  public let circularP: Double?
  /// Of the frame it was judged on.
  public let fingerprint: String

  public static let rule =
    "confirmed when Hodrick 1B and the circular shift, in the registered direction and on sealed bars alone, both give p at most alpha"

  /// - Parameter test: of the registered hypothesis on a frame whose evaluation is the sealed part.
  public init(_ registration: Registration, _ test: HypothesisTest, frame: Frame) {
    from = frame.window.from.description
    to = frame.window.to.description
    bars = frame.evaluation.count
    observations = test.observations
    barsIn = test.barsIn
    episodes = test.episodes
    effectBps = test.effect.map { $0 * 1e4 }
    errorBps = test.standardError.map { $0 * 1e4 }
    biasOfT = test.bias?.t
    hodrickP = test.hodrick?.declared
    circularP = test.circular?.declared
    fingerprint = frame.fingerprint
    let title = registration.hypothesis.title
    if let p = test.p {
      finding = p <= registration.alpha ? .confirmed : .notConfirmed
      text =
        p <= registration.alpha
        ? "Confirmed out of sample: \(title)." : "Not confirmed out of sample: \(title)."
    } else {
      finding = .cannotSay
      text = "Cannot say: \(test.cannotSay ?? "there is no p"). The holdout is used up all the same."
    }
  }

  /// JSON, as it is kept.
  public var kept: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// - Throws: a `Problem` for a text that this version did not write.
  public init(kept text: String) throws(Problem) {
    guard let result = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else {
      throw Problem("the kept result of the holdout cannot be read", remedy: "was it written by another version?")
    }
    self = result
  }
}
