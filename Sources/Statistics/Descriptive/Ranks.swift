/// Ranks from 1, equal values sharing the average of the ranks they span. NaN has no rank and stays NaN.
public func averageRanks(_ values: [Double]) -> [Double] {
  // Half as wide as indices, for sorting takes two of them.
  var order: [Int32] = []
  order.reserveCapacity(values.count)
  for row in values.indices where !values[row].isNaN { order.append(Int32(row)) }
  order.sort { values[Int($0)] < values[Int($1)] }
  var ranks = [Double](repeating: .nan, count: values.count)
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, values[Int(order[end])] == values[Int(order[start])] { end += 1 }
    let shared = Double(start + end + 1) / 2
    for position in start..<end { ranks[Int(order[position])] = shared }
    start = end
  }
  return ranks
}
