import Market

/// An ascending set of whole numbers, with the k-th of them and the place of each found in a few steps.
///
/// Everything below a count costs nothing; a dense set is a bitmap with a directory of ranks, 1.14 bits a candidate; a
/// sparse one a list, 8 bytes a member.
struct PointSet: Sendable {
  private enum Form: Sendable {
    case everything
    case list([Int])
    case bitmap(RankedBitmap)
  }

  /// How many members.
  let count: Int
  private let form: Form

  init(everythingBelow count: Int) {
    self.count = count
    form = .everything
  }

  init(_ bitmap: Bitmap) {
    let ranked = RankedBitmap(bitmap)
    count = ranked.population
    form = count == bitmap.count ? .everything : .bitmap(ranked)
  }

  /// - Parameter members: ascending, each once, all below `universe`.
  init(_ members: [Int], below universe: Int) {
    count = members.count
    guard members.count < universe else {
      form = .everything
      return
    }
    // A list is smaller than a bitmap below one member in 56 candidates.
    guard members.count > universe / 56 else {
      form = .list(members)
      return
    }
    var bitmap = Bitmap(count: universe)
    for member in members { bitmap[member] = true }
    form = .bitmap(RankedBitmap(bitmap))
  }

  /// The member with `rank` smaller ones.
  @inline(__always)
  func member(_ rank: Int) -> Int {
    switch form {
    case .everything: rank
    case .list(let members): members[rank]
    case .bitmap(let bitmap): bitmap.position(ofRank: rank)
    }
  }

  /// How many members are smaller than `member`; nil when it is none.
  func rank(of member: Int) -> Int? {
    switch form {
    case .everything: return member < count ? member : nil
    case .bitmap(let bitmap): return bitmap.rank(of: member)
    case .list(let members):
      var (low, high) = (0, members.count)
      while low < high {
        let middle = (low + high) / 2
        if members[middle] < member { low = middle + 1 } else { high = middle }
      }
      return low < members.count && members[low] == member ? low : nil
    }
  }

  /// Bytes it holds.
  var bytes: Int {
    switch form {
    case .everything: 0
    case .list(let members): 8 * members.count
    case .bitmap(let bitmap): bitmap.bytes
    }
  }
}
