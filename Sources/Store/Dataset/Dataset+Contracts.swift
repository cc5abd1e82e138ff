import GRDB
import Market
import Numerics

extension Dataset {
  /// The contract of an instrument: what is said of it in this dataset, over what its venue's table says.
  ///
  /// - Throws: `Problem` when a fact cannot be read as what it is.
  public func contract(of instrument: Instrument) throws -> Contract {
    var contract = instrument.contract
    let facts = try facts(of: instrument)
    guard !facts.isEmpty else { return contract }
    try contract.take(facts)
    contract.source = "\(facts.map(\.name).joined(separator: ", ")) said here; else \(contract.source)"
    return contract
  }

  /// Says facts of an instrument; a fact that was said before is said anew.
  ///
  /// - Throws: `Problem` for a fact that is none, for one that is said with two values at once, and for facts that no contract of
  ///   the instrument's type has together.
  public func say(_ facts: [ContractFact], of instrument: Instrument) throws {
    var said: [String: String] = [:]
    for fact in facts {
      if let before = said.updateValue(fact.value, forKey: fact.name) {
        throw Problem.saidTwice(fact.name, before, fact.value, of: "the contract of \(instrument)")
      }
    }
    var contract = instrument.contract
    let before = try self.facts(of: instrument).filter { said[$0.name] == nil }
    try contract.take(before + facts)
    try contract.check(facts.map(\.name), of: instrument)
    try write { db in
      for fact in facts {
        let key: StatementArguments = [instrument.venue, instrument.symbol, instrument.type.rawValue, fact.name]
        try DatasetSchema.contracts.changing(db, where: "venue = ? AND symbol = ? AND type = ? AND fact = ?", key) {
          try db.execute(
            sql: """
              INSERT INTO contract (venue, symbol, type, fact, value) VALUES (?, ?, ?, ?, ?)
              ON CONFLICT DO UPDATE SET value = excluded.value
              """,
            arguments: key + [fact.value])
        }
      }
    }
  }

  private func facts(of instrument: Instrument) throws -> [ContractFact] {
    try read { db in
      try DatasetSchema.contracts.verify(db, path: path)
      // A file of an earlier version has no such table, and reading does not add it.
      guard try db.tableExists("contract") else { return [] }
      return try Row.fetchAll(
        db,
        sql: "SELECT fact, value FROM contract NOT INDEXED WHERE venue = ? AND symbol = ? AND type = ? ORDER BY fact",
        arguments: [instrument.venue, instrument.symbol, instrument.type.rawValue]
      ).map { row in
        ContractFact(name: try row.decode(String.self, atIndex: 0), value: try row.decode(String.self, atIndex: 1))
      }
    } ?? []
  }
}

extension Contract {
  /// What is said of it. Whoever says a form and no settlement means that of the form: an inverse contract pays the coin it is
  /// of, and no linear one does.
  fileprivate mutating func take(_ facts: [ContractFact]) throws(Problem) {
    for fact in facts { try fact.apply(to: &self) }
    let said = Set(facts.map(\.name))
    guard said.contains("form"), !said.contains("settlement") else { return }
    if form == .inverse { settlement = base }
    if form == .linear, settlement == base { settlement = quote }
  }

  /// - Parameter said: the facts that are being said; what was said before is not asked again.
  fileprivate func check(_ said: [String], of instrument: Instrument) throws(Problem) {
    let type = instrument.type
    if said.contains("expiry"), type != .future, type != .option {
      throw Problem(
        "\(instrument) is of the type \(type.rawValue), and 'expiry' is of dated futures and options",
        remedy: "leave it out, or import the rows under the name of a dated future")
    }
    if let fact = said.first(where: { $0 == "strike" || $0 == "right" }), type != .option {
      throw Problem(
        "\(instrument) is of the type \(type.rawValue), and '\(fact)' is of options", remedy: "leave it out")
    }
    if said.contains("form") || said.contains("settlement") || said.contains("base"), form == .inverse,
      settlement != base
    {
      throw Problem(
        "an inverse contract pays the coin it is of, \(base), and 'settlement' says \(settlement)",
        remedy: "say settlement=\(base), or form=quanto with contract_size_settlement for a coin of a third kind")
    }
    if said.contains("listed") || said.contains("expiry"), let listed, let expiry, listed >= expiry {
      throw Problem(
        "'listed' is \(listed) and 'expiry' \(expiry), which is not after it", remedy: "say one of them anew")
    }
  }
}

/// One fact of a contract as a user says it: `form` and `inverse`, `tick` and `0.1`.
public struct ContractFact: Hashable, Sendable {
  public let name: String
  public let value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  /// The facts that can be said.
  public static let names = [
    "form", "base", "quote", "settlement", "coins_per_unit", "contract_size_base", "contract_size_quote",
    "contract_size_settlement", "tick", "lot",
    "least_notional", "listed",
    "expiry", "strike", "right",
  ]

  /// - Throws: `Problem` for a fact that is none, or a value that it cannot have.
  func apply(to contract: inout Contract) throws(Problem) {
    switch name {
    case "form": contract.form = try choice(Contract.Form.self, among: ["linear", "inverse", "quanto"])
    case "base": contract.base = value
    case "quote": contract.quote = value
    case "settlement": contract.settlement = value
    case "coins_per_unit": contract.coinsPerUnit = try number()
    case "contract_size_base": contract.size = Contract.Size(try number(), .base)
    case "contract_size_quote": contract.size = Contract.Size(try number(), .quote)
    case "contract_size_settlement": contract.size = Contract.Size(try number(), .settlement)
    case "tick": contract.tick = try number()
    case "lot": contract.lot = try number()
    case "least_notional": contract.leastNotional = try number()
    case "listed": contract.listed = try instant()
    case "expiry": contract.expiry = try instant()
    case "strike": contract.strike = try number()
    case "right": contract.right = try choice(Contract.Right.self, among: ["call", "put"])
    default:
      throw Problem(
        "'\(name)' is no fact of a contract", remedy: suggestion(for: name, in: Self.names, called: "facts"))
    }
  }

  private func number() throws(Problem) -> Double {
    guard let number = Double(decimal: value), number > 0 else {
      throw Problem("\(name) '\(value)' is not a number above zero")
    }
    return number
  }

  private func instant() throws(Problem) -> Instant {
    guard let instant = Instant(value) else {
      throw Problem("\(name) '\(value)' is not an instant", remedy: "write it as 2026-03-27 08:00:00Z")
    }
    return instant
  }

  private func choice<Choice: RawRepresentable>(
    _ type: Choice.Type, among words: [String]
  ) throws(Problem) -> Choice where Choice.RawValue == String {
    guard words.contains(value), let choice = Choice(rawValue: value) else {
      throw Problem("\(name) '\(value)' is not one of \(words.joined(separator: ", "))")
    }
    return choice
  }
}
