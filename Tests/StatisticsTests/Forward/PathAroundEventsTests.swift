import Foundation
import Numerics
import Statistics
import Testing

@Suite("The mean path around events")
struct PathAroundEventsTests {
  private let levels: [Double]
  private let events: [Int]

  init() {
    let generated = Generated()
    var sum = 0.0
    levels =
      [100]
      + generated.nextReturns.dropLast().map { step in
        sum += step
        return 100 * exp(sum)
      }
    let regime = generated.regime
    events = (1..<2000).filter { regime[$0] && !regime[$0 - 1] }
  }

  private func path(_ levels: [Double]? = nil, events: [Int]? = nil) throws -> PathAroundEvents {
    try PathAroundEvents(
      levels: levels ?? self.levels, events: events ?? self.events, change: .relative, reach: 8, minimumShift: 34)
  }

  /// Expected: numpy 2, `P[i] = lev[s+o]/lev[s]-1`, `nanmean`, `nanstd(ddof=1)/sqrt(n)`; the same for 999 sets of events moved by
  /// `34 + i*1933//999`, `np.quantile(|M - M.mean(0)|/S, .95)` at an offset and of the largest over all offsets.
  @Test("mean, error, drift, bands and counted p, to nine digits")
  func golden() throws {
    let path = try path()
    func at(_ values: [Double], _ indices: Int...) -> [Double] { indices.map { values[$0] } }
    #expect(path.offsets == Array(-8...8))
    #expect(
      agree(
        at(path.mean, 0, 4, 12, 16),
        [-0.0006346130177957249, -0.0005356104011232508, -0.0010012983054966255, -0.0018115328773682456], to: 1e-9))
    #expect(
      agree(
        at(path.standardError, 0, 4, 12, 16),
        [0.0007936080552036717, 0.000742235030821362, 0.0007200281187127794, 0.000823451196553002], to: 1e-9))
    #expect(path.counts[0] == 106)
    #expect(agree(at(path.drift, 0, 16), [2.0221558234608954e-05, 4.584257684382779e-05], to: 1e-9))
    #expect(agree(at(path.pointwise, 0, 16), [1.756721060907171, 1.7908257435163768], to: 1e-9))
    #expect(agree(path.simultaneous, 2.6502648372926125, to: 1e-9))
    #expect(path.pAfter == 0.042)
    #expect(path.pBefore == 0.338)
    #expect(path.placebos == 999)
    #expect(path.overlapping == 94)
  }

  @Test("the band at all offsets holds the band at one")
  func bands() throws {
    let path = try path()
    for index in path.offsets.indices where path.offsets[index] != 0 {
      let band = path.band(index)
      #expect(band.simultaneous.0 <= band.pointwise.0)
      #expect(band.simultaneous.1 >= band.pointwise.1)
    }
    #expect(path.band(8).pointwise == (0, 0))
  }

  @Test("where bars are missing an event is counted at the offsets it has")
  func gaps() throws {
    var holed = levels
    for row in 62..<66 { holed[row] = .nan }
    let path = try path(holed)
    // Events at 60 and 70 lose four offsets each, and none falls into the hole.
    #expect(path.counts[8] == 106)
    #expect(path.counts[8 + 3] == 105)
    #expect(path.counts[8 - 6] == 105)
    #expect(path.mean.allSatisfy { $0.isFinite })
  }

  @Test("one event, or windows as long as half the sample, have no path")
  func refusals() {
    #expect(throws: StatisticsError.tooFewObservations(have: 1, need: 2)) { try path(events: [700]) }
    #expect(throws: StatisticsError.self) { try path(Array(levels.prefix(60))) }
  }

  @Test("simultaneous bands hold the whole path of events that mean nothing in about 95 of 100 samples, overlap or not")
  func size() throws {
    // 200 samples: a standard error of 1.5 points. Half of all events begin within another's window.
    var outside = 0
    for seed in 0..<200 {
      var random = CounterRandom(seed: 9, stream: UInt64(seed))
      var level = 100.0
      let levels = (0..<3000).map { _ in
        level *= 1 + 0.002 * random.normal()
        return level
      }
      var events: [Int] = []
      var row = 30
      while row < 2950 {
        events.append(row)
        row += random.below(2) == 0 ? 5 : 150
      }
      let path = try PathAroundEvents(
        levels: levels, events: events, change: .relative, reach: 24, step: 2, minimumShift: 5)
      if path.offsets.indices.contains(where: { index in
        abs(path.mean[index] - path.drift[index]) > path.simultaneous * path.standardError[index]
      }) {
        outside += 1
      }
    }
    #expect((3...18).contains(outside), "\(outside) of 200")
  }
}
