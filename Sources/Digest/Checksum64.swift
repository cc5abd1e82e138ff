/// XXH64 of bytes in memory: 64 bits that tell damage, at the speed of memory, and nothing that stands up to a forger.
///
/// Beside SHA-256, which names a content, this one is cheap enough to be compared each time something is read: any single
/// bit that differs changes it, and so does any other damage but for one case in 2^64. Source: the xxHash specification 0.1.1.
public enum Checksum64 {
  private static let p1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let p2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let p3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let p4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let p5: UInt64 = 0x27D4_EB2F_1656_67C5

  /// - Parameter seed: what else the bytes must belong to, such as the key of their row.
  public static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
    let count = bytes.count
    var place = 0
    var hash: UInt64
    if count >= 32, let base = bytes.baseAddress {
      var (a, b, c, d) = (seed &+ p1 &+ p2, seed &+ p2, seed, seed &- p1)
      let last = count - 32
      while place <= last {
        a = round(a, word(base, place))
        b = round(b, word(base, place + 8))
        c = round(c, word(base, place + 16))
        d = round(d, word(base, place + 24))
        place += 32
      }
      hash = rotated(a, 1) &+ rotated(b, 7) &+ rotated(c, 12) &+ rotated(d, 18)
      for lane in [a, b, c, d] { hash = (hash ^ round(0, lane)) &* p1 &+ p4 }
    } else {
      hash = seed &+ p5
    }
    hash &+= UInt64(count)
    while place + 8 <= count {
      hash =
        rotated(hash ^ round(0, bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian), 27) &* p1
      hash &+= p4
      place += 8
    }
    if place + 4 <= count {
      let word = UInt64(bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self).littleEndian)
      hash = rotated(hash ^ (word &* p1), 23) &* p2 &+ p3
      place += 4
    }
    while place < count {
      hash = rotated(hash ^ (UInt64(bytes[place]) &* p5), 11) &* p1
      place += 1
    }
    hash = (hash ^ (hash >> 33)) &* p2
    hash = (hash ^ (hash >> 29)) &* p3
    return hash ^ (hash >> 32)
  }

  public static func of(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 { bytes.withUnsafeBytes { of($0, seed: seed) } }

  @inline(__always)
  private static func word(_ base: UnsafeRawPointer, _ place: Int) -> UInt64 {
    base.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian
  }

  @inline(__always)
  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 { rotated(lane &+ word &* p2, 31) &* p1 }

  @inline(__always)
  private static func rotated(_ x: UInt64, _ bits: UInt64) -> UInt64 { x &<< bits | x &>> (64 &- bits) }
}
