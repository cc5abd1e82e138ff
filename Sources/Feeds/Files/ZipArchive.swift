import CZip
import Market

/// Tables in a zip archive, read by libzip, which knows ZIP64 and checks every member's CRC.
enum ZipArchive {
  struct Member {
    let name: String
    /// Whether it is the only table.
    let isAlone: Bool
    let bytes: [UInt8]
  }

  /// Thirty years of days; each costs as much as a small file, and a few bytes of an archive can name thousands.
  private static let mostMembers = 10_000

  /// Hands over the members that can be tables, one after the other.
  ///
  /// - Throws: `Problem` when the archive or one of these members is cut short, damaged or encrypted, or unpacks to more
  ///   than it can honestly hold.
  static func forEachTable(of bytes: [UInt8], at path: String, _ body: (Member) throws -> Void) throws {
    try bytes.withUnsafeBytes { buffer in
      let archive: OpaquePointer
      do throws(Unreadable) { archive = try opened(buffer) } catch { throw damaged(path, nil, error.why) }
      defer { zip_discard(archive) }
      let entries = 0..<zip_uint64_t(max(zip_get_num_entries(archive, 0), 0))
      guard entries.count <= mostMembers else {
        throw Problem(
          "the zip archive holds \(entries.count) files, and \(mostMembers) at most are read",
          at: Problem.Place(file: path), remedy: "unpack it and import the folder")
      }
      let isAlone = try countTables(entries, of: archive, size: buffer.count, at: path) == 1
      var budget = Unpacking(path)
      for index in entries {
        if let member = try member(index, isAlone, of: archive, at: path, &budget) { try body(member) }
      }
    }
  }

  /// Why bytes are no archive, in libzip's words.
  private struct Unreadable: Error {
    let why: String
  }

  /// The archive that bytes are, which have to outlive it.
  private static func opened(_ buffer: UnsafeRawBufferPointer) throws(Unreadable) -> OpaquePointer {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let source = zip_source_buffer_create(buffer.baseAddress, zip_uint64_t(buffer.count), 0, &error) else {
      throw Unreadable(why: String(cString: zip_error_strerror(&error)))
    }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
      zip_source_free(source)
      throw Unreadable(why: String(cString: zip_error_strerror(&error)))
    }
    return archive
  }

  /// The first of the files in an archive that has some, and no table among them; nil for every other, and for what cannot be
  /// read.
  static func others(in bytes: [UInt8]) -> String? {
    bytes.withUnsafeBytes { buffer in
      guard let archive = try? opened(buffer) else { return nil }
      defer { zip_discard(archive) }
      let entries = zip_get_num_entries(archive, 0)
      guard entries > 0, entries <= mostMembers else { return nil }
      let names = (0..<zip_uint64_t(entries)).compactMap { zip_get_name(archive, $0, 0).map { String(cString: $0) } }
      return names.contains(where: isTable) ? nil : names.first { !$0.hasSuffix("/") }
    }
  }

  /// The only table of an archive on the disk, where there is one and it is larger than that; nil for every other, and for what
  /// cannot be read.
  static func onlyTable(at path: String, over size: Int) -> String? {
    var error: Int32 = 0
    guard let archive = zip_open(path, ZIP_RDONLY, &error) else { return nil }
    defer { zip_discard(archive) }
    let entries = zip_get_num_entries(archive, 0)
    guard entries > 0, entries <= mostMembers else { return nil }
    var found: String?
    for index in 0..<zip_uint64_t(entries) {
      var stat = zip_stat_t()
      guard zip_stat_index(archive, index, 0, &stat) == 0, let name = stat.name.map({ String(cString: $0) }) else {
        return nil
      }
      guard isTable(name) else { continue }
      guard found == nil, stat.size > size else { return nil }
      found = name
    }
    return found
  }

  /// Hands over the only table of an archive on the disk, block by block.
  static func forEachBlock(ofOnlyTableAt path: String, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
    var error: Int32 = 0
    guard let archive = zip_open(path, ZIP_RDONLY, &error) else { throw damaged(path, nil, "code \(error)") }
    defer { zip_discard(archive) }
    for index in 0..<zip_uint64_t(max(zip_get_num_entries(archive, 0), 0)) {
      var stat = zip_stat_t()
      guard zip_stat_index(archive, index, 0, &stat) == 0, let cName = stat.name else {
        throw damaged(path, nil, String(cString: zip_strerror(archive)))
      }
      let name = String(cString: cName)
      guard isTable(name) else { continue }
      var budget = Unpacking(path, limit: nil)
      try unpack(index, stat, name, of: archive, at: path, &budget, body)
    }
  }

  /// - Throws: `Problem` for members that share their packed bytes: they make much out of little, each of them within bounds.
  private static func countTables(
    _ entries: Range<zip_uint64_t>, of archive: OpaquePointer, size: Int, at path: String
  ) throws -> Int {
    var packed: zip_uint64_t = 0
    var count = 0
    for index in entries {
      var stat = zip_stat_t()
      guard zip_stat_index(archive, index, 0, &stat) == 0 else {
        throw damaged(path, nil, String(cString: zip_strerror(archive)))
      }
      let sum = packed.addingReportingOverflow(stat.comp_size)
      guard !sum.overflow, sum.partialValue <= size else {
        throw damaged(path, nil, "its members overlap or reach beyond its end")
      }
      packed = sum.partialValue
      if let name = stat.name, isTable(String(cString: name)) { count += 1 }
    }
    return count
  }

  private static func isTable(_ name: String) -> Bool {
    // What a Mac puts beside each file, and whatever else is hidden.
    guard !name.hasPrefix("__MACOSX/"), name.split(separator: "/").last?.hasPrefix(".") != true else { return false }
    let ending = name.lowercased().split(separator: ".").last.map(String.init) ?? ""
    return ["csv", "tsv", "json", "jsonl", "ndjson"].contains(ending)
  }

  private static func member(
    _ index: zip_uint64_t, _ isAlone: Bool, of archive: OpaquePointer, at path: String, _ budget: inout Unpacking
  ) throws -> Member? {
    var stat = zip_stat_t()
    guard zip_stat_index(archive, index, 0, &stat) == 0, let cName = stat.name else {
      throw damaged(path, nil, String(cString: zip_strerror(archive)))
    }
    let name = String(cString: cName)
    guard isTable(name) else { return nil }
    guard stat.size < FileBytes.limit else {
      throw Problem("'\(name)' in '\(path)' is larger than 2 GiB", remedy: "unpack the archive and import its folder")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(Int(stat.size), 64 << 20))
    try unpack(index, stat, name, of: archive, at: path, &budget) { bytes += $0 }
    return Member(name: name, isAlone: isAlone, bytes: bytes)
  }

  /// Hands over what a member unpacks to, block by block.
  private static func unpack(
    _ index: zip_uint64_t, _ stat: zip_stat_t, _ name: String, of archive: OpaquePointer, at path: String,
    _ budget: inout Unpacking, _ body: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    let size = Int(clamping: stat.size)
    try budget.begin(packed: Int(clamping: stat.comp_size), size: size)
    guard let file = zip_fopen_index(archive, index, 0) else {
      throw damaged(path, name, String(cString: zip_strerror(archive)))
    }
    defer { zip_fclose(file) }
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    var count = 0
    // To the end and not to the size it says: libzip compares the CRC when it meets the end.
    while count <= size {
      let read = piece.withUnsafeMutableBytes { zip_fread(file, $0.baseAddress, zip_uint64_t($0.count)) }
      guard read >= 0 else { throw damaged(path, name, String(cString: zip_file_strerror(file))) }
      if read == 0 { break }
      count += Int(read)
      try budget.take(piece[..<Int(read)])
      try body(piece[..<Int(read)])
    }
    guard count == size else { throw damaged(path, name, "it has \(count) bytes instead of \(size)") }
  }

  private static func damaged(_ path: String, _ member: String?, _ detail: String) -> Problem {
    Problem(
      "\(member.map { "'\($0)' in " } ?? "")the zip archive is cut short or damaged (\(detail))",
      at: Problem.Place(file: path), remedy: "download it again")
  }
}
