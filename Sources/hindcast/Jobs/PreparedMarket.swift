import Digest
import Frames
import Market
import Replay
import Signals
import Store

/// A market made ready for strategies: the frame, and the evaluator they share.
struct PreparedMarket {
  let assembled: AssembledFrame
  let evaluator: Evaluator
  /// Over the series behind it, from their first rows to the window's end.
  let fingerprint: String

  var frame: Frame { assembled.frame }

  private let assumptions: FundingAssumptions

  /// - Parameters:
  ///   - columns: what is read besides prices; what the strategies trade by when nil.
  ///   - holds: whether positions are held.
  init(
    _ desk: MarketDesk, _ strategies: [Strategy], columns: [String: Problem.Place]? = nil, holds: Bool = true,
    lookBack: (Interval) throws -> Int
  ) throws {
    let columns =
      columns
      ?? strategies.reduce(into: [:]) { columns, strategy in
        columns.merge(strategy.columnPlaces) { first, _ in first }
      }
    assembled = try desk.assemble(strategies, columns: columns, holds: holds, lookBack: lookBack)
    assumptions = desk.choice.assumptions
    fingerprint = try desk.workspace.datasets.open(assembled.frame.market).origin(of: assembled)
    evaluator = Evaluator(assembled.frame)
  }

  /// A market and something made on its bars that says how far back it looks: the market begins where that ends, so the two
  /// are made together.
  static func with<Made>(
    _ desk: MarketDesk, _ strategy: Strategy, columns: [String: Problem.Place]? = nil, holds: Bool = true,
    _ make: (Interval) throws -> (made: Made, lookBack: Int)
  ) throws -> (PreparedMarket, Made) {
    var made: Made?
    let market = try PreparedMarket(desk, [strategy], columns: columns, holds: holds) { interval in
      let (value, lookBack) = try make(interval)
      made = value
      return lookBack
    }
    guard let made else { preconditionFailure("a frame is not assembled without asking how far its signals look back") }
    return (market, made)
  }

  /// The market as positions are held on it, with what settles on them.
  ///
  /// - Throws: a `Problem` when the instrument is of a kind that is not replayed, and when its funding is doubtful and
  ///   nothing says what to make of it.
  func tape() throws -> Tape {
    let tape = try Tape(frame, assuming: assumptions)
    for note in tape.funding.notes { Terminal.noteOnce("hindcast: \(note)") }
    return tape
  }

  /// The hash that a run of `strategy` goes by.
  func identity(_ strategy: BoundStrategy) -> RunIdentity { identity(strategy.identity) }

  /// The same of anything that is done on these bars, by its canonical text.
  func identity(_ text: String) -> RunIdentity {
    let assumed = assumptions == .none ? "" : "\nassumed of funding: \(assumptions)"
    return RunIdentity(
      strategy: text + assumed, fingerprint: fingerprint, instrument: frame.instrument,
      interval: frame.grid.interval, window: frame.window)
  }
}

extension RunIdentity {
  var hash: String { SHA256.digest(of: text).hex }
}
