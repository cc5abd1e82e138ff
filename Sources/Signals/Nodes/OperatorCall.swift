import Market

/// The arguments of an operator on one frame, by kind, each in the order of its inputs.
public struct OperatorCall: Sendable {
  /// One array for each series and number, one value a bar; constants are repeated.
  public let numbers: [[Double]]
  public let conditions: [Truth]
  /// What is the same at every bar.
  public let setting: OperatorSetting
  public let grid: Grid

  public init(numbers: [[Double]] = [], conditions: [Truth] = [], setting: OperatorSetting, grid: Grid) {
    self.numbers = numbers
    self.conditions = conditions
    self.setting = setting
    self.grid = grid
  }

  /// In bars.
  public var windows: [Int] { setting.windows }
  public var constants: [Double] { setting.constants }

  /// The absolute number of row 0: bars since 1970. Windows are cut at fixed places in time, so results do not depend
  /// on where the data begins.
  public var firstBar: Int { Int(grid.start.milliseconds.flooredQuotient(by: grid.interval.milliseconds)) }
}

/// What an operator gives.
public enum SignalColumn: Sendable {
  /// One number a bar; NaN where it is not known.
  case numbers([Double])
  case conditions(Truth)
}
