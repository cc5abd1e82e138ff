import Market

extension Node {
  /// Refuses to work amounts of two instruments into one where a plain name means another's for want of the instrument's own,
  /// of this node and not of what is inside it.
  ///
  /// Volume here over open interest there is the turnover of nothing. Whose column stands in is known with the data only; who
  /// names it has said what is meant.
  func refuseStandIns(in frame: Frame) throws(Problem) {
    let sign: String
    let joined: [Node]
    switch form {
    case .arithmetic(let own, let a, let b) where own != .power: (sign, joined) = (own.rawValue, [a, b])
    case .comparison(let own, let a, let b): (sign, joined) = (own.rawValue, [a, b])
    case .call(let function, let arguments):
      (sign, joined) = (function.name, function.alike(of: arguments.count).map { arguments[$0] })
    default: return
    }
    let amounts = joined.filter(\.measure.isAmount).map { ($0, $0.columnNames.sorted()) }
    for (lent, names) in amounts {
      guard let standIn = names.lazy.compactMap({ frame.standIn($0) }).first else { continue }
      for (_, others) in amounts {
        guard let own = others.first(where: { frame.isOwnAmount($0, of: standIn.holder) }) else { continue }
        throw Problem(
          "'\(sign)' works an amount of \(standIn.lender), '\(standIn.name)', and one of \(standIn.holder), '\(own)', into one: \(standIn.holder) has no '\(standIn.column)' here",
          at: lent.somePlace ?? somePlace ?? .nowhere,
          remedy: "say \(standIn.lender.venue).\(standIn.column) if that is meant")
      }
    }
  }
}

/// An amount of another instrument under a name that means one's own.
private struct StandIn {
  let name: String
  /// The name without that of a leg.
  let column: String
  let holder: Instrument
  let lender: Instrument
}

extension Frame {
  /// Whose a plain name or one of a leg is meant to be; nil for one that names another's.
  private func holder(of name: String) -> (instrument: Instrument, column: String)? {
    guard SpotColumns.column(for: name) == nil else { return nil }
    guard let dot = name.lastIndex(of: ".") else { return (instrument, name) }
    let leg = members.first { $0.name == name[..<dot] }
    return leg.map { ($0.instrument, String(name[name.index(after: dot)...])) }
  }

  fileprivate func standIn(_ name: String) -> StandIn? {
    guard let column = columns[name], column.unit.isAmount, let owner = column.owner, let holder = holder(of: name),
      owner.instrument != holder.instrument
    else { return nil }
    return StandIn(name: name, column: holder.column, holder: holder.instrument, lender: owner.instrument)
  }

  fileprivate func isOwnAmount(_ name: String, of instrument: Instrument) -> Bool {
    guard let column = columns[name], column.unit.isAmount, let holder = holder(of: name) else { return false }
    return holder.instrument == instrument && column.owner?.instrument == instrument
  }
}

extension Unit {
  fileprivate var isAmount: Bool { self == .base || self == .quote || self == .contracts }
}
