/// Where Sobol's sequence gets its direction numbers.
enum SobolDirections {
  /// For each dimension after the first its primitive polynomial, all coefficients as binary digits, and its first
  /// direction numbers m: Joe & Kuo (2008), "Constructing Sobol sequences with better two-dimensional projections",
  /// SIAM J. Sci. Comput. 30, their table new-joe-kuo-6.
  static let initial: [(polynomial: UInt64, numbers: [UInt64])] = [
    (0b11, [1]),
    (0b111, [1, 3]),
    (0b1011, [1, 3, 1]),
    (0b1101, [1, 1, 1]),
    (0b10011, [1, 1, 3, 3]),
    (0b11001, [1, 3, 5, 13]),
    (0b100101, [1, 1, 5, 5, 17]),
    (0b101001, [1, 1, 5, 5, 5]),
    (0b101111, [1, 1, 7, 11, 19]),
    (0b110111, [1, 1, 5, 1, 1]),
    (0b111011, [1, 1, 1, 3, 11]),
    (0b111101, [1, 3, 5, 5, 31]),
    (0b1000011, [1, 3, 3, 9, 7, 49]),
    (0b1011011, [1, 1, 1, 15, 21, 21]),
    (0b1100001, [1, 3, 1, 13, 27, 49]),
    (0b1100111, [1, 1, 1, 15, 7, 5]),
    (0b1101101, [1, 3, 1, 15, 13, 25]),
    (0b1110011, [1, 1, 5, 5, 19, 61]),
    (0b10000011, [1, 3, 7, 11, 23, 15, 103]),
    (0b10001001, [1, 3, 7, 13, 13, 15, 69]),
    (0b10001111, [1, 1, 3, 13, 7, 35, 63]),
    (0b10010001, [1, 3, 5, 9, 1, 25, 53]),
    (0b10011101, [1, 3, 1, 13, 9, 35, 107]),
    (0b10100111, [1, 3, 1, 5, 27, 61, 31]),
    (0b10101011, [1, 1, 5, 11, 19, 41, 61]),
    (0b10111001, [1, 3, 5, 3, 3, 13, 69]),
    (0b10111111, [1, 1, 7, 13, 1, 19, 1]),
    (0b11000001, [1, 3, 7, 5, 13, 19, 59]),
    (0b11001011, [1, 1, 3, 9, 25, 29, 41]),
    (0b11010011, [1, 3, 5, 13, 23, 1, 55]),
    (0b11010101, [1, 3, 7, 3, 13, 59, 17]),
    (0b11100101, [1, 3, 1, 3, 5, 53, 69]),
    (0b11101111, [1, 1, 5, 5, 23, 33, 13]),
    (0b11110001, [1, 1, 7, 7, 1, 61, 123]),
    (0b11110111, [1, 1, 7, 9, 13, 61, 49]),
    (0b11111101, [1, 3, 3, 5, 3, 55, 33]),
    (0b100011101, [1, 3, 1, 15, 31, 13, 49, 245]),
    (0b100101011, [1, 3, 5, 15, 31, 59, 63, 97]),
    (0b100101101, [1, 3, 1, 11, 11, 11, 77, 249]),
  ]

  /// Direction number i is mᵢ / 2ⁱ, written as a whole number of 2⁻⁵².
  static func numbers(dimension: Int) -> [UInt64] {
    let bits = SobolSequence.bits
    guard dimension > 0 else { return (1...bits).map { 1 << UInt64(bits - $0) } }
    let (polynomial, first) = initial[dimension - 1]
    let degree = first.count
    var v = first.enumerated().map { $1 << UInt64(bits - 1 - $0) }
    for i in degree..<bits {
      // v[i] = a₁v[i-1] ⊕ a₂v[i-2] ⊕ … ⊕ v[i-s] ⊕ v[i-s] / 2ˢ, the a being the polynomial's inner coefficients.
      var next = v[i - degree] ^ (v[i - degree] >> UInt64(degree))
      for lag in 1..<max(degree, 1) where polynomial >> UInt64(degree - lag) & 1 == 1 { next ^= v[i - lag] }
      v.append(next)
    }
    return v
  }
}
