import Foundation
import Research
import Results
import Synchronization

/// How far a sweep is, and its best trials so far, on stderr and on a terminal only. It shows after a second, is drawn a
/// few times a second whatever the sweep's pace, and is wiped when done.
final class SweepScreen: Sendable {
  private let total: Int
  private let names: [String]
  private let rank: RankedFigure
  private let values: @Sendable (Int) -> [String]
  private let began = ContinuousClock.now
  private let state: Mutex<State>

  private struct State {
    var board: Leaderboard
    var done = 0
    var drawn = ContinuousClock.now
    var lines = 0
  }

  private static let rows = 5

  /// - Parameters:
  ///   - total: trials to run.
  ///   - names: of the swept parameters.
  ///   - values: theirs at a point.
  init(total: Int, rank: RankedFigure, names: [String], values: @escaping @Sendable (Int) -> [String]) {
    self.total = total
    self.rank = rank
    self.names = names
    self.values = values
    state = Mutex(State(board: Leaderboard(size: Self.rows, smallestFirst: rank.smallestFirst)))
  }

  func add(_ block: MeasuredBlock) {
    state.withLock { state in
      state.done += block.points.count
      state.board.add(block, figure: rank.index)
      let now = ContinuousClock.now
      guard Terminal.errorIsTerminal, now - began > .seconds(1), now - state.drawn > .milliseconds(200) else { return }
      state.drawn = now
      draw(&state)
    }
  }

  func finish() { state.withLock { wipe(&$0) } }

  private func draw(_ state: inout State) {
    let pace = Pace(done: state.done, total: total, elapsed: (ContinuousClock.now - began) / .seconds(1))
    var lines = [
      "sweep \(pace.bar) \(Double.grouped(state.done))/\(Double.grouped(total))  \(Double.grouped(Int(pace.rate)))/s  \(pace.secondsLeft) s left"
    ]
    for entry in state.board.entries {
      let parameters = zip(names, values(entry.point)).map { "\($0)=\($1)" }.joined(separator: " ")
      lines.append("  \(rank.name) \(Figure.ratio(entry.score).text)  \(parameters)")
    }
    wipe(&state)
    Terminal.show(lines.joined(separator: "\n") + "\n")
    state.lines = lines.count
  }

  private func wipe(_ state: inout State) {
    guard state.lines > 0 else { return }
    Terminal.show("\u{1B}[\(state.lines)A\u{1B}[J")
    state.lines = 0
  }
}
