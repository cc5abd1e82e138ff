/// Archives built by hand from their specifications, so that what reads them is not tested with itself.
package enum Archives {
  /// A zip archive of stored members (PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16).
  package static func zip(_ members: [(name: String, text: String)]) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for (name, text) in members {
      let bytes = Array(text.utf8)
      let size = UInt32(bytes.count)
      // Version 2.0, no flags, stored, no time; then checksum, sizes and the name's length.
      let common =
        little(20, 2) + little(0, 8) + little(crc32(bytes), 4) + little(size, 4) + little(size, 4)
        + little(UInt32(name.utf8.count), 2) + little(0, 2)
      directory += little(0x0201_4b50, 4) + little(20, 2) + common + little(0, 10) + little(UInt32(archive.count), 4)
      directory += Array(name.utf8)
      archive += little(0x0403_4b50, 4) + common + Array(name.utf8) + bytes
    }
    let count = UInt32(members.count)
    return archive + directory + little(0x0605_4b50, 4) + little(0, 4) + little(count, 2) + little(count, 2)
      + little(UInt32(directory.count), 4) + little(UInt32(archive.count), 4) + little(0, 2)
  }

  /// A gzip file of stored blocks (RFC 1951 section 3.2.4, RFC 1952 section 2.3).
  package static func gzip(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var file: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
    var start = 0
    repeat {
      let block = bytes[start..<min(start + 65_535, bytes.count)]
      start += block.count
      let length = UInt32(block.count)
      file += [start == bytes.count ? 1 : 0] + little(length, 2) + little(~length & 0xffff, 2) + block
    } while start < bytes.count
    return file + little(crc32(bytes), 4) + little(UInt32(bytes.count), 4)
  }

  /// A gzip file of one line of 22 bytes and then `copies` times 258 bytes more of it: one block of fixed codes (RFC 1951
  /// section 3.2.6), two bytes a copy. Its checksum is nobody's, since it is to be refused before its end.
  package static func gzipBomb(line: String, copies: Int) -> [UInt8] {
    var file: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
    var (bits, held) = (UInt64(0), 0)
    func put(_ value: Int, _ count: Int) {
      bits |= UInt64(value) << UInt64(held)
      held += count
      while held >= 8 {
        file.append(UInt8(truncatingIfNeeded: bits))
        bits >>= 8
        held -= 8
      }
    }
    // Codes begin with their highest bit, everything else with its lowest.
    func code(_ value: Int, _ count: Int) {
      for bit in (0..<count).reversed() { put(value >> bit & 1, 1) }
    }
    put(1, 1)
    put(1, 2)
    for byte in line.utf8 { code(0x30 + Int(byte), 8) }
    for _ in 0..<copies {
      // 258 bytes from 22 bytes ago: symbol 285; distance 17 to 24, the sixth of them.
      code(0xC5, 8)
      code(8, 5)
      put(5, 3)
    }
    code(0, 7)
    put(0, 7)
    return file + little(0, 4) + little(0, 4)
  }

  private static func little(_ number: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { $0 < 4 ? UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) : 0 }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0xedb8_8320 : 0) }
    }
  }
}
