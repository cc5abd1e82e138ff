import Market

extension SettledFunding {
  /// What is to be said of the funding of many instruments: a sentence for all that say the same.
  public static func notes(of instruments: [(name: String, funding: SettledFunding)]) -> [String] {
    var notes: [String] = []
    let without = instruments.filter { $0.funding.coverage == .none }.map(\.name)
    if !without.isEmpty {
      notes.append(
        "Funding: the dataset has none of \(listed(without)), so none is charged on \(without.count == 1 ? "it" : "them"); --missing-funding 'assume 1bps' charges one every 8 hours."
      )
    }
    let assumed = instruments.filter { $0.funding.assumed > 0 }
    if let first = assumed.first {
      let count = assumed.reduce(0) { $0 + $1.funding.assumed }
      notes.append(
        "Funding: \(count) settlements of \(listed(assumed.map(\.name))) are charged by assumption (\(first.funding.assumptions))."
      )
    }
    let doubtful = instruments.compactMap { name, funding -> String? in
      let found = funding.findings.filter { $0.kind.isDoubtful || $0.kind == .doubled }.map(\.sentence)
      return found.isEmpty ? nil : "Funding of \(name): \(found.joined(separator: "; "))."
    }
    notes += doubtful.prefix(3)
    if doubtful.count > 3 {
      notes.append(
        "Funding: something was found in that of \(doubtful.count - 3) more instruments; 'data check' lists it.")
    }
    return notes
  }

  /// The first few, and how many more there are.
  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(5).joined(separator: ", ")
    return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
  }
}
