import Digest
import Testing

@Suite("SHA-256")
struct SHA256Tests {
  // FIPS 180-4 examples, https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
  @Test(
    "the vectors of NIST come out",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
      (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
  func vectors(text: String, hex: String) {
    #expect(SHA256.digest(of: text).hex == hex)
  }

  private func digest(_ feed: (inout SHA256) -> Void) -> SHA256Digest {
    var hasher = SHA256()
    feed(&hasher)
    return hasher.finish()
  }

  @Test("bytes in pieces have the digest of the whole", arguments: [1, 7, 63, 64, 65, 200])
  func pieces(size: Int) {
    let bytes = (0..<1000).map { UInt8($0 % 251) }
    let pieces = digest { hasher in
      for start in stride(from: 0, to: bytes.count, by: size) {
        hasher.update(Array(bytes[start..<min(start + size, bytes.count)]))
      }
    }
    #expect(pieces == SHA256.digest(of: bytes))
  }

  // Python: hashlib.sha256(struct.pack('<3d', 1.5, -0.0, 1e300)).hexdigest(), and '<3q' of 1, -2, 2**62.
  @Test("numbers are hashed as their little-endian bytes")
  func numbers() {
    let doubles = digest { $0.update([1.5, -0.0, 1e300] as [Double]) }
    #expect(doubles.hex == "0452690026f975ad24bfa3572ce5aadbfeee78bc8353f88d2706e84c192170ec")
    let integers = digest { $0.update([1, -2, 4_611_686_018_427_387_904] as [Int64]) }
    #expect(integers.hex == "e412ccfbc3b34ed795bb6441bc4a8f5c000dadb746c62b88222210a4157d4dbd")
  }

  @Test("zero and minus zero are different columns")
  func zeros() {
    #expect(digest { $0.update([0.0]) } != digest { $0.update([-0.0]) })
  }

  @Test("fields do not run into each other")
  func fields() {
    let one = digest {
      $0.update(field: "ab")
      $0.update(field: "c")
    }
    let other = digest {
      $0.update(field: "a")
      $0.update(field: "bc")
    }
    #expect(one != other)
    // Python: hashlib.sha256(struct.pack('<q', 2) + b'ab' + struct.pack('<q', 1) + b'c').hexdigest()
    #expect(one.hex == "43ee655579de01ca739b3f95c1c2d3f46d353b2c0df818064ea594506cdb2617")
  }
}
