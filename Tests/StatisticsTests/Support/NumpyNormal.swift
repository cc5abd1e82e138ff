import Foundation

/// `numpy.random.default_rng(0).normal(0, 1, n)` of numpy 2, number for number, so that a sample that was published as
/// a seed can be tested here: PCG64 (O'Neill 2014) and the ziggurat of 256 boxes (Marsaglia & Tsang 2000, JSS 5(8)).
struct NumpyNormal {
  /// `default_rng(0).bit_generator.state`.
  private var state: UInt128 = 35_399_562_948_360_463_058_890_781_895_381_311_971
  private static let increment: UInt128 = 87_136_372_517_582_989_555_478_159_403_783_844_777
  private static let multiplier: UInt128 = 0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645

  private static let edge = 3.6541528853610087963519472518
  private static let area = 0.0049286732339746519
  private static let scale = 0x1p52

  private let limits: [UInt64]
  private let widths: [Double]
  private let heights: [Double]

  init() {
    var limits = [UInt64](repeating: 0, count: 256)
    var widths = [Double](repeating: 0, count: 256)
    var heights = [Double](repeating: 1, count: 256)
    var x = Self.edge
    let base = Self.area / exp(-0.5 * x * x)
    limits[0] = UInt64(x / base * Self.scale)
    widths[0] = base / Self.scale
    widths[255] = x / Self.scale
    heights[255] = exp(-0.5 * x * x)
    for box in stride(from: 254, through: 1, by: -1) {
      let next = (-2 * log(Self.area / x + exp(-0.5 * x * x))).squareRoot()
      limits[box + 1] = UInt64(next / x * Self.scale)
      x = next
      widths[box] = x / Self.scale
      heights[box] = exp(-0.5 * x * x)
    }
    (self.limits, self.widths, self.heights) = (limits, widths, heights)
  }

  private mutating func bits() -> UInt64 {
    state = state &* Self.multiplier &+ Self.increment
    let folded = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
    let turn = UInt64(truncatingIfNeeded: state >> 122)
    return folded >> turn | folded << ((64 - turn) & 63)
  }

  private mutating func uniform() -> Double { Double(bits() >> 11) * 0x1p-53 }

  mutating func next() -> Double {
    while true {
      let drawn = bits()
      let box = Int(drawn & 0xFF)
      let position = drawn >> 9 & 0x000F_FFFF_FFFF_FFFF
      let x = (drawn >> 8 & 1 == 1 ? -1 : 1) * Double(position) * widths[box]
      if position < limits[box] { return x }
      guard box > 0 else { return tail(position) }
      if (heights[box - 1] - heights[box]) * uniform() + heights[box] < exp(-0.5 * x * x) { return x }
    }
  }

  private mutating func tail(_ position: UInt64) -> Double {
    while true {
      let beyond = -log1p(-uniform()) / Self.edge
      if -2 * log1p(-uniform()) > beyond * beyond {
        return position >> 8 & 1 == 1 ? -(Self.edge + beyond) : Self.edge + beyond
      }
    }
  }
}
