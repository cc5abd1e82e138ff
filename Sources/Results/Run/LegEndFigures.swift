import Market
import Replay

/// A leg that ended while others were held, with its run.
struct LegEndRow: Sendable {
  let end: LegEnd
  let leg: LegRun

  static let fields = Fields<LegEndRow>(in: .shown) {
    Field("leg", .words, "as the strategy calls it") { $0.leg.label }
    Field("ended", .instant, "the open of the bar in which it ended") { $0.end.instant }
    Field("cause", .words, "liquidation, expiry, or delisting: its bars end") { $0.end.ending.rawValue }
    Field("quantity", .number, "signed; what was held of it") { $0.end.quantity }
    Field("price", .written { .price($0) }, "at which that ended") { $0.end.price }
    Field("rest_left", .instant, "when nothing was held of the others; null where something is") { $0.end.restLeft }
    Field("trade", .count, in: .json) { $0.end.trade }
  }
}

extension LegAccount {
  var endRows: [LegEndRow] { ends.map { LegEndRow(end: $0, leg: legs[$0.leg]) } }

  /// Legs whose bars end, and what became of positions that a leg ended of.
  var endNotes: [String] { barEndNotes + lostLegNotes }

  private var barEndNotes: [String] {
    legs.compactMap { leg in
      leg.end.map {
        "\(leg.label): \(leg.instrument) has no bar after \($0.minuteText) UTC, before the window ends, and nothing was entered from then on: what was held of it was closed at its last close, without costs. Nobody has verified whether it was delisted or its data end."
      }
    }
  }

  private var lostLegNotes: [String] {
    var counts: [(label: String, ending: Trade.Ending, count: Int)] = []
    for end in ends {
      let label = legs[end.leg].label
      if let place = counts.firstIndex(where: { $0.label == label && $0.ending == end.ending }) {
        counts[place].count += 1
      } else {
        counts.append((label, end.ending, 1))
      }
    }
    let causes = counts.map { label, ending, count in "\(label) \(ending.verb) \(Double.counted(count, "time"))" }
    guard !causes.isEmpty else { return [] }
    let rest =
      onLegEnd == .close
      ? "the others were closed at the first bar that each of them had"
      : "the others were held on without it, as 'on_leg_end: keep' says, until the rules left them"
    return ["While other legs were held, \(causes.joined(separator: ", ")): \(rest)."]
  }
}

extension Trade.Ending {
  /// What befell a leg.
  fileprivate var verb: String {
    switch self {
    case .liquidation: "was liquidated"
    case .expiry: "expired"
    case .delisting: "had no more bars"
    default: "ended"
    }
  }
}
