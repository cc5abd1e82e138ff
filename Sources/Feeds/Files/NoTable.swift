/// What is saved under the name of data and is none: a page that says that there is no such file, or what a tool keeps in place
/// of one.
struct NoTable {
  let what: String
  let remedy: String

  private static let again = "check the address that it was fetched from, and fetch it again"

  /// Nil for all else.
  init?(_ bytes: [UInt8]) {
    let start = bytes.prefix(4096).drop { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
    let text = String(decoding: start, as: UTF8.self)
    let small = text.lowercased()
    func found(_ words: String...) -> Bool { words.contains { small.contains($0) } }
    if small.hasPrefix("<!doctype html") || small.hasPrefix("<html") {
      self.init("the file is a web page", Self.again)
    } else if small.hasPrefix("<?xml") || small.hasPrefix("<error>") {
      let isMissing = found("nosuchkey", "accessdenied", "<error>")
      self.init(isMissing ? "the file is an archive's answer that it has no such file" : "the file is XML", Self.again)
    } else if text.hasPrefix("/annex/objects/") {
      self.init("the file is a git-annex pointer and not the data it stands for", "fetch the data with 'git annex get'")
    } else if text.hasPrefix("outs:"), found("md5:", "hash:") {
      self.init("the file is a DVC pointer and not the data it stands for", "fetch the data with 'dvc pull'")
    } else if small.hasPrefix("{"), bytes.count < 2048, !small.contains("["),
      found("\"msg\"", "\"retmsg\"", "\"message\"", "\"error\"")
    {
      self.init("the file is an interface's answer that it refused: \(PrintableText.short(text))", Self.again)
    } else {
      return nil
    }
  }

  private init(_ what: String, _ remedy: String) {
    self.what = what
    self.remedy = remedy
  }
}
