import Market
import Numerics
import Store

/// A column that frames of a dataset can hold.
public struct AvailableColumn: Hashable, Sendable {
  /// The shortest name that means it.
  public let name: String
  public let unit: Unit
  public let instrument: Instrument
  /// Title of its series: `bybit:BTCUSDT open_interest 1h`.
  public let source: String
  /// What is said where it is used; nil for the traded instrument's own.
  public let note: String?
}

extension ColumnBook {
  /// Every column that a frame at this interval can hold, in order of series and column: by its plain name where that
  /// means it, else by its full one. Of a series kept at several cadences only the one that names reach is listed.
  ///
  /// - Complexity: linear in the columns of the dataset; a name that many instruments share is looked up once.
  public var available: [AvailableColumn] {
    get throws {
      let all = try dataset.allSeries()
      var order: [Instrument] = []
      var series: [Instrument: [StoredSeries]] = [:]
      for one in all {
        if series[one.descriptor.instrument] == nil { order.append(one.descriptor.instrument) }
        series[one.descriptor.instrument, default: []].append(one)
      }
      let short = shortNames(Set(all.flatMap { $0.descriptor.columns.map(\.name) }))
      return try order.flatMap { try available(of: $0, series[$0] ?? [], short) } + curve + ofOptions(among: all)
    }
  }

  /// Whether a name means what a venue published when it was there to be seen: nothing computed elsewhere, and nothing that is
  /// kept as known later than its stamp, ahead of which an honest other may be.
  public func isPublished(_ name: String) -> Bool {
    guard let series = (try? lookUp(name)).flatMap(\.self)?.series.descriptor else { return false }
    return series.kind != .external && series.delay == .zero
  }

  /// The names on the curve of dated futures, where there are any.
  private var curve: [AvailableColumn] {
    let names = CurveName.points.flatMap { point in
      CurveName.Value.allCases.compactMap { CurveName("\(point).\($0.rawValue)") }
    }
    guard let first = names.first, let curve = try? DatedCurve(self, first) else { return [] }
    // Once for all of them.
    let note = "\(CurveName.points.joined(separator: " and ")) are \(curve.note)"
    return names.map {
      AvailableColumn(
        name: $0.text, unit: $0.value.unit, instrument: instrument, source: "curve of dated futures",
        note: $0.text == first.text ? note : nil)
    }
  }

  /// By series and column, what a name without qualifiers means.
  private typealias ShortNames = [Int64: [String: (name: String, note: String?)]]

  private func shortNames(_ columns: Set<String>) -> ShortNames {
    var short: ShortNames = [:]
    for name in columns.sorted() + SpotColumns.names {
      // A name that is ambiguous or refused has no short form.
      guard let meaning = try? lookUp(name) else { continue }
      short[meaning.series.id, default: [:]][meaning.column.name] = (name, meaning.note)
    }
    return short
  }

  private func available(of instrument: Instrument, _ series: [StoredSeries], _ short: ShortNames) throws
    -> [AvailableColumn]
  {
    let columns = series.filter { $0.descriptor.rows != .chain }.flatMap { $0.descriptor.columns.map(\.name) }
    return try columns.uniqued.compactMap { column in
      guard let meaning = try best(series.compactMap { self.meaning($0, column) }) else { return nil }
      let name = short[meaning.series.id]?[column]
      return AvailableColumn(
        name: name?.name ?? ColumnName.full(column, of: instrument),
        unit: meaning.series.descriptor.shownUnit(of: meaning.column, meaning.instrument.contract),
        instrument: instrument,
        source: meaning.series.descriptor.title, note: name?.note)
    }
  }
}
