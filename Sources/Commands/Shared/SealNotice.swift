import Market
import Store
import Synchronization

extension Seal {
  /// What outputs of a sealed market say.
  func sentence(of market: String) -> String {
    "'\(market)' is sealed from \(from.minuteText) UTC on\(state): nothing from then on is shown or counted."
  }

  private var state: String {
    guard let hash = registered?.hash.prefix(12) else { return "" }
    guard openedOn != nil else { return ", for hypothesis \(hash)" }
    return result != nil ? ", opened once for \(hash)" : ", opened for \(hash) without a result yet"
  }

  /// The same of a seal that may be gone.
  func history(of market: String) -> String {
    guard let liftedOn else { return sentence(of: market) }
    let end = openedOn != nil ? "after it was opened for \(registered?.hash.prefix(12) ?? "")" : "unopened"
    return "It was sealed from \(from.minuteText) UTC on until \(liftedOn.dateText), when the seal was lifted \(end)."
  }
}

extension Terminal {
  private static let noted = Mutex<Set<String>>([])

  /// Says something on stderr once, however often it comes up.
  static func noteOnce(_ text: String) {
    if noted.withLock({ $0.insert(text).inserted }) { note(text) }
  }

  /// Says on stderr that a market is sealed, if it is; once, however often the market is read.
  static func noteSeal(of dataset: Dataset) throws {
    let foreign = dataset.foreignSeal.map {
      "'\(dataset.name)' \($0.clause(of: dataset.name)): nothing from then on is shown or counted."
    }
    guard let sentence = try foreign ?? dataset.seal()?.sentence(of: dataset.name),
      noted.withLock({ $0.insert(dataset.name).inserted })
    else { return }
    note("hindcast: \(sentence)")
  }

  /// Says on stderr what reading a dataset as of an instant leaves out of it, if anything; once.
  static func noteKnownAsOf(_ dataset: Dataset) throws {
    guard let instant = dataset.knownAsOf, let later = try dataset.laterChanges(of: dataset.allSeries()) else { return }
    noteOnce("hindcast: '\(dataset.name)' is \(Dataset.sentence(of: later, asOf: instant))")
  }
}
