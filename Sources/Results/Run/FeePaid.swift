import Replay

extension FeePaid {
  static let fields = Fields<FeePaid> {
    Field("rate", .number, "fraction of traded value; negative was received") { $0.rate }
    Field("entries", .count, "of the ledger") { $0.entries }
    Field("amount", .number, "quote currency; costs are negative") { $0.amount }
  }
}

extension RunSummary {
  /// Whether fees moved with what was traded.
  private var isByVolume: Bool {
    let rules = [strategy.strategy.fees] + (strategy.strategy.legs?.legs.map(\.fees) ?? [])
    return rules.contains { rule in if case .byVolume? = rule?.level { true } else { false } }
  }

  /// What was paid at which rate; nil where every fill of a kind pays the same.
  var feesPaid: [FeePaid]? { isByVolume ? FeePaid.all(run.ledger) : nil }

  /// The same in a sentence.
  var feesPaidNote: String? {
    guard let paid = feesPaid, !paid.isEmpty else { return nil }
    let parts = paid.map { "\($0.rate.bpsText) on \(Double.counted($0.entries, "fill"))" }
    return "Fees paid: \(parts.joined(separator: ", "))."
  }
}
