import Market

extension BarPartition {
  /// The UTC hour in which a bar opens, as `hour()` has it.
  public static func hour(_ grid: Grid) -> BarPartition {
    BarPartition(
      name: "hour of day", key: "hour", convention: "UTC hour in which the bar opens",
      labels: (0..<24).map { "\($0 < 10 ? "0" : "")\($0):00" },
      cells: (0..<grid.count).map { Int16(grid.open($0).millisecondOfDay / Interval.hour.milliseconds) })
  }

  /// The UTC day of the week on which a bar opens, as `weekday()` has it.
  public static func weekday(_ grid: Grid) -> BarPartition {
    BarPartition(
      name: "weekday", key: "weekday", convention: "UTC day on which the bar opens",
      labels: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
      cells: (0..<grid.count).map { Int16(grid.open($0).weekday) })
  }

  /// The UTC year in which a bar opens.
  public static func year(_ grid: Grid, _ rows: Range<Int>) -> BarPartition {
    calendar(grid, rows, name: "year", convention: "UTC year in which the bar opens") { ($0.year, "\($0.year)") }
  }

  /// The UTC month in which a bar opens.
  public static func month(_ grid: Grid, _ rows: Range<Int>) -> BarPartition {
    calendar(grid, rows, name: "month", convention: "UTC month in which the bar opens") { date in
      (date.year * 12 + date.month, "\(date.year)-\(date.month < 10 ? "0" : "")\(date.month)")
    }
  }

  /// The UTC quarter in which a bar opens, `2025 Q3`; of a window too short for three of them, four stretches of it.
  public static func quarters(_ grid: Grid, _ rows: Range<Int>) -> BarPartition {
    guard grid.interval * rows.count >= .days(273) else { return stretches(4, named: "quarters", grid, rows) }
    return calendar(grid, rows, name: "quarters", convention: "UTC quarter in which the bar opens") { date in
      let quarter = (date.month - 1) / 3
      return (date.year * 4 + quarter, "\(date.year) Q\(quarter + 1)")
    }
  }

  /// `count` stretches of as many bars each, to within one.
  public static func stretches(_ count: Int, named name: String, _ grid: Grid, _ rows: Range<Int>) -> BarPartition {
    let edges = (0...count).map { rows.lowerBound + rows.count * $0 / count }
    var cells = [Int16](repeating: -1, count: grid.count)
    for part in 0..<count {
      for row in edges[part]..<edges[part + 1] { cells[row] = Int16(part) }
    }
    return BarPartition(
      name: name, key: name, convention: "\(count) stretches of as many bars",
      labels: (0..<count).map { "\(grid.open(edges[$0]).dateText) to \(grid.open(edges[$0 + 1]).dateText)" },
      cells: cells)
  }

  private static func calendar(
    _ grid: Grid, _ rows: Range<Int>, name: String, convention: String, _ cell: (CivilDate) -> (Int, String)
  ) -> BarPartition {
    var labels: [String] = []
    var cells = [Int16](repeating: -1, count: grid.count)
    var day = Int.min
    var last = Int.min
    for row in rows {
      let open = grid.open(row)
      if open.utcDay != day {
        day = open.utcDay
        let (number, label) = cell(open.date)
        if number != last {
          last = number
          labels.append(label)
        }
      }
      // Years and months of stamps that a dataset can hold are some thousand.
      cells[row] = Int16(clamping: labels.count - 1)
    }
    return BarPartition(name: name, key: name, convention: convention, labels: labels, cells: cells)
  }
}
