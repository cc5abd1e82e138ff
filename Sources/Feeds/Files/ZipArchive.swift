import CZip
import Market

/// CSV members of a zip archive in memory, read by libzip, which knows ZIP64 and checks every member's CRC.
enum ZipArchive {
  struct Member {
    let name: String
    let bytes: [UInt8]
  }

  /// - Throws: `Problem` when the archive or one of its CSV members is cut short, damaged or encrypted.
  static func csvMembers(of bytes: [UInt8], at path: String) throws -> [Member] {
    try bytes.withUnsafeBytes { buffer in
      var error = zip_error_t()
      zip_error_init(&error)
      defer { zip_error_fini(&error) }
      guard let source = zip_source_buffer_create(buffer.baseAddress, zip_uint64_t(buffer.count), 0, &error) else {
        throw damaged(path, nil, String(cString: zip_error_strerror(&error)))
      }
      guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
        zip_source_free(source)
        throw damaged(path, nil, String(cString: zip_error_strerror(&error)))
      }
      defer { zip_discard(archive) }
      return try (0..<max(zip_get_num_entries(archive, 0), 0)).compactMap { index in
        try member(zip_uint64_t(index), of: archive, at: path)
      }
    }
  }

  private static func member(_ index: zip_uint64_t, of archive: OpaquePointer, at path: String) throws -> Member? {
    var stat = zip_stat_t()
    guard zip_stat_index(archive, index, 0, &stat) == 0, let cName = stat.name else {
      throw damaged(path, nil, String(cString: zip_strerror(archive)))
    }
    let name = String(cString: cName)
    guard name.lowercased().hasSuffix(".csv"), !name.hasPrefix("__MACOSX/") else { return nil }
    guard stat.size < FileBytes.limit else { throw Problem("'\(name)' in '\(path)' is larger than 2 GiB") }
    guard let file = zip_fopen_index(archive, index, 0) else {
      throw damaged(path, name, String(cString: zip_strerror(archive)))
    }
    defer { zip_fclose(file) }
    let size = Int(stat.size)
    let bytes = try [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, initialized in
      while initialized <= size {
        // Asking for one byte more than there should be: libzip compares the CRC when it meets the end.
        let read = zip_fread(file, buffer.baseAddress.map { $0 + initialized }, zip_uint64_t(size + 1 - initialized))
        guard read >= 0 else { throw damaged(path, name, String(cString: zip_file_strerror(file))) }
        if read == 0 { break }
        initialized += Int(read)
      }
    }
    guard bytes.count == size else { throw damaged(path, name, "it has \(bytes.count) bytes instead of \(size)") }
    return Member(name: name, bytes: bytes)
  }

  private static func damaged(_ path: String, _ member: String?, _ detail: String) -> Problem {
    Problem(
      "\(member.map { "'\($0)' in " } ?? "")the zip archive is cut short or damaged (\(detail))",
      at: Problem.Place(file: path), remedy: "download it again")
  }
}
