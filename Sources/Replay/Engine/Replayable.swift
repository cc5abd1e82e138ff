import Market

extension FrameMember {
  /// - Throws: a `Problem` for an instrument whose profit the engine does not know how to count. It can be studied like any
  ///   other: returns are returns.
  func refuseUnlessReplayed() throws(Problem) {
    func refusal(_ what: String, _ remedy: String) -> Problem { Problem("\(instrument) \(what)", remedy: remedy) }
    let studied = "study it, which needs prices only; replays know linear and inverse contracts"
    switch contract.form {
    case .linear, .inverse: break
    case .quanto:
      throw refusal("is a quanto contract (\(contract)): its profit is paid in \(contract.settlement)", studied)
    case .unstated:
      throw refusal(
        "is quoted in \(contract.quote.isEmpty ? "an unknown currency" : contract.quote), and nothing says whether it is linear or inverse",
        "say so with 'hindcast data contract NAME \(instrument) form=linear' (or inverse)")
    }
    switch instrument.type {
    case .perpetual, .future: break
    case .spot where !name.isEmpty: break
    case .spot:
      throw refusal("is a spot pair, which is held without margin or funding", studied + " on margin")
    case .option:
      throw refusal("is an option", "study it; replays know perpetuals and dated futures")
    case .index:
      throw refusal("is an index that nobody trades", "study it; replays know perpetuals and dated futures")
    }
  }
}
