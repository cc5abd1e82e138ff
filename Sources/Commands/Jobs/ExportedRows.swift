import Feeds
import Foundation
import Market
import Results

/// Rows of times and numbers on their way to a file, in the format that its ending says.
struct ExportedRows {
  let times: [(name: String, values: [Int64])]
  let numbers: [(name: String, values: [Double])]
  /// What the rows are of, for a file that is imported again: it stands in a column of its own, in the first row.
  var note: String?

  /// How a file is written.
  enum Form: String, CaseIterable {
    case csv, lines, feather, parquet

    private static let endings: [(ending: String, form: Form)] = [
      (".csv", .csv), (".jsonl", .lines), (".ndjson", .lines), (".feather", .feather), (".arrow", .feather),
      (".parquet", .parquet),
    ]

    /// - Throws: `Problem` where the ending and `--format` say different things.
    init(_ file: String?, _ format: OutputFormat) throws {
      let said = Self.endings.first { file?.lowercased().hasSuffix($0.ending) ?? false }
      let flag: Form? = format == .json ? .lines : format == .csv ? .csv : nil
      if let said, let flag, said.form != flag {
        throw Problem(
          "--format says \(format.rawValue), and the file is to end in '\(said.ending)'",
          remedy: "leave one of them out")
      }
      if let file, said == nil, flag == nil {
        throw Problem(
          "the ending of '\(file)' does not say how it is to be written",
          remedy:
            "end it in \(Self.endings.map(\.ending).joined(separator: ", ")), or say --format csv or --format json")
      }
      self = said?.form ?? flag ?? .csv
    }
  }

  private var names: [String] {
    times.map(\.name) + numbers.map(\.name) + (note == nil ? [] : [ExportedSeries.column])
  }
  private var count: Int { times.first?.values.count ?? 0 }

  /// - Parameter file: nil for stdout.
  func write(as form: Form, to file: String?) throws {
    guard let file else {
      print(form == .lines ? lines(into: "") : csv(into: ""), terminator: "")
      return
    }
    switch form {
    case .csv, .lines:
      let output = try FileOutput(creating: file)
      if form == .lines { _ = lines(into: output) } else { _ = csv(into: output) }
      try output.close()
    case .feather: try feather(to: file)
    case .parquet: try parquet(to: file)
    }
  }

  private func csv<Output: TextOutputStream>(into output: Output) -> Output {
    var writer = CSVWriter(columns: names, into: output)
    for row in 0..<count {
      writer.append(
        times.map { .text(Instant(milliseconds: $0.values[row]).description) }
          + numbers.map { Figure.plain($0.values[row]) }
          + [note].compactMap { note in note.map { .text(row == 0 ? $0 : "") } })
    }
    return writer.output
  }

  /// One object a row; what is not known is null. Names are those of columns, which need no quoting.
  private func lines<Output: TextOutputStream>(into output: Output) -> Output {
    var output = output
    for row in 0..<count {
      let stamps = times.map { "\"\($0.name)\":\"\(Instant(milliseconds: $0.values[row]))\"" }
      let values = numbers.map {
        "\"\($0.name)\":\($0.values[row].isFinite ? Figure.plain($0.values[row]).csv : "null")"
      }
      let said = row == 0 ? [note].compactMap { $0.map { "\"\(ExportedSeries.column)\":\"\($0)\"" } } : []
      output.write("{\((stamps + values + said).joined(separator: ","))}\n")
    }
    return output
  }

  private static let batch = 65_536

  private func feather(to file: String) throws {
    var writer = ArrowWriter(
      times.map { ($0.name, true) } + numbers.map { ($0.name, false) },
      notes: [note].compactMap { $0.map { (ExportedSeries.column, $0) } })
    let part = file + ".part"
    do {
      try Data().write(to: URL(fileURLWithPath: part))
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: part))
      try handle.write(contentsOf: writer.beginning())
      for start in stride(from: 0, to: count, by: Self.batch) {
        let rows = start..<min(start + Self.batch, count)
        let stamps = times.map { ArrowWriter.Values.times(Array($0.values[rows])) }
        let values = numbers.map { ArrowWriter.Values.numbers(Array($0.values[rows])) }
        try handle.write(contentsOf: writer.batch(stamps + values))
      }
      try handle.write(contentsOf: writer.ending())
      try handle.close()
      guard rename(part, file) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      unlink(part)
      throw Problem("cannot write '\(file)'", remedy: "check the folder, its rights and its free space", fault: .work)
    }
  }

  /// What of a Feather table `t` is to be Parquet: the note beside its rows becomes the column that says which series they are.
  private var converted: String {
    let name = ExportedSeries.column
    return note == nil
      ? "t" : "t.append_column('\(name)', a.array([t.schema.metadata[b'\(name)'].decode()] + [''] * (len(t) - 1)))"
  }

  private func parquet(to file: String) throws {
    guard let command = ParquetText.command else {
      let feather = file.lowercased().hasSuffix(".parquet") ? String(file.dropLast(8)) + ".feather" : file + ".feather"
      throw Problem(
        "Parquet is written through the duckdb command, which is not there",
        remedy: "install it (pip install duckdb-cli) or name it in DUCKDB; or export to '\(feather)' and convert that: "
          + "python3 -c \"import pyarrow as a, pyarrow.feather as f, pyarrow.parquet as p; t = f.read_table('\(feather)'); "
          + "p.write_table(\(converted), '\(file)')\"")
    }
    let (rows, part) = (file + ".csv.part", file + ".part")
    defer { for leftover in [rows, part] { unlink(leftover) } }
    let output = try FileOutput(creating: rows)
    _ = csv(into: output)
    try output.close()
    try ParquetText.write(
      rows, times: times.map(\.name), texts: note == nil ? [] : [ExportedSeries.column], columns: names, to: part,
      by: command)
    guard rename(part, file) == 0 else {
      throw Problem("cannot write '\(file)'", remedy: "check the folder and its rights", fault: .work)
    }
  }
}
