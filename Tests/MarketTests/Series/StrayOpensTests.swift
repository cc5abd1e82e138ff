import Market
import TestSupport
import Testing

@Suite("Bars that do not open where the one before them closed")
struct StrayOpensTests {
  private static func hour(_ row: Int) -> Instant { TradedBars.start + .hours(row) }

  @Test("open and close that change places are said with the first row", arguments: [0, 333, 900])
  func exchanged(start: Int) throws {
    let findings = TradedBars(count: 1000).exchanged(from: start).series.strayOpens
    let finding = try #require(findings.first)
    #expect(findings.count == 1)
    #expect(finding.what.hasPrefix("open and close have each other's name"))
    #expect(finding.first == Self.hour(start))
    #expect(finding.count == 1000 - start)
  }

  @Test("open and close that change places and come back are counted while they do")
  func exchangedForAWhile() throws {
    let bars = TradedBars(count: 1000)
    let turned = bars.exchanged(from: 0)
    let finding = try #require(
      bars.with { row, bar in if (300..<500).contains(row) { bar = turned.bars[row] } }.series.strayOpens.first)
    #expect(finding.first == Self.hour(300))
    #expect((150...200).contains(finding.count))
  }

  @Test("windows that move by a row say how many rows they have", arguments: [3, 4, 24, 168])
  func windows(rows: Int) throws {
    let finding = try #require(TradedBars(count: 1000).window(rows).series.strayOpens.first)
    #expect(finding.what == "opens are the closes of \(rows) rows before: bars of a window that moves by a row")
    #expect(finding.weight == .wrong)
  }

  @Test("closes that are a bar too early are the opens of the bar after the next")
  func ahead() throws {
    let bars = TradedBars(count: 400)
    let early = bars.with { row, bar in
      bar.close = bars.bars[min(399, row + 1)].close
      bar.high = max(bar.high, bar.close)
      bar.low = min(bar.low, bar.close)
    }
    let finding = try #require(early.series.strayOpens.first)
    #expect(finding.what.hasPrefix("closes are the opens of the bar after the next"))
  }

  @Test("bars of the day so far keep their open while the close moves")
  func soFar() throws {
    let finding = try #require(TradedBars(count: 1000).soFar(24).series.strayOpens.first)
    #expect(finding.what.hasPrefix("the open stays while the close moves"))
  }

  @Test("opens that are nothing of the kind are said all the same")
  func others() throws {
    let bars = TradedBars(count: 1000)
    // The open of the day, moved by an hour every hour.
    let odd = bars.with { row, bar in
      let far = bars.bars[max(0, row - 20 - row * 7 % 30)].open
      bar.open = far
      bar.high = max(bar.high, far)
      bar.low = min(bar.low, far)
    }
    let findings = odd.series.strayOpens
    #expect(findings.map(\.weight) == [.note])
    #expect(findings.first?.what.hasPrefix("opens are further from the close before them") == true)
  }
}
