import Results
import Store

/// What joining stores came to, ready to print.
struct MergeSummary {
  /// Of the archive they were joined in.
  let path: String
  let stores: [String]
  let sweeps: [MergedSweep]

  var table: Table {
    Table(
      title: "Joined in \(path)",
      columns: [
        .init("Sweep", key: "sweep", .words), .init("Strategy", key: "strategy", .words),
        .init("Market", key: "market", .words), .init("Trials", key: "trials"), .init("Blocks", key: "blocks"),
        .init("Joined", unit: "blocks", key: "joined_blocks"),
        .init("There before", unit: "blocks", key: "present_blocks"),
        .init("In several", unit: "blocks", key: "repeated_blocks"), .init("From", unit: "stores", key: "stores"),
      ],
      rows: sweeps.map { merged in
        [
          .text(String(merged.sweep.hash.prefix(12))), .text(merged.sweep.strategy), .text(merged.sweep.market),
          .count(merged.sweep.trials), .count(merged.sweep.blocks), .count(merged.joinedBlocks),
          .count(merged.presentBlocks), .count(merged.repeatedBlocks), .count(merged.sources.count),
        ]
      },
      notes: ["Nothing is missing, and blocks that are in several stores are the same in all of them."])
  }

  var closing: [String] {
    ["The sweep's line, without --shard and with this root, finds every trial and says what the best is worth."]
  }

  var json: JSONValue {
    .object([
      "into": .string(path), "stores": .array(stores.map(JSONValue.string)),
      "sweeps": .array(
        sweeps.map { merged in
          .object([
            "hash": .string(merged.sweep.hash), "strategy": .string(merged.sweep.strategy),
            "market": .string(merged.sweep.market), "engine": .string(merged.sweep.engine),
            "trials": .integer(merged.sweep.trials), "blocks": .integer(merged.sweep.blocks),
            "joined_trials": .integer(merged.joinedTrials), "joined_blocks": .integer(merged.joinedBlocks),
            "present_blocks": .integer(merged.presentBlocks), "repeated_blocks": .integer(merged.repeatedBlocks),
            "sources": .array(
              merged.sources.map { .object(["path": .string($0.path), "blocks": .integer($0.blocks)]) }),
          ])
        }),
    ])
  }
}
