import Market

extension Series {
  /// Numbers that it holds.
  var weight: Int { count * (columns.count + 1) }

  /// Its first rows.
  func first(_ count: Int) -> Series {
    Series(
      descriptor: descriptor, stamps: Array(stamps.prefix(count)), columns: columns.map { Array($0.prefix(count)) })
  }

  /// Its last rows.
  func last(_ count: Int) -> Series {
    Series(
      descriptor: descriptor, stamps: Array(stamps.suffix(count)), columns: columns.map { Array($0.suffix(count)) })
  }

  /// Those at some places.
  func rows(_ places: some Collection<Int>) -> Series {
    Series(
      descriptor: descriptor, stamps: places.map { stamps[$0] },
      columns: columns.map { column in places.map { column[$0] } })
  }

  /// The same with later rows of the same columns behind them, all or those from a place on.
  func followed(by rows: Series, from start: Int = 0) -> Series {
    Series(
      descriptor: descriptor, stamps: stamps + rows.stamps[start...],
      columns: zip(columns, rows.columns).map { $0 + $1[start...] })
  }

  /// The same rows with those of its columns that are named; all where it has none of them.
  func keeping(_ names: [String]) -> Series {
    let positions = names.compactMap { name in descriptor.columns.firstIndex { $0.name == name } }
    guard !positions.isEmpty else { return self }
    return Series(
      descriptor: descriptor.keeping(positions), stamps: stamps, columns: positions.map { columns[$0] })
  }
}
