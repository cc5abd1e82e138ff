import Market
import Signals
import Statistics

/// What a study is about: a regime or a signal on the bars of a frame.
public struct StudySubject: Sendable {
  public let name: String
  /// Canonical text of what is tested.
  public let expression: String
  public let values: Values
  /// Bars of the evaluation on which everything it reads is known.
  public let known: [Bool]
  public let frame: Frame
  /// Whether it reads the traded instrument's own bars and nothing else, so that no column of it can be known too early.
  public let readsBarsAlone: Bool
  /// Columns that it reads.
  private let reads: Set<String>
  /// `fairBounce`, once columns that tell it have been let go of.
  private let keptBounce: Double??

  public enum Values: Sendable {
    case regime([Bool])
    case signal([Double])
  }

  /// - Parameter belongs: the bars at which its instrument belongs to a universe; on others nothing is known of it.
  /// - Throws: a `Problem` of the evaluation.
  public init(name: String, node: Node, evaluator: Evaluator, belongs: Bitmap? = nil) throws(Problem) {
    let frame = evaluator.frame
    self.name = name
    self.frame = frame
    expression = node.key
    readsBarsAlone = TradedBars.are(node.columnNames, in: frame)
    reads = node.columnNames
    keptBounce = nil
    let closes = frame.values("close")
    var known = try evaluator.known(node)
    if let belongs { known = known & belongs }
    self.known = closes.indices.map { frame.evaluation.contains($0) && known[$0] && !closes[$0].isNaN }
    switch node.kind {
    case .condition:
      let condition = try evaluator.condition(of: node)
      values = .regime(closes.indices.map { condition[$0] })
    case .number, .duration, .word:
      let numbers = try evaluator.number(of: node)
      values = .signal(zip(numbers, self.known).map { $1 && $0.isFinite ? $0 : .nan })
    }
  }

  /// The same on a frame with these columns only: what nobody reads any more need not stay.
  public func keeping(_ columns: Set<String>) -> StudySubject {
    StudySubject(self, values: values, known: known, frame: frame.keeping(columns), keptBounce: fairBounce)
  }

  /// Another subject's name and frame with other values.
  init(
    _ other: StudySubject, values: Values, known: [Bool], frame: Frame? = nil, keptBounce: Double?? = nil
  ) {
    name = other.name
    expression = other.expression
    readsBarsAlone = other.readsBarsAlone
    reads = other.reads
    self.keptBounce = keptBounce ?? other.keptBounce
    self.frame = frame ?? other.frame
    self.values = values
    self.known = known
  }

  /// Where all that it reads beside the traded bars are prices of their time, how trades bounce (`FairPrice`); nil of others.
  ///
  /// Worked out when it is asked for: a scan has thousands of subjects and asks of few.
  var fairBounce: Double? { keptBounce ?? FairPrice(frame, reading: reads)?.bounce }

  /// Whether it holds on each bar; nil for a signal.
  public var holds: [Bool]? {
    if case .regime(let holds) = values { holds } else { nil }
  }

  public var isRegime: Bool { holds != nil }

  /// The bars of each episode from the first to the last, in order; none of a signal.
  public var episodes: [Range<Int>] {
    guard case .regime(let holds) = values else { return [] }
    return Episodes.among(holds.count) { known[$0] ? holds[$0] : nil }
  }
}

extension Frame {
  /// The frame without its other columns, and with bars of one price where closes are kept: nothing is traded on it. Its
  /// fingerprint stays, since it says what was looked at.
  fileprivate func keeping(_ names: Set<String>) -> Frame {
    guard columns.keys.contains(where: { !names.contains($0) }) else { return self }
    return with(
      members: members.map { member in
        let closes = member.bars.close
        return FrameMember(
          instrument: member.instrument, contract: member.contract,
          bars: Bars(open: closes, high: closes, low: closes, close: closes), roll: member.roll)
      }, columns: columns.values.filter { names.contains($0.name) })
  }
}
