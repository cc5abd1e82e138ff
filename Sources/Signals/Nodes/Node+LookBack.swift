import Market

extension Node {
  /// How many bars before a bar its value there depends on: 0 for a column, 287 for a window of 288.
  ///
  /// Data that reaches back so far gives a value, and data that reaches back further gives the same one to the last
  /// bit.
  ///
  /// `OperatorSetting.everything` for what is anchored at the start of the data.
  ///
  /// - Throws: a `Problem` for a window that is not a whole number of bars of `interval`.
  public func lookBack(_ interval: Interval) throws(Problem) -> Int {
    var most = 0
    for part in parts { most = max(most, try part.lookBack(interval)) }
    guard case .call(let function, let arguments) = form else { return most }
    let setting = try SettingReader(interval: interval, function: function, place: place).setting(arguments)
    return min(OperatorSetting.everything, most + function.lookBack(setting))
  }

  /// Whether its values depend on where the data begins: it is anchored there.
  public func dependsOnBeginning(_ interval: Interval) throws(Problem) -> Bool {
    try lookBack(interval) >= OperatorSetting.everything
  }
}
