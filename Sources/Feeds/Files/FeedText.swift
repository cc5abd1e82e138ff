import Market

/// One CSV text as a venue published it: a file, or a member of an archive.
public struct FeedText: Sendable {
  /// Of the file on the disk, as the user named it.
  public let path: String
  /// Name of the text itself, without the endings of archives: `BTCUSDT-5m-2025-01.csv`.
  public let name: String
  /// What messages call it: the path, with the member behind it when an archive holds several.
  public let location: String
  public let bytes: [UInt8]

  public init(path: String, name: String, location: String? = nil, bytes: [UInt8]) {
    self.path = path
    self.name = name
    self.location = location ?? path
    self.bytes = bytes
  }
}

extension FeedText {
  /// Hands over the CSV texts in the bytes of a file, one after the other, so that only one is in memory; none for a Parquet
  /// file and for an archive without a CSV member.
  ///
  /// - Throws: `Problem` for an archive that is cut short or damaged, in which case none of it may be used.
  static func forEach(in bytes: [UInt8], of path: String, _ body: (FeedText) throws -> Void) throws {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    switch Packing(of: bytes) {
    case .parquet, .pointer:
      return
    case .plain:
      try body(FeedText(path: path, name: file, bytes: bytes))
    case .gzip:
      let name = file.lowercased().hasSuffix(".gz") ? String(file.dropLast(3)) : file
      try body(FeedText(path: path, name: name, bytes: Gzip.inflated(bytes, of: path)))
    case .zip:
      try ZipArchive.forEachCSVMember(of: bytes, at: path) { member in
        let name = member.name.split(separator: "/").last.map(String.init) ?? member.name
        try body(
          FeedText(
            path: path, name: name, location: member.isAlone ? path : "\(path)/\(member.name)", bytes: member.bytes))
      }
    }
  }
}
