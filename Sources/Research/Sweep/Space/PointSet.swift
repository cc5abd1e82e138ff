import Market
import Numerics

/// An ascending set of whole numbers, with the k-th of them and the place of each found in a few steps.
///
/// Everything below a count costs nothing; a dense set is a bitmap with a directory of ranks, 1.14 bits a candidate; a
/// sparse one a list, 8 bytes a member.
struct PointSet: Sendable {
  private enum Form: Sendable {
    case everything
    case list
    case bitmap
  }

  /// How many members.
  let count: Int
  private let form: Form
  // Beside the form and not in it: taking them out of an enum would count references on every call.
  private let list: [Int]
  private let bitmap: RankedBitmap

  private init(_ form: Form, count: Int, list: [Int] = [], bitmap: RankedBitmap = RankedBitmap(Bitmap(count: 0))) {
    self.form = form
    self.count = count
    self.list = list
    self.bitmap = bitmap
  }

  init(everythingBelow count: Int) { self.init(.everything, count: count) }

  init(_ bitmap: Bitmap) {
    let ranked = RankedBitmap(bitmap)
    if ranked.population == bitmap.count {
      self.init(.everything, count: bitmap.count)
    } else {
      self.init(.bitmap, count: ranked.population, bitmap: ranked)
    }
  }

  /// - Parameter members: ascending, each once, all below `universe`.
  init(_ members: [Int], below universe: Int) {
    // A list is smaller than a bitmap below one member in 56 candidates.
    guard members.count > universe / 56 else {
      self.init(.list, count: members.count, list: members)
      return
    }
    var bitmap = Bitmap(count: universe)
    for member in members { bitmap[member] = true }
    self.init(bitmap)
  }

  /// The member with `rank` smaller ones.
  @inline(__always)
  func member(_ rank: Int) -> Int {
    switch form {
    case .everything: rank
    case .list: list[rank]
    case .bitmap: bitmap.position(ofRank: rank)
    }
  }

  /// How many members are smaller than `member`; nil when it is none.
  func rank(of member: Int) -> Int? {
    switch form {
    case .everything: return member < count ? member : nil
    case .bitmap: return bitmap.rank(of: member)
    case .list:
      let smaller = list.leadingCount { $0 < member }
      return smaller < list.count && list[smaller] == member ? smaller : nil
    }
  }

  /// Bytes it holds.
  var bytes: Int { 8 * list.count + bitmap.bytes }
}
