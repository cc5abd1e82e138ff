import Digest
import Market
import Store

package let btc = Instrument(venue: "binance", symbol: "BTCUSDT")
package let eth = Instrument(venue: "binance", symbol: "ETHUSDT")
package let bybitBTC = Instrument(venue: "bybit", symbol: "BTCUSDT")
package let newYear = Instant(year: 2025, month: 1, day: 1)

/// Rows of any kind, one every cadence from `start` on, whose numbers say which row and column they are of: row 7 has 7 in
/// its first column, 7.001 in its second. The high and low of bars are their highest and lowest price.
package func ramp(
  _ kind: SeriesKind, of instrument: Instrument = btc, every cadence: Interval, from start: Instant = newYear,
  count: Int,
  plus offset: Double = 0
) -> Series {
  let descriptor = SeriesDescriptor(instrument: instrument, kind: kind, cadence: cadence)
  return Series(
    descriptor: descriptor, stamps: (0..<count).map { (start + cadence * $0).milliseconds },
    columns: descriptor.columns.enumerated().map { column, described in
      let place = kind != .klines ? column : described.name == "high" ? 3 : described.name == "low" ? 0 : column
      return (0..<count).map { Double($0) + Double(place) / 1000 + offset }
    })
}

package func series(
  _ kind: SeriesKind, of instrument: Instrument = btc, every cadence: Interval, at rows: [(Instant, [Double])]
) -> Series {
  let descriptor = SeriesDescriptor(instrument: instrument, kind: kind, cadence: cadence)
  return Series(
    descriptor: descriptor, stamps: rows.map { $0.0.milliseconds },
    columns: descriptor.columns.indices.map { column in rows.map { $0.1[column] } })
}

extension Series {
  /// The same with these of its rows alone.
  package func keeping(rows: [Int]) -> Series {
    Series(
      descriptor: descriptor, stamps: rows.map { stamps[$0] },
      columns: columns.map { column in rows.map { column[$0] } })
  }
}

extension Dataset {
  @discardableResult
  package func merge(_ batch: Series, file: String = "rows.csv") throws -> MergeCounts {
    try merge(batch, source: ImportSource(file: file, sha256: SHA256.digest(of: file).hex, format: "test"))
  }
}

extension ScratchFolder {
  package func dataset(_ name: String = "btc", _ batches: [Series] = []) throws -> Dataset {
    let dataset = try Dataset.openForImport(at: "\(path)/\(name).sqlite")
    for batch in batches { try dataset.merge(batch) }
    return dataset
  }
}
