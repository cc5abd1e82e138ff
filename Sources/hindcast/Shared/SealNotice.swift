import Market
import Store

extension Seal {
  /// What outputs of a sealed market say.
  func sentence(of market: String) -> String {
    let state =
      result != nil
      ? ", opened once for \(registered?.hash.prefix(12) ?? "")"
      : registered.map { ", registered: \($0.hash.prefix(12))" } ?? ""
    return "'\(market)' is sealed from \(from.minuteText) UTC on\(state): nothing from then on is shown or counted."
  }

  /// The same of a seal that may be gone.
  func history(of market: String) -> String {
    guard let liftedOn else { return sentence(of: market) }
    let end = result != nil ? "after it was opened for \(registered?.hash.prefix(12) ?? "")" : "unopened"
    return "It was sealed from \(from.minuteText) UTC on until \(liftedOn.dateText), when the seal was lifted \(end)."
  }
}

extension Terminal {
  /// Says on stderr that a market is sealed, if it is.
  static func noteSeal(of dataset: Dataset) throws {
    if let seal = try dataset.seal() { note("hindcast: \(seal.sentence(of: dataset.name))") }
  }
}
