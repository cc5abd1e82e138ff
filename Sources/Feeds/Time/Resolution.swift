import Market

/// How wide bars are, in the words of whoever names files and columns: `1h`, `5MINS`, `daily`, `1 day`, `60`, `D`.
struct Resolution: Hashable {
  /// As it is written.
  let word: String
  /// What it may mean: one width, or several for a bare number.
  let widths: [Interval]
  /// Whether it says its unit; a bare number or letter may be something else.
  let isSure: Bool

  private static let units: [(names: [String], unit: Interval)] = [
    (["m", "min", "mins", "minute", "minutes"], .minute), (["h", "hr", "hrs", "hour", "hours"], .hour),
    (["d", "day", "days"], .day), (["s", "sec", "secs", "second", "seconds"], .second),
    (["w", "week", "weeks"], .week),
  ]
  private static let adverbs: [String: Interval] = [
    "minutely": .minute, "hourly": .hour, "daily": .day, "weekly": .week,
  ]
  private static let letters: [String: Interval] = ["D": .day, "d": .day, "H": .hour, "h": .hour, "W": .week]
  /// Widths in minutes as charts offer them.
  private static let minutes: Set<Int> = [1, 3, 5, 10, 15, 30, 45, 60, 120, 180, 240, 360, 480, 720, 1440]

  /// A word that says its unit; nil for others. `1M` is a month.
  static func width(_ word: String) -> Interval? {
    let compact = word.filter { !$0.isWhitespace && $0 != "_" }
    let plain = compact.lowercased()
    if let adverb = adverbs[plain] { return adverb }
    let digits = plain.prefix { ("0"..."9").contains($0) }
    let rest = String(plain.dropFirst(digits.count))
    guard !compact.hasSuffix("M") || rest.count > 1, let count = digits.isEmpty ? 1 : Int(digits),
      (1...10_000).contains(count), !digits.isEmpty || rest.count > 2,
      let unit = units.first(where: { $0.names.contains(rest) })?.unit
    else { return nil }
    return unit * count
  }

  /// What a column called `resolution` or the like says in one word.
  static func ofColumn(_ word: String) -> Resolution? {
    if let width = width(word) { return Resolution(word: word, widths: [width], isSure: true) }
    if let letter = letters[word] { return Resolution(word: word, widths: [letter], isSure: true) }
    guard let number = Int(word), (1...Int(Interval.days(31).milliseconds)).contains(number) else { return nil }
    let units: [Interval] = [.minute, .second, .hour, Interval(milliseconds: 1)]
    let widths = units.map { $0 * number }.filter { $0 >= .second && $0 <= .days(31) }
    return Resolution(word: word, widths: widths, isSure: true)
  }

  /// A width among the pieces of a name: `BTCUSDT_1D`, `BTCUSDT_D`.
  static func ofPiece(_ piece: String) -> Interval? { width(piece) ?? letters[piece] }

  /// What the name of a file says behind its symbol, or else the folder that it is in. Nil where it says none, or several.
  init?(ofFile stem: String, in folder: String?) {
    let words = stem.split { " _-.,()".contains($0) }.map(String.init)
    var sure: [(word: String, width: Interval)] = []
    for (place, word) in words.enumerated() where place > 0 {
      // `1 day` and `4-hour` are one word that was cut.
      let isCut = place > 1 && Int(words[place - 1]) != nil && !word.contains(where: \.isNumber)
      let joined = isCut ? words[place - 1] + word : word
      if let width = Self.width(joined) { sure.append((joined, width)) }
    }
    if let first = sure.first {
      guard Set(sure.map(\.width)).count == 1 else { return nil }
      self.init(word: first.word, widths: [first.width], isSure: true)
      return
    }
    // Behind the symbol, or behind a venue and a symbol.
    for place in 1..<max(1, min(3, words.count)) {
      let (word, next) = (words[place], place + 1 < words.count ? words[place + 1] : "")
      // Two short numbers in a row are a day and a month.
      // Behind a year one is a month, and behind a month a day.
      let isDate = Int(next) != nil && next.count < 4 || Self.followsYear(words[..<place])
      if let number = Int(word), Self.minutes.contains(number), word == "\(number)", !isDate {
        self.init(word: word, widths: [.minute * number], isSure: false)
        return
      }
      if let letter = Self.letters[word] ?? TerminalWidth.width(word) {
        self.init(word: word, widths: [letter], isSure: false)
        return
      }
    }
    // A folder called `daily` may hold a file a day.
    guard let folder, folder.first?.isNumber == true, let width = Self.width(folder) else { return nil }
    self.init(word: folder, widths: [width], isSure: false)
  }

  /// Whether the words end in a year, or in a year and a month.
  private static func followsYear(_ words: ArraySlice<String>) -> Bool {
    func isNumber(_ word: String, _ digits: Int) -> Bool { word.count == digits && Int(word) != nil }
    guard let last = words.last else { return false }
    return isNumber(last, 4) || isNumber(last, 2) && words.dropLast().last.map { isNumber($0, 4) } ?? false
  }

  private init(word: String, widths: [Interval], isSure: Bool) {
    self.word = word
    self.widths = widths
    self.isSure = isSure
  }
}
