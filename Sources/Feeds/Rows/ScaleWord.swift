/// Words for thousands, millions and billions: behind a number (`1.2M`, `1.2 million`), and in names.
enum ScaleWord {
  static let words: [String: Int] = [
    "thousand": 3, "thousands": 3, "000": 3, "000s": 3, "million": 6, "millions": 6, "mn": 6, "mln": 6, "mio": 6,
    "billion": 9, "billions": 9, "bn": 9, "bln": 9,
  ]
  /// Letters that say it behind a number. A small m or b may be anything.
  static let letters = ["K": 3, "k": 3, "M": 6, "B": 9]

  /// The power of ten that a word behind a number says; nil for any other word.
  static func power(behind word: String) -> Int? { letters[word] ?? words[word.lowercased()] }

  /// What the power of ten is called.
  static func name(_ power: Int) -> String { power == 3 ? "thousands" : power == 6 ? "millions" : "billions" }
}
