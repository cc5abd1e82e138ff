/// What no check of rows can tell of a series that comes of a plain table: that times and amounts are what they were taken for.
package enum PlainTables {
  /// - Parameter titles: of the series that come of plain tables.
  /// - Returns: nil for none.
  package static func sentence(_ titles: [String]) -> String? {
    guard !titles.isEmpty else { return nil }
    let isOne = titles.count == 1
    let named = titles.prefix(3).joined(separator: ", ") + (titles.count > 3 ? " and \(titles.count - 3) more" : "")
    return
      "\(named) \(isOne ? "comes of a plain table" : "come of plain tables"): \(isOne ? "its" : "their") clock, stamps and units are what was said or taken at import."
  }
}
