import Frames
import Market

/// Open interest of one instrument through time, in coins and in dollars.
///
/// One of the two is what its venue publishes; the other follows by the price that was known at the same instant. A venue
/// that counts in contracts is turned into whichever its contract size is in.
public struct VenueInterest: Sendable {
  public let instrument: Instrument
  public let contract: Contract
  /// As published, in coins or dollars.
  public let published: KnownColumn
  public let isInDollars: Bool
  private let price: KnownColumn?
  /// What it is called in its series.
  let column: String
  /// Of the series' values, to coins or dollars.
  let scale: Double

  /// Nil where the instrument has no open interest, or nothing says what its contracts are worth.
  init?(_ moment: MarketMoment, _ instrument: Instrument, over length: Interval) throws {
    let contract = moment.contract(of: instrument)
    let size = contract.size
    let forms: [(column: String, scale: Double, isInDollars: Bool)] = [
      ("open_interest", contract.coinsPerUnit, false), ("open_interest_value", 1, true),
      ("open_interest_contracts", size?.amount ?? .nan, size?.unit == .quote),
    ]
    for form in forms where !form.scale.isNaN {
      // What fell silent long ago is shown with its age all the same.
      let recent = try moment.column(form.column, .openInterest, of: instrument, over: length, scale: form.scale)
      guard
        let column = try recent ?? moment.column(form.column, .openInterest, of: instrument, scale: form.scale)
      else { continue }
      self.instrument = instrument
      self.contract = contract
      published = column
      isInDollars = form.isInDollars
      self.column = form.column
      scale = form.scale
      price = try moment.coinPrice(instrument, over: length)
      return
    }
    return nil
  }

  public func coins(at instant: Instant) -> Double? {
    guard let value = published.value(at: instant) else { return nil }
    return isInDollars ? price?.value(at: instant).map { value / $0 } : value
  }

  public func dollars(at instant: Instant) -> Double? {
    guard let value = published.value(at: instant) else { return nil }
    return isInDollars ? value : price?.value(at: instant).map { value * $0 }
  }

  /// Its coins in the language of signals, beside the bars of another instrument; nil where no name means it.
  func expression(_ moment: MarketMoment, on reference: Instrument) throws -> String? {
    let book = try ColumnBook(moment.dataset, instrument: "\(reference)")
    let name = try book.available.first {
      $0.instrument == instrument && ($0.name == column || $0.name.hasSuffix(".\(column)"))
    }?.name
    return name.map { isInDollars ? "\($0) / close" : $0 }
  }
}
