import Market
import Replay

/// A market and what settles on it, priced: a settlement of a scenario may fall anywhere, also where no venue has one.
@dynamicMemberLookup
struct Scenario {
  let frame: Frame
  let settlements: [Settlement]

  subscript<Member>(dynamicMember path: KeyPath<Frame, Member>) -> Member { frame[keyPath: path] }

  func values(_ name: String) -> [Double] { frame.values(name) }
}

extension PreparedMarket {
  init(_ scenario: Scenario) throws(Problem) { try self.init(scenario.frame, settlements: scenario.settlements) }
}
