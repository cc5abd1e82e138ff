import Foundation
import GRDB
import Market

/// Rows of the table `run`, in which versions before 0.2.0 kept replays and nothing else.
///
/// They said neither what the strategy's file held nor what a document's bytes were, and their folder began with the root
/// as it was typed.
enum EarlierRuns {
  /// All of them, oldest first; none in an archive without the table.
  static func fetch(_ db: Database) throws -> [ResultRecord] {
    guard try db.tableExists("run") else { return [] }
    var records = try Row.fetchAll(
      db,
      sql: """
        SELECT hash, kind, strategy, market, interval_ms, from_ms, to_ms, parameters, identity, figures, engine, folder
        FROM run ORDER BY rowid
        """
    ).map { row in
      let kind = try row.decode(String.self, atIndex: 1)
      let identity = try row.decode(String.self, atIndex: 8)
      return ResultRecord(
        hash: try row.decode(String.self, atIndex: 0), kind: kind == "compare" ? "comparison" : kind,
        name: try row.decode(String.self, atIndex: 2), markets: [try row.decode(String.self, atIndex: 3)],
        instruments: instruments(identity), interval: Interval(milliseconds: try row.decode(Int64.self, atIndex: 4)),
        range: TimeRange(
          from: Instant(milliseconds: try row.decode(Int64.self, atIndex: 5)),
          to: Instant(milliseconds: try row.decode(Int64.self, atIndex: 6))),
        parameters: try row.decode(String.self, atIndex: 7), identity: identity,
        figures: try row.decode(String.self, atIndex: 9), engine: try row.decode(String.self, atIndex: 10),
        folder: belowRoot(try row.decode(String.self, atIndex: 11)))
    }
    // Two runs whose hashes begin alike wrote into one folder: what lies there is the later one's.
    var taken: Set<String> = []
    for index in records.indices.reversed() {
      guard let folder = records[index].folder, !taken.insert(folder).inserted else { continue }
      records[index].folder = nil
    }
    return records
  }

  /// Moves them to the table `result`, and takes theirs away.
  static func move(_ db: Database) throws {
    for run in try fetch(db) {
      try db.execute(
        sql: """
          INSERT INTO result (\(RunArchive.resultColumns))
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, ?)
          """,
        arguments: [
          run.hash, run.kind, run.name, try RunArchive.text(run.markets), try RunArchive.text(run.instruments),
          run.interval.milliseconds, run.range.from.milliseconds, run.range.to.milliseconds, run.parameters,
          run.identity, run.figures, run.engine, run.folder,
        ])
    }
    try db.execute(sql: "DROP TABLE run")
  }

  /// The instrument by its line of the identity.
  private static func instruments(_ identity: String) -> [String] {
    let text = (try? JSONDecoder().decode(String.self, from: Data(identity.utf8))) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("instrument ") }
    return line.map { [String($0.dropFirst("instrument ".count))] } ?? []
  }

  /// `/somewhere/results/x` is `results/x`; a folder that is not below `results/` stays as it is written.
  private static func belowRoot(_ folder: String) -> String {
    guard let results = folder.range(of: "/results/", options: .backwards) else { return folder }
    return String(folder[folder.index(after: results.lowerBound)...])
  }
}
