import Numerics
import Research
import Statistics
import Testing

@Suite("Purging train rows around test ranges")
struct PurgeTests {
  private struct Case {
    let rows: Range<Int>
    let test: [Range<Int>]
    let purge: Purge
  }

  private func cases() -> [Case] {
    (0..<300).map { number in
      var random = CounterRandom(seed: 5, stream: UInt64(number))
      let rows = 3..<3 + 20 + random.below(40)
      let cuts = (0..<4).map { _ in 3 + random.below(rows.count) }.sorted()
      let test = [cuts[0]..<cuts[1] + 1, cuts[2] + 1..<cuts[3] + 2].filter {
        !$0.isEmpty && $0.upperBound <= rows.upperBound
      }
      let disjoint = test.count < 2 || test[0].upperBound <= test[1].lowerBound ? test : [test[0]]
      return Case(
        rows: rows, test: disjoint,
        purge: Purge(horizon: random.below(6), lookBack: random.below(7), embargo: random.below(4)))
    }
  }

  @Test("no row is trained on whose outcome or look-back touches a test row, or whose outcome a test row shares")
  func nothingTouches() {
    for item in cases() {
      let fold = item.purge.fold(testing: item.test, in: item.rows)
      for row in fold.train.joined() {
        for test in item.test.joined() {
          #expect(row != test)
          if row < test { #expect(row + item.purge.horizon < test, "the outcome of \(row) reaches \(test)") }
          if row > test {
            #expect(row - item.purge.lookBack > test, "the signals of \(row) read \(test)")
            #expect(test + item.purge.horizon <= row + 1, "\(test) has an outcome in common with \(row)")
          }
        }
      }
    }
  }

  @Test("nothing else is removed, each row counts under one cause, and all rows are accounted for")
  func nothingElse() {
    for item in cases() {
      let fold = item.purge.fold(testing: item.test, in: item.rows)
      #expect(fold.trainRows + fold.testRows + fold.removed.total == item.rows.count)
      let train = Set(fold.train.joined())
      for row in item.rows where !train.contains(row) && !item.test.joined().contains(row) {
        let reach = max(item.purge.horizon - 1, item.purge.lookBack) + item.purge.embargo
        let isNear = item.test.contains {
          ($0.lowerBound - item.purge.horizon..<$0.lowerBound).contains(row)
            || ($0.upperBound..<$0.upperBound + max(0, reach)).contains(row)
        }
        #expect(isNear, "row \(row) is far from every test range")
      }
    }
  }

  @Test("causes are told apart by hand")
  func byHand() {
    let fold = Purge(horizon: 3, lookBack: 4, embargo: 2).fold(testing: [10..<20], in: 0..<40)
    #expect(fold.train == [0..<7, 26..<40])
    #expect(fold.removed == PurgedRows(outcome: 3 + 2, lookBack: 2, embargo: 2))
  }
}
