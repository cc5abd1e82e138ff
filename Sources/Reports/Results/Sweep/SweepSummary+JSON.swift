import Replay
import Research

extension SweepSummary {
  /// The document of `hindcast sweep --format json`.
  public func json(best: Int) -> JSONValue {
    JSONValue.object([
      "sweep": .string(folder.name), "hash": .string(hash), "trials_hash": .string(trialsHash),
      "strategy": .string(sweep.strategy.name),
      "market": .string(frame.market), "interval": .string(frame.grid.interval.description),
      "from": .string(frame.window.from.description), "to": .string(frame.window.to.description),
      "bars": .integer(frame.evaluation.count), "fingerprint": .string(frame.fingerprint),
      "engine": .string(Engine.version), "space": .strings(sweep.space.axes.filter(\.isSwept).map(\.written)),
      "where": .strings(sweep.space.definition.conditions),
      "seed": sweep.space.definition.seed.map { .string("\($0)") } ?? .null,
      "trials": .integer(trials), "completed": .integer(tally.completed), "failed": .integer(tally.failed),
      "reused": .integer(reused), "verified": verified.map(JSONValue.integer) ?? .null, "seconds": .real(seconds),
      "rank": .string(tally.rank.name), "rank_convention": .string(rank.convention),
      "best": .array(tally.board.entries.prefix(best).map(json)),
      "assumed_costs": sweep.strategy.feeNote.map(JSONValue.string) ?? .null,
      "deflated_sharpe": .null, "effective_trials": .null, "pbo": .null,
    ]).adding(honestMembers)
  }

  private var honestMembers: [String: JSONValue] {
    switch selectionBias {
    case .trials(let selectionBias): selectionBias.members
    case .signals(let trials): trials.members
    case nil: [:]
    }
  }

  private func json(_ entry: Leaderboard.Entry) -> JSONValue {
    json(point: entry.point, figures: entry.figures, reason: nil)
  }

  /// One trial: its number, every parameter, every figure.
  public func json(point: Int, figures values: [Double], reason: String?) -> JSONValue {
    var members: [String: JSONValue] = [
      "trial": .integer(point), "parameters": .parameters(sweep.space.parameters(point)),
    ]
    if let reason { members["failed"] = .string(reason) }
    for (name, value) in zip(figures, values) { members[name] = value.isNaN ? .null : .real(value) }
    return .object(members)
  }
}
