import Market

/// The texts that a file holds, each told for what it is: captured messages, JSON, or a table, with titles above it or not.
extension FeedText {
  /// A text that is told for what it is; of JSON, the rows are its table.
  static func table(
    path: String, name: String, folder: String = "", location: String? = nil, bytes: [UInt8], linesBefore: Int = 0
  ) throws -> FeedText {
    var text = FeedText(path: path, name: name, location: location, bytes: bytes, linesBefore: linesBefore)
      .lying(in: folder)
    if Packing(of: bytes) == .pointer, let pointer = NoTable(packed: bytes) {
      throw Problem(pointer.what, at: Problem.Place(file: text.location), remedy: pointer.remedy)
    }
    if CapturedText.isOne(bytes) {
      text.isCaptured = true
      return text
    }
    if JSONTable.isJSON(bytes) { return try FeedText(text, json: bytes, rows: nil) }
    if !bytes.contains(UInt8(ascii: "\n")), bytes.count(where: { $0 == 0x0D }) > 1 {
      throw Problem(
        "its lines end in CR alone, and only LF and CRLF end a line", at: Problem.Place(file: text.location),
        remedy: "tr '\\r' '\\n' < '\(path)' > lines.csv")
    }
    if let stacked = try StackedHeader(bytes, at: text.location) {
      text = FeedText(
        path: path, name: name, location: location, bytes: stacked.bytes, linesBefore: linesBefore + StackedHeader.above
      ).lying(in: folder)
      text.titleNote = stacked.note
      return text
    }
    if let numbered = NumberedHeader(bytes) { return FeedText(text, below: numbered) }
    guard let titles = TitleLines(bytes[...]) else { return text }
    text = FeedText(
      path: path, name: name, location: location, bytes: Array(bytes[titles.end...]),
      linesBefore: linesBefore + titles.count
    ).lying(in: folder)
    text.titleNote =
      (titles.count == 1 ? "line 1 is a title and is" : "lines 1 to \(titles.count) are titles and are")
      + " passed over: '\(titles.text)'"
    return text
  }

  /// Hands over the tables in the bytes of a file, one after the other, so that only one is in memory; none for a Feather
  /// file of the old form, a Parquet file without what reads it, and an archive without a member that can be one.
  ///
  /// - Throws: `Problem` for an archive that is cut short or damaged, in which case none of it may be used.
  package static func forEach(in bytes: [UInt8], of path: String, _ body: (FeedText) throws -> Void) throws {
    let file = lastPart(path)
    let packing = Packing(of: bytes)
    switch packing {
    case .oldFeather, .pointer:
      return
    case .feather:
      try body(FeedText(path: path, name: textName(file, packing), bytes: ArrowText.csv(bytes, of: path)))
    case .parquet:
      guard let road = try ParquetRoad(path) else { return }
      try body(road.whole(textName(file, packing)))
    case .plain:
      try body(.table(path: path, name: file, bytes: bytes))
    case .gzip:
      try body(.table(path: path, name: textName(file, packing), bytes: Gzip.inflated(bytes, of: path)))
    case .zip:
      try ZipArchive.forEachTable(of: bytes, at: path) { member in
        try body(
          .table(
            path: path, name: lastPart(member.name), folder: folder(member.name),
            location: member.isAlone ? path : "\(path)/\(member.name)", bytes: member.bytes))
      }
    }
  }
}
