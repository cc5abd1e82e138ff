/// Ranks from 1, equal values sharing the average of the ranks they span. NaN has no rank and stays NaN.
public func averageRanks(_ values: [Double]) -> [Double] {
  let order = values.indices.filter { !values[$0].isNaN }.sorted { values[$0] < values[$1] }
  var ranks = [Double](repeating: .nan, count: values.count)
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
    let shared = Double(start + end + 1) / 2
    for position in start..<end { ranks[order[position]] = shared }
    start = end
  }
  return ranks
}
