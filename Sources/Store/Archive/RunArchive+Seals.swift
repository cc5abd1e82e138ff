import Foundation
import GRDB
import Market

/// A seal as the archive of a root knows it: which data it hides, so that they stay hidden in every dataset.
public struct DataSeal: Hashable, Sendable {
  /// The dataset that was sealed. What became of the seal is written there.
  public var dataset: String
  /// The first instant that is hidden.
  public var from: Instant
  /// Of one instrument of that dataset, as far as it was visible when it was sealed.
  public var sample: DataSample

  public init(dataset: String, from: Instant, sample: DataSample) {
    self.dataset = dataset
    self.from = from
    self.sample = sample
  }
}

extension RunArchive {
  /// Notes seals, all or none.
  ///
  /// - Returns: numbers to take them back by.
  @discardableResult
  public func note(_ seals: [DataSeal]) throws -> [Int64] {
    try file.write { db in
      try seals.map { seal in
        try Self.keep(seal.sample, db)
        let last = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM data_seal") ?? 0
        return try ArchiveSchema.dataSeals.changing(db, where: "id > ?", [last]) {
          try db.execute(
            sql: "INSERT INTO data_seal (dataset, from_ms, sample) VALUES (?, ?, ?)",
            arguments: [seal.dataset, seal.from.milliseconds, seal.sample.key])
          return db.lastInsertedRowID
        }
      }
    }
  }

  /// The seals that hide something, in order.
  public func dataSeals() throws -> [DataSeal] {
    try file.read { db in
      try verify(ArchiveSchema.dataSeals, db)
      try verify(ArchiveSchema.samples, db)
      guard try db.tableExists("data_seal") else { return [] }
      return try Row.fetchAll(
        db,
        sql: """
          SELECT sample.key, instrument, instants, closes, dataset, from_ms
          FROM data_seal JOIN sample NOT INDEXED ON sample.key = data_seal.sample WHERE NOT is_lifted ORDER BY id
          """
      ).map { row in
        DataSeal(
          dataset: try row.decode(String.self, atIndex: 4),
          from: Instant(milliseconds: try row.decode(Int64.self, atIndex: 5)), sample: try sample(row))
      }
    }
  }

  /// Lifts what was noted of a dataset.
  ///
  /// - Parameter numbers: those `note` gave; nil for all.
  /// - Returns: how many seals hid something until now.
  @discardableResult
  public func liftSeals(of dataset: String, numbers: [Int64]? = nil) throws -> Int {
    try file.write { db in
      let active = try Int64.fetchAll(
        db, sql: "SELECT id FROM data_seal WHERE dataset = ? AND NOT is_lifted", arguments: [dataset])
      let lifted = active.filter { numbers?.contains($0) ?? true }
      for id in lifted {
        try ArchiveSchema.dataSeals.changing(db, where: "id = ?", [id]) {
          try db.execute(sql: "UPDATE data_seal SET is_lifted = 1 WHERE id = ?", arguments: [id])
        }
      }
      return lifted.count
    }
  }
}
