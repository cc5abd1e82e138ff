import Market
import Testing

@Suite("Bitmaps of bars")
struct BitmapTests {
  /// Bits with a period that is no divisor of 64, at sizes around a word's.
  static let flags: [[Bool]] = [0, 1, 63, 64, 65, 127, 128, 200].map { count in
    (0..<count).map { $0 % 7 == 3 || $0 % 11 < 4 }
  }

  @Test("bits read as they were written", arguments: flags)
  func subscripts(flags: [Bool]) {
    var bitmap = Bitmap(flags)
    #expect(flags.indices.map { bitmap[$0] } == flags)
    #expect(bitmap.population == flags.filter { $0 }.count)
    for row in flags.indices { bitmap[row] = !flags[row] }
    #expect(flags.indices.map { bitmap[$0] } == flags.map { !$0 })
  }

  @Test("operators work bit by bit and leave nothing past the end", arguments: flags)
  func operators(flags: [Bool]) {
    let a = Bitmap(flags)
    let b = Bitmap(flags.indices.map { $0 % 3 == 0 })
    #expect(flags.indices.allSatisfy { (a & b)[$0] == (a[$0] && b[$0]) })
    #expect(flags.indices.allSatisfy { (a | b)[$0] == (a[$0] || b[$0]) })
    #expect((~a).population == flags.count - a.population)
    #expect(a | ~a == Bitmap(repeating: true, count: flags.count))
    #expect(
      Bitmap(words: [UInt64](repeating: .max, count: (flags.count + 63) / 64), count: flags.count).population
        == flags.count)
  }

  @Test("the next set bit is found from anywhere", arguments: flags)
  func next(flags: [Bool]) {
    let bitmap = Bitmap(flags)
    for row in 0...flags.count {
      #expect(bitmap.next(from: row) == flags[row...].firstIndex(of: true) ?? flags.count)
    }
  }

  @Test("runs are the stretches of set bits")
  func runs() {
    #expect(Bitmap([false, true, true, false, true]).runs == [1..<3, 4..<5])
    #expect(Bitmap(repeating: true, count: 130).runs == [0..<130])
    #expect(Bitmap(repeating: false, count: 130).runs.isEmpty)
    #expect(Bitmap((0..<130).map { (60..<70).contains($0) || $0 == 129 }).runs == [60..<70, 129..<130])
  }
}
