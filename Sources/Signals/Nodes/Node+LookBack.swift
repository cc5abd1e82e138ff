import Market

extension Node {
  /// How many bars before a bar its value there depends on: 0 for a column, 287 for a window of 288.
  ///
  /// Data that reaches back so far gives a value, and data that reaches back further gives the same one to the last
  /// bit.
  ///
  /// - Throws: a `Problem` for a window that is not a whole number of bars of `interval`.
  public func lookBack(_ interval: Interval) throws(Problem) -> Int {
    var most = 0
    for part in parts { most = max(most, try part.lookBack(interval)) }
    guard case .call(let function, let arguments) = form else { return most }
    let windows = try WindowReader(interval: interval, function: function, place: place).windows(arguments)
    let (sum, overflow) = most.addingReportingOverflow(function.lookBack(windows: windows))
    return overflow ? .max : sum
  }
}
