import Digest
import Market
import Replay
import Signals
import Store

/// A market made ready for strategies: the frame, the tape, and the evaluator they share.
struct PreparedMarket {
  let assembled: AssembledFrame
  let tape: Tape
  let evaluator: Evaluator
  /// Of the whole dataset.
  let fingerprint: String

  var frame: Frame { assembled.frame }

  /// - Parameter columns: what is read besides prices; what the strategies trade by when nil.
  init(
    _ desk: MarketDesk, _ strategies: [Strategy], columns: [String: Problem.Place]? = nil,
    lookBack: (Interval) throws -> Int
  ) throws {
    let columns =
      columns
      ?? strategies.reduce(into: [:]) { columns, strategy in
        columns.merge(strategy.columnPlaces) { first, _ in first }
      }
    assembled = try desk.assemble(strategies, columns: columns, lookBack: lookBack)
    if assembled.funding == nil {
      Terminal.warn("'\(assembled.frame.market)' has no funding of \(assembled.frame.instrument): none is settled")
    }
    fingerprint = try desk.workspace.datasets.open(assembled.frame.market).fingerprint()
    tape = try Tape(assembled.frame)
    evaluator = Evaluator(assembled.frame)
  }

  /// The hash that a run of `strategy` goes by.
  func identity(_ strategy: BoundStrategy) -> RunIdentity { identity(strategy.identity) }

  /// The same of anything that is done on these bars, by its canonical text.
  func identity(_ text: String) -> RunIdentity {
    RunIdentity(
      strategy: text, fingerprint: fingerprint, instrument: frame.instrument,
      interval: frame.grid.interval, window: frame.window)
  }
}

extension RunIdentity {
  var hash: String { SHA256.digest(of: text).hex }
}
