extension Sequence where Element: Comparable {
  /// The one in the middle once they are in order, of two the greater: it is one of them, as a median need not be. Nil of none.
  ///
  /// - Complexity: O(n): only the part that the middle lies in is looked at again.
  @inlinable
  package var middle: Element? {
    var items = ContiguousArray(self)
    let place = items.count / 2
    guard place < items.count else { return nil }
    var (low, high) = (0, items.count)
    var looks = 0
    // Few are sorted, and so are those that pivot after pivot has not divided.
    while high - low > 16, looks < 64 {
      looks += 1
      let ends = [items[low], items[low + (high - low) / 2], items[high - 1]]
      let pivot = ends.sorted()[1]
      var (less, next, more) = (low, low, high)
      while next < more {
        if items[next] < pivot {
          items.swapAt(less, next)
          less += 1
          next += 1
        } else if pivot < items[next] {
          more -= 1
          items.swapAt(next, more)
        } else {
          next += 1
        }
      }
      if place < less {
        high = less
      } else if place >= more {
        low = more
      } else {
        return items[place]
      }
    }
    items[low..<high].sort()
    return items[place]
  }
}
