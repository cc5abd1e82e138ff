import Digest
import Numerics
import Testing

@Suite("The checksum of what is stored")
struct Checksum64Tests {
  // From the test vectors of the xxHash repository and its command line tool.
  @Test("is XXH64")
  func vectors() {
    #expect(Checksum64.of([]) == 0xEF46_DB37_51D8_E999)
    #expect(Checksum64.of(Array("abc".utf8)) == 0x44BC_2CF5_AD77_0999)
    #expect(
      Checksum64.of(Array("Nobody inspects the spammish repetition".utf8)) == 0xFBCE_A83C_8A37_8BF1)
  }

  @Test("changes with any single bit, and with the seed")
  func bits() {
    var random = SplitMix64(seed: 5)
    for count in [1, 3, 4, 7, 8, 31, 32, 33, 100] {
      var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      let whole = Checksum64.of(bytes)
      #expect(Checksum64.of(bytes, seed: 1) != whole)
      for bit in 0..<(8 * count) {
        bytes[bit / 8] ^= 1 << (bit % 8)
        #expect(Checksum64.of(bytes) != whole)
        bytes[bit / 8] ^= 1 << (bit % 8)
      }
    }
  }
}
