import Feeds
import Market
import Store
import TestSupport
import Testing

/// Texts imported as files of a folder of its own, and what became of them.
struct ImportedTable {
  let dataset: Dataset
  let reports: [ImportReport]
  private let scratch: ScratchFolder

  /// - Parameters:
  ///   - profile: YAML of a profile in the user's folder.
  init(
    _ text: String, name: String = "BTCUSDT.csv", in scratch: ScratchFolder, hints: ImportHints = .none,
    profile: String? = nil, badRows: BadRows = .refuse
  ) throws {
    self.scratch = scratch
    let file = try scratch.write(text, to: "files/\(name)")
    if let profile { try scratch.write(profile, to: "profiles/own.yaml") }
    dataset = try Dataset.openForImport(at: "\(scratch.path)/table.sqlite")
    reports = try Importer.importFiles(
      [file], into: dataset, hints: hints, badRows: badRows,
      profiles: ProfileLibrary(folder: scratch.path + "/profiles"))
  }

  var titles: [String] { reports.compactMap(\.series?.title) }

  /// The rows of the series of that title, `2025-01-01 00:00 1.5 nan` each.
  func rows(_ title: String) throws -> [String] {
    guard let descriptor = reports.compactMap(\.series).first(where: { $0.title == title }) else { return [] }
    let series = try dataset.series(descriptor)
    return series.stamps.indices.map { row in
      ([Instant(milliseconds: series.stamps[row]).minuteText] + series.columns.map { "\($0[row])" }).joined(
        separator: " ")
    }
  }

  /// The values of one column of the only series that has it.
  func column(_ name: String) throws -> [Double] {
    for descriptor in reports.compactMap(\.series) where descriptor.columns.contains(where: { $0.name == name }) {
      return try dataset.series(descriptor).values(name) ?? []
    }
    return []
  }

  var stamps: [String] {
    get throws {
      guard let descriptor = reports.first?.series else { return [] }
      return try dataset.series(descriptor).stamps.map { Instant(milliseconds: $0).description }
    }
  }
}

/// A suite that imports texts as files of one folder.
protocol ImportsTables {
  var scratch: ScratchFolder { get }
}

extension ImportsTables {
  func imported(
    _ text: String, name: String = "BTCUSDT.csv", _ hints: ImportHints = .none, profile: String? = nil
  ) throws -> ImportedTable {
    try ImportedTable(text, name: name, in: scratch, hints: hints, profile: profile)
  }

  func problem(_ text: String, name: String = "BTCUSDT.csv", _ hints: ImportHints = .none) -> Problem? {
    #expect(throws: Problem.self) { try imported(text, name: name, hints) }
  }
}

/// What the flags of one call say.
func flags(
  columns: [String: String] = [:], zone: String? = nil, label: ImportProfile.Label? = nil, timeFormat: String? = nil,
  decimal: String? = nil, thousands: String? = nil, interval: Interval? = nil, repeated: String? = nil,
  units: String? = nil, dropsLast: Bool = false, profile: String? = nil
) throws -> TableHints {
  var hints = TableHints()
  hints.columns = columns
  hints.zone = zone
  hints.label = label
  hints.timeFormat = timeFormat
  hints.decimal = decimal
  hints.thousands = thousands
  hints.interval = interval
  if let repeated { try hints.say(repeated: repeated) }
  if let units { try hints.say(units: units) }
  hints.dropsLast = dropsLast
  hints.profile = profile
  return hints
}
