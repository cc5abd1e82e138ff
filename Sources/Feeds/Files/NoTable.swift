/// What is saved under the name of data and is none: a page that says that there is no such file, or what a tool keeps in place
/// of one.
struct NoTable {
  let what: String
  let remedy: String

  private static let again = "check the address that it was fetched from, and fetch it again"

  /// What programs begin their files with, and how their rows are had as text.
  private static let magics: [(bytes: [UInt8], what: String, remedy: String)] = [
    (Array("%PDF".utf8), "a PDF", "take the table that it was printed from"),
    (Array("{\\rtf".utf8), "a text with formats (RTF)", "save it as CSV"),
    ([0xD0, 0xCF, 0x11, 0xE0], "an Excel workbook of the form before 2007", "save its sheet as CSV"),
    (Array("BZh".utf8), "packed by bzip2", "bunzip2 it and import what comes out"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "packed by xz", "unxz it and import what comes out"),
    ([0x28, 0xB5, 0x2F, 0xFD], "packed by Zstandard", "unzstd it and import what comes out"),
    ([0x37, 0x7A, 0xBC, 0xAF], "a 7z archive", "unpack it and import the folder: 7z x FILE"),
    (Array("Rar!".utf8), "a RAR archive", "unpack it and import the folder: unrar x FILE"),
    ([0x89, 0x48, 0x44, 0x46], "an HDF5 file", "write its table as CSV: pandas.read_hdf(FILE).to_csv('table.csv')"),
    (
      [0x93] + Array("NUMPY".utf8), "an array of NumPy", "write it as CSV: numpy.savetxt('table.csv', a, delimiter=',')"
    ),
    (Array("SQLite format 3".utf8), "an SQLite database", "write a table as CSV: sqlite3 -csv -header FILE 'select …'"),
    (Array("Obj\u{1}".utf8), "an Avro file", "convert it to CSV or Parquet"),
    (Array("ORC".utf8), "an ORC file", "convert it to CSV or Parquet"),
    ([0x80, 0x04, 0x95], "a pickle of Python", "write its table as CSV: pandas.read_pickle(FILE).to_csv('table.csv')"),
    ([0x80, 0x05, 0x95], "a pickle of Python", "write its table as CSV: pandas.read_pickle(FILE).to_csv('table.csv')"),
  ]

  /// What a tar archive says of itself, behind the name of its first member.
  private static let tar = (at: 257, bytes: Array("ustar".utf8))

  private static func program(_ bytes: [UInt8]) -> (what: String, remedy: String)? {
    if let magic = magics.first(where: { bytes.starts(with: $0.bytes) }) { return (magic.what, magic.remedy) }
    if bytes.dropFirst(tar.at).starts(with: tar.bytes) {
      return ("a tar archive", "unpack it and import the folder: tar xf FILE")
    }
    // A workbook of today is a zip archive of XML, and says so in its first members.
    guard Packing(of: bytes) == .zip else { return nil }
    let names = String(decoding: bytes.prefix(1 << 16), as: UTF8.self)
    if names.contains("[Content_Types].xml") || names.contains("xl/") {
      return ("an Excel workbook", "save its sheet as CSV")
    }
    return ZipArchive.others(in: bytes).map {
      (
        "a zip archive that holds '\(PrintableText.short($0))' and no CSV or JSON file",
        "unpack it and import the folder: unzip -d unpacked FILE"
      )
    }
  }

  /// What came out of an archive and is no table: a file that is packed once more, one that no table is packed as, or what
  /// Git keeps in place of one. Nil for all else.
  init?(packed bytes: [UInt8]) {
    let (what, remedy): (String, String)
    switch Packing(of: bytes) {
    case .pointer: (what, remedy) = ("a Git LFS pointer and not the data it stands for", Self.fetchPointer)
    case .parquet: (what, remedy) = ("a Parquet file", Self.unpack)
    case .feather, .oldFeather: (what, remedy) = ("a Feather file", Self.unpack)
    case .zip: (what, remedy) = Self.program(bytes) ?? ("a zip archive", Self.unpack)
    case .gzip: (what, remedy) = ("a gzip file", Self.unpack)
    case .plain:
      guard let own = Self.program(bytes) else { return nil }
      (what, remedy) = own
    }
    self.init("what the file packs is \(what)", remedy)
  }

  static let fetchPointer = "fetch the data with 'git lfs pull'"
  private static let unpack = "unpack it and import what comes out, which needs no packing of its own"

  /// Nil for all else.
  init?(_ bytes: [UInt8]) {
    if let own = Self.program(bytes) {
      self.init("the file is \(own.what)", own.remedy)
      return
    }
    let start = bytes.prefix(4096).drop { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
    let text = String(decoding: start, as: UTF8.self)
    let small = text.lowercased()
    func found(_ words: String...) -> Bool { words.contains { small.contains($0) } }
    if small.hasPrefix("<!doctype html") || small.hasPrefix("<html") {
      self.init("the file is a web page", Self.again)
    } else if small.hasPrefix("<?xml") || small.hasPrefix("<error>") {
      if found("accessdenied") {
        self.init("the file is an archive's answer that access is denied", Self.again)
        return
      }
      let isMissing = found("nosuchkey", "<error>")
      self.init(isMissing ? "the file is an archive's answer that it has no such file" : "the file is XML", Self.again)
    } else if text.prefix(200).contains("/annex/objects/"), !text.contains(",") {
      self.init("the file is a git-annex pointer and not the data it stands for", "fetch the data with 'git annex get'")
    } else if text.hasPrefix("outs:"), found("md5:", "hash:") {
      self.init("the file is a DVC pointer and not the data it stands for", "fetch the data with 'dvc pull'")
    } else if small.hasPrefix("{"), bytes.count < 2048, !small.contains("["),
      found("\"msg\"", "\"retmsg\"", "\"message\"", "\"error\"")
    {
      self.init("the file is an interface's answer that it refused: \(PrintableText.short(text))", Self.again)
    } else if bytes.count < 2048, let answer = Self.emptyAnswer(small) {
      if Self.saysWhy(answer) {
        self.init("the file is an interface's answer that it refused: \(PrintableText.short(text))", Self.again)
      } else {
        self.init("the file is an interface's answer without a row", "ask for a time that has some")
      }
    } else if Packing(of: bytes) == .plain, let printed = PrintedTable(bytes) {
      self.init(printed.what, PrintedTable.remedy)
    } else {
      return nil
    }
  }

  /// A JSON text, without its spaces, all of whose lists are empty, and that has one, or is nothing but an empty object; nil for
  /// all else.
  private static func emptyAnswer(_ text: String) -> String? {
    let plain = text.filter { !$0.isWhitespace }
    guard plain != "{}" else { return plain }
    let isEmpty = plain.contains("[]") && !plain.replacing("[]", with: "").contains("[")
    return isEmpty && (plain.hasPrefix("{") || plain.hasPrefix("[")) ? plain : nil
  }

  /// Whether an answer without a row says why it has none.
  private static func saysWhy(_ plain: String) -> Bool {
    ["\"msg\":\"", "\"retmsg\":\"", "\"message\":\"", "\"error\":\""].contains { name in
      guard let found = plain.firstRange(of: name) else { return false }
      let word = plain[found.upperBound...].prefix { $0 != "\"" }
      return !["", "ok", "success"].contains(word)
    }
  }

  private init(_ what: String, _ remedy: String) {
    self.what = what
    self.remedy = remedy
  }
}
