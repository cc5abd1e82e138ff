import Market
import Replay

/// Rows of numbers as text, byte by byte into one buffer: a year of five minutes is 105,120 of them, and strings put together
/// for each cost more than the replay that they are the record of.
struct RowText {
  private var bytes: [UInt8] = []
  private var day = Int.min
  private var date: [UInt8] = []
  private var number = Double.nan
  private var numberText: [UInt8] = []

  init() { bytes.reserveCapacity(Self.full + 256) }

  /// Past which it is to be written out.
  private static let full = 1 << 16

  var isFull: Bool { bytes.count >= Self.full }

  /// Hands over what is there, and is empty then.
  mutating func flush(to output: inout some TextOutputStream) {
    output.write(String(decoding: bytes, as: UTF8.self))
    bytes.removeAll(keepingCapacity: true)
  }

  mutating func append(_ byte: Unicode.Scalar) { bytes.append(UInt8(ascii: byte)) }

  /// As `Instant.description` has it.
  mutating func append(_ instant: Instant) {
    if instant.utcDay != day {
      day = instant.utcDay
      date = Array(instant.dateText.utf8)
    }
    let (seconds, millisecond) = instant.millisecondOfDay.quotientAndRemainder(dividingBy: 1000)
    bytes += date
    append("T")
    append(Int(seconds / 3600), digits: 2)
    append(":")
    append(Int(seconds / 60 % 60), digits: 2)
    append(":")
    append(Int(seconds % 60), digits: 2)
    if millisecond != 0 {
      append(".")
      append(Int(millisecond), digits: 3)
    }
    append("Z")
  }

  /// As `Money.text` has it.
  mutating func append(micro: Double) {
    let whole = Int64(micro)
    if whole < 0 { append("-") }
    let (quote, rest) = Int(whole.magnitude).quotientAndRemainder(dividingBy: 1_000_000)
    append(quote, digits: 1)
    append(".")
    append(rest, digits: 6)
  }

  /// As Swift writes it. A position stays what it was for many bars.
  mutating func append(_ number: Double) {
    if number != self.number || number == 0 && number.sign != self.number.sign {
      self.number = number
      numberText = Array(number.description.utf8)
    }
    bytes += numberText
  }

  /// With zeros before it, as many digits at least.
  private mutating func append(_ number: Int, digits: Int) {
    var width = 1
    var scale = 1
    while number / scale >= 10 || width < digits {
      scale *= 10
      width += 1
    }
    while scale > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / scale % 10))
      scale /= 10
    }
  }
}

extension RunSummary {
  /// Equity and position at each close of a position of one instrument, in rows.
  func writeBars(to output: inout some TextOutputStream) {
    var text = RowText()
    for row in run.equity.indices {
      text.append(run.grid.open(row))
      text.append(",")
      text.append(run.grid.close(row))
      text.append(",")
      text.append(micro: run.equity[row])
      text.append(",")
      text.append(run.quantity[row])
      text.append("\n")
      if text.isFull { text.flush(to: &output) }
    }
    text.flush(to: &output)
  }
}
