import Market
import Replay
import Signals
import Store

/// A market made ready for strategies: the frame, the tape, and the evaluator they share.
struct PreparedMarket {
  let assembled: AssembledFrame
  let tape: Tape
  let evaluator: Evaluator
  private let datasets: DatasetFolder

  var frame: Frame { assembled.frame }

  /// Of the whole dataset: what sweeps of different windows have in common.
  var fingerprint: String { get throws { try datasets.open(frame.market).fingerprint() } }

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
    datasets = desk.workspace.datasets
    tape = try Tape(assembled.frame)
    evaluator = Evaluator(assembled.frame)
  }
}
