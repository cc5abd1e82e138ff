import Market

/// Rows of a chunk after new ones came in.
struct MergedRows {
  private(set) var stamps: [Int64] = []
  private(set) var columns: [[Double]]
  private(set) var counts = MergeCounts()

  /// Both sides strictly increase in time. At one stamp the new row wins; NaN equals NaN here, bit for bit.
  init(old: Rows, new: Rows) {
    columns = [[Double]](repeating: [], count: new.columns.count)
    stamps.reserveCapacity(old.stamps.count + new.stamps.count)
    for position in columns.indices { columns[position].reserveCapacity(stamps.capacity) }
    var i = old.stamps.startIndex
    var j = new.stamps.startIndex
    while i < old.stamps.endIndex || j < new.stamps.endIndex {
      let before = i < old.stamps.endIndex ? old.stamps[i] : .max
      let after = j < new.stamps.endIndex ? new.stamps[j] : .max
      if before < after {
        take(old, i)
      } else {
        take(new, j)
        if before == after {
          let same = columns.indices.allSatisfy { old.columns[$0][i].bitPattern == new.columns[$0][j].bitPattern }
          if same { counts.duplicate += 1 } else { counts.replaced += 1 }
        } else {
          counts.kept += 1
        }
      }
      if before <= after { i += 1 }
      if after <= before { j += 1 }
    }
  }

  private mutating func take(_ rows: Rows, _ index: Int) {
    stamps.append(rows.stamps[index])
    for position in columns.indices { columns[position].append(rows.columns[position][index]) }
  }

  /// Whether anything differs from the old rows.
  var changed: Bool { counts.kept + counts.replaced > 0 }

  /// Stamps and columns over one range of indices.
  struct Rows {
    var stamps: ArraySlice<Int64>
    var columns: [ArraySlice<Double>]
  }
}
