import Digest
import Numerics

/// What venues tell one event from another by: a number, or a text that no other trade has. A file may have an event twice, and
/// two equal trades of one millisecond are two; only their ids say which it is.
enum EventIDs {
  /// No event has it, and rows without an id are never taken for one another.
  static let none: UInt64 = 0

  /// - Parameter seed: what the id alone does not say: whose events these are.
  static func id(_ bytes: [UInt8], _ range: Range<Int>, seed: UInt64 = 1) -> UInt64 {
    let text = bytes[range]
    // A UUID of zeros stands for one that is not known.
    let isNil = text.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "-") } && text.count != 1
    guard !isNil else { return none }
    return max(1, bytes.withUnsafeBytes { Checksum64.of(UnsafeRawBufferPointer(rebasing: $0[range]), seed: seed) })
  }

  /// The same of a text by itself.
  static func id(_ text: String) -> UInt64 {
    let bytes = Array(text.utf8)
    return id(bytes, bytes.indices)
  }

  /// Whether a text is a number that lost its last digits on the way: `9.0072E+15`, as spreadsheets write it, or a whole number
  /// beyond 2^53 that a program kept as one with decimals, `9007199254740992.0`. Several events have it.
  static func isShortened(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let text = bytes[range]
    guard text.first.map(isDigit) == true, let mark = text.firstIndex(where: { !isDigit($0) && $0 != point }) else {
      return text.count > 17 && text.suffix(2).elementsEqual(".0".utf8)
        && (Double(String(decoding: text, as: UTF8.self)) ?? 0) >= 0x1p53
    }
    let power = text[mark...].dropFirst()
    return bytes[mark] | 0x20 == UInt8(ascii: "e") && power.first == UInt8(ascii: "+") && power.count > 1
      && power.dropFirst().allSatisfy(isDigit)
  }

  private static let point = UInt8(ascii: ".")
  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  /// Rows of which no two are one event.
  struct Distinct {
    var kept: [Int] = []
    var repeated = 0
    /// Rows that say something else of an event than a row before them.
    var others: [(row: Int, first: Int)] = []
  }

  /// - Parameter order: rows in order of time; what is one event has one stamp.
  static func distinct(
    _ order: [Int], stamps: [Int64], ids: [UInt64], isSame: (Int, Int) -> Bool
  ) -> Distinct {
    var found = Distinct()
    found.kept.reserveCapacity(order.count)
    // Of the rows of one stamp, the first of each id.
    var first: [UInt64: Int] = [:]
    var stamp = Int64.min
    // A column that says one thing everywhere numbers nothing.
    let areIDs = ids.count < 3 || ids.contains { $0 != ids[0] }
    for (place, row) in order.enumerated() {
      let isAlone =
        (place == 0 || stamps[order[place - 1]] != stamps[row])
        && (place + 1 == order.count || stamps[order[place + 1]] != stamps[row])
      guard areIDs, !isAlone, ids[row] != none else {
        found.kept.append(row)
        continue
      }
      if stamps[row] != stamp { first.removeAll(keepingCapacity: true) }
      stamp = stamps[row]
      guard let former = first[ids[row]] else {
        first[ids[row]] = row
        found.kept.append(row)
        continue
      }
      if isSame(row, former) { found.repeated += 1 } else { found.others.append((row, former)) }
    }
    return found
  }
}

/// The events that messages told of lately. A socket sends again on connecting what it sent before, and a recorder may hear
/// one event on two of them.
struct RecentEvents {
  enum Meeting {
    case new, same
    /// Another was said of the same event.
    case other
  }

  /// Of as many twice as many are remembered.
  private static let most = 1 << 19
  private var young: [UInt64: UInt64] = [:]
  private var old: [UInt64: UInt64] = [:]

  mutating func meet(_ id: UInt64, saying values: [Double]) -> Meeting {
    guard id != EventIDs.none else { return .new }
    let said = values.reduce(UInt64(1)) { SplitMix64.mix($0 &+ SplitMix64.gamma ^ $1.bitPattern) }
    if let former = young[id] ?? old[id] { return former == said ? .same : .other }
    if young.count >= Self.most { (old, young) = (young, [:]) }
    young[id] = said
    return .new
  }
}
