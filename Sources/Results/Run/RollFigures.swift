import Market
import Numerics
import Replay
import Research

/// A roll, with the futures that it left and entered.
struct RollRow: Sendable {
  let roll: LegRoll
  let from: LegRun
  let to: LegRun

  static let fields = Fields<RollRow>(in: .shown) {
    Field("leg", .words, "as the strategy calls it") { $0.to.name }
    Field("rolled", .instant, "the open at which both futures were traded") { $0.roll.instant }
    Field("left", .words, "the future that was closed") { $0.from.instrument.description }
    Field("left_at", .fillPrice, "its open, before slippage") { $0.roll.leftAt }
    Field("entered", .words, "the future that was opened") { $0.to.instrument.description }
    Field("entered_at", .fillPrice, "its open, before slippage") { $0.roll.heldAt }
    Field(
      "gap_bps", "gap", .bps, "entered_at / left_at - 1: what lies between the two on the curve"
    ) {
      $0.roll.heldAt / $0.roll.leftAt - 1
    }
    Field("left_quantity", .number, in: .json, "signed; what was closed") { $0.roll.left }
    Field("quantity", .size, unit: "coins", "signed; what is held afterwards, as many coins") { $0.roll.held }
    Field("waited", .count, "bars after the one it was due at, for want of a price") { $0.roll.waited }
  }
}

extension LegAccount {
  var rollRows: [RollRow]? {
    rolls.map { rolls in rolls.map { RollRow(roll: $0, from: legs[$0.from], to: legs[$0.to]) } }
  }

  /// What became of rolls.
  @Listed<String> var rollNotes: [String] {
    if let rolls {
      let late = rolls.filter { $0.waited > 0 }
      if let longest = late.max(by: { $0.waited < $1.waited }) {
        "\(late.count) of \(rolls.count) roll\(rolls.count == 1 ? "" : "s") waited, at most \(longest.waited) bar\(longest.waited == 1 ? "" : "s"), until both futures had a price."
      }
      if let first = missedRolls.first {
        let listed = missedRolls.prefix(3).map { "\($0.instrument) on \($0.settled.minuteText) UTC" }
          .joined(separator: ", ")
        let more = missedRolls.count > 3 ? " and \(missedRolls.count - 3) more" : ""
        missedRolls.count == 1
          ? "A roll was missed: \(first.instrument) and the next future had no price together before it expired, and what was held of it settled on \(first.settled.minuteText) UTC."
          : "\(missedRolls.count) rolls were missed: the future that was held and the next one had no price together before it expired, and it settled: \(listed)\(more)."
      }
    }
  }

  /// The instruments that a leg goes through, in a few words.
  var listed: String {
    legs.map(\.name).uniqued.map { name in
      let symbols = legs.filter { $0.name == name }.map(\.instrument.description)
      return symbols.count == 1
        ? "\(name) is \(symbols[0])"
        : "\(name) is \(symbols.count) dated futures in turn, \(symbols[0]) to \(symbols[symbols.count - 1])"
    }.joined(separator: ", ")
  }
}

extension RunSummary {
  /// What was rolled when; nil for a run without rolls.
  package var rollTable: Table? {
    guard let account = run.legs, let rows = account.rollRows, !rows.isEmpty else { return nil }
    return RollRow.fields.table(
      rows, title: "Rolls",
      notes: [
        "Both futures are traded at the open that is named, each with its own fee and slippage; coins stay as many. What each came to stands beside its leg."
      ]
    ).amounts(in: quote)
  }

  /// The same, and a word where there is none.
  public var explainedRolls: Table {
    if let rollTable { return rollTable }
    let isRolling = run.legs?.rolls != nil
    return RollRow.fields.table(
      [], title: "Rolls of \(id): none",
      notes: [
        isRolling
          ? "The strategy has a leg that rolls, and held none of its futures when one was due."
          : "No leg of the strategy rolls: write { instrument: front, roll: 3d } under 'legs:' (docs/legs.md)."
      ])
  }
}
