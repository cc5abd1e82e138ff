/// What a calendar month earned.
public struct MonthReturn: Hashable, Sendable {
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// Simple return of equity over the part of the month inside the window, UTC.
  public var fraction: Double

  public init(year: Int, month: Int, fraction: Double) {
    self.year = year
    self.month = month
    self.fraction = fraction
  }

  static let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Years down, months across; beside each year its months compounded.
  static func chart(_ months: [MonthReturn]) -> PageChart {
    let years = Set(months.map(\.year)).sorted()
    var cells = [[Double]](repeating: [Double](repeating: .nan, count: 12), count: years.count)
    for month in months where (1...12).contains(month.month) {
      if let row = years.firstIndex(of: month.year) { cells[row][month.month - 1] = month.fraction }
    }
    let labels = zip(years, cells).map { year, row in
      let total = row.reduce(1) { $1.isNaN ? $0 : $0 * (1 + $1) } - 1
      return "\(year)  \(Figure.signedPercent(total, decimals: 1).pageText)"
    }
    let texts = cells.map { row in
      row.map { $0.isNaN ? "" : Figure.signedPercent($0, decimals: 1).pageText }
    }
    return PageChart(
      "Monthly returns",
      caption:
        "Simple returns of equity by calendar month, UTC; months cut by the window count from its edge. Beside the "
        + "year: its months compounded.",
      PlotlyFigure(
        x: PlotlyAxis("", kind: .category),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("", .percent(1), kind: .category, isReversed: true),
            [.heatmap("return", x: names, y: labels, z: cells, .diverging, texts: texts)])
        ], height: 110 + 44 * max(years.count, 1), hover: .closest))
  }
}
