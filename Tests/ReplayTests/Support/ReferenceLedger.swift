import Foundation
import Replay
import Testing

/// A ledger beside what a plain reference in decimals wrote: a line an entry, of its stamp, its leg, its kind, and amount,
/// quantity and price.
struct ReferenceLedger {
  let lines: [Substring]
  /// Names of the legs, as the lines have them.
  let legs: [String]
  /// Milliseconds in the unit of the lines' stamps.
  let stamp: Int64

  /// Every entry of a run of 10,000 is there, and agrees to a hundred-thousandth, or nine digits, in every
  /// amount, quantity and price.
  func agrees(with run: Run) throws {
    #expect(run.ledger.count == lines.count)
    for (index, (entry, line)) in zip(run.ledger, lines).enumerated() {
      let words = line.split(separator: " ")
      let mine = "\(entry.instant.milliseconds / stamp) \(legs[entry.leg]) \(entry.kind.rawValue)"
      #expect(mine == "\(words[0]) \(words[1]) \(words[2])", "entry \(index)")
      guard mine == "\(words[0]) \(words[1]) \(words[2])" else { return }
      for (value, word) in [(Money.quote(entry.amount), words[3]), (entry.quantity, words[4]), (entry.price, words[5])]
      {
        let other = try #require(Double(word))
        // A liquidation price is as exact as the millionths of a margin over what little is held on it.
        #expect(
          abs(value - other) < max(1e-5, abs(other) * 1e-9), "entry \(index) at \(entry.instant): \(value) and \(other)"
        )
      }
    }
    let sums = lines.reduce(0) { $0 + (Double($1.split(separator: " ")[3]) ?? .nan) }
    #expect(abs(run.figures.finalEquity - 10_000 - sums) < 1e-4)
  }
}
