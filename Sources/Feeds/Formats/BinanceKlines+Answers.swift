import Market

extension BinanceKlines {
  /// The rows of several answers in order of time, whichever was asked for first; a bar that was open in one stands there once, as
  /// the one has it that others follow. Any other text is as it was.
  static func ordered(_ text: FeedText) -> FeedText {
    guard text.arePages, text.hasNames == false, text.window == nil else { return text }
    var scanner = CSVScanner(dataOf: text, columns: columns)
    var (stamps, pages, values) = ([Int64](), [Int](), [[Double]]())
    while scanner.advance() {
      guard let stamp = try? scanner.stamp(0) else { return text }
      stamps.append(stamp)
      pages.append(text.page(scanner.line))
      // Open, high, low, volume and its value.
      var own: [Double] = []
      for field in [1, 2, 3, 5, 7] { own.append((try? scanner.number(field)) ?? .nan) }
      values.append(own)
    }
    let newline = UInt8(ascii: "\n")
    let lines = text.bytes.split(separator: newline)
    let paged = PagedRows(stamps, pages: pages, made: [])
    guard lines.count == stamps.count, let order = paged.order() else { return text }
    let kept = paged.merged(order) { PagedRows.grows(values[$0], values[$1]) }
    guard kept != Array(stamps.indices) else { return text }
    return text.ordered(kept.flatMap { lines[$0] + [newline] })
  }
}
