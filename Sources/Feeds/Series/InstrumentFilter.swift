import Market

/// Which instruments an entry of a profile is of, by their type or by the form of their contract: `spot`, `linear`.
struct InstrumentFilter {
  private let words: Set<String>

  private static let known = InstrumentType.allCases.map(\.rawValue) + Contract.Form.allCases.map(\.rawValue)

  /// - Throws: `Problem` for a word that is neither a type nor a form.
  init(_ text: String, at place: Problem.Place) throws {
    let words = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    for word in words where !Self.known.contains(word) {
      throw Problem(
        "only: there is no type or form of instrument '\(word)'", at: place,
        remedy: suggestion(for: word, in: Self.known, called: "types and forms"))
    }
    self.words = Set(words)
  }

  func allows(_ instrument: Instrument) -> Bool {
    words.contains(instrument.type.rawValue) || words.contains(instrument.contract.form.rawValue)
  }
}
