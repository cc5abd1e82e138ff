import Statistics
import Testing

@Suite("Sobol's sequence")
struct SobolSequenceTests {
  // x = scipy.stats.qmc.Sobol(d=40, scramble=False, bits=30).random(4096); x[i, [0, 1, 2, 7, 15, 23, 31, 39]] (scipy 1.17)
  static let dimensions = [0, 1, 2, 7, 15, 23, 31, 39]
  static let points: [(Int, [Double])] = [
    (0, [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
    (1, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]),
    (2, [0.75, 0.25, 0.25, 0.75, 0.25, 0.25, 0.25, 0.25]),
    (3, [0.25, 0.75, 0.75, 0.25, 0.75, 0.75, 0.75, 0.75]),
    (5, [0.875, 0.875, 0.125, 0.375, 0.375, 0.375, 0.625, 0.375]),
    (17, [0.59375, 0.96875, 0.96875, 0.34375, 0.53125, 0.09375, 0.84375, 0.40625]),
    (100, [0.4140625, 0.2578125, 0.7734375, 0.4765625, 0.4921875, 0.4921875, 0.4140625, 0.1328125]),
    (
      1023,
      [0.0009765625, 0.7529296875, 0.6123046875, 0.6181640625, 0.4638671875, 0.1962890625, 0.6142578125, 0.6982421875]
    ),
    (
      4095,
      [
        0.000244140625, 0.941162109375, 0.334228515625, 0.390869140625, 0.416748046875, 0.445556640625, 0.087646484375,
        0.227294921875,
      ]
    ),
  ]

  @Test("points equal scipy's, digit for digit", arguments: points)
  func golden(index: Int, coordinates: [Double]) {
    #expect(Self.dimensions.map { Double(SobolSequence(dimension: $0)[index]) * 0x1p-52 } == coordinates)
  }

  @Test("all forty dimensions of the first 1024 points equal scipy's")
  func checksum() {
    // k = (x * 2**30).astype(np.uint64); acc = 0
    // for i in range(1024): for j in range(40): acc = (acc * 1000003 + int(k[i, j])) % 2**64
    let sequences = (0..<SobolSequence.mostDimensions).map { SobolSequence(dimension: $0) }
    var sum: UInt64 = 0
    for index in 0..<1024 {
      for sequence in sequences { sum = sum &* 1_000_003 &+ sequence[index] >> 22 }
    }
    #expect(sum == 15_817_105_876_642_168_832)
  }

  @Test("a digital shift keeps one of 2^k points in each of 2^k slices", arguments: [0, 5, 39])
  func strata(dimension: Int) {
    let sequence = SobolSequence(dimension: dimension)
    for shift in [0, 0xDEAD_BEEF_0123_4567, UInt64.max] {
      let slices = (64..<128).map { Int(sequence.uniform($0, shift: shift) * 64) }
      #expect(Set(slices) == Set(0..<64))
    }
  }

  @Test("coordinates lie strictly between 0 and 1 under any shift")
  func inside() {
    let sequence = SobolSequence(dimension: 0)
    #expect(sequence.uniform(0, shift: 0) > 0)
    #expect(sequence.uniform(0, shift: .max) < 1)
  }
}
