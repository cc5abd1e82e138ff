/// Texts out of files as they can be quoted in a message: safe and short enough to print.
enum PrintableText {
  static func short(_ text: String) -> String { short(text, most: 40) }

  static func short(_ text: String, most: Int) -> String {
    let clean = text.prefix(most + 1).unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "?" : String($0) }
      .joined()
    return clean.count > most ? clean.prefix(most) + "…" : clean
  }
}
