/// Sobol's low-discrepancy sequence in up to 40 dimensions, point by point from its number.
///
/// Any 2ᵏ consecutive points that begin at a multiple of 2ᵏ put one in each of 2ᵏ equal slices of every axis, so that a
/// few hundred points cover what thousands of independent ones would. Points come in Gray-code order (Antonov & Saleev
/// 1979), as other implementations have them.
public struct SobolSequence: Sendable {
  /// Binary digits of a coordinate.
  public static let bits = 52
  /// The most dimensions.
  public static let mostDimensions = SobolDirections.initial.count + 1

  /// 52 direction numbers, the first for the last digit of a point's number.
  private let directions: [UInt64]

  /// - Parameter dimension: below `mostDimensions`; the first dimension is van der Corput's sequence.
  public init(dimension: Int) {
    precondition(dimension >= 0 && dimension < Self.mostDimensions, "a dimension of the table")
    directions = SobolDirections.numbers(dimension: dimension)
  }

  /// The coordinate of point `index` as a whole number below 2⁵²; divided by that it lies in [0, 1).
  public subscript(index: Int) -> UInt64 {
    var gray = UInt64(index) ^ UInt64(index) >> 1
    var digits: UInt64 = 0
    while gray != 0 {
      let place = gray.trailingZeroBitCount
      // Beyond 2⁵² points the sequence begins again.
      guard place < directions.count else { break }
      digits ^= directions[place]
      gray &= gray &- 1
    }
    return digits
  }

  /// The coordinate after a digital shift, strictly between 0 and 1: the middle of the cell of width 2⁻⁵² it lies in.
  ///
  /// A shift keeps every slice's share of points and makes each point uniform over seeds.
  public func uniform(_ index: Int, shift: UInt64) -> Double {
    let digits = self[index] ^ (shift >> UInt64(64 - Self.bits))
    return (Double(digits) + 0.5) * 0x1p-52
  }
}
