import Statistics
import Testing

@Suite("Window sums")
struct WindowSumsTests {
  @Test("every window, partial ones at both ends included")
  func small() {
    #expect(windowSums([1, 2, 3, 4, 5], width: 3) == [1, 3, 6, 9, 12, 9, 5])
    #expect(windowSums([1, 2], width: 5) == [1, 3, 3, 3, 3, 2])
    #expect(windowSums([4, 5], width: 1) == [4, 5])
  }

  @Test("equals the double loop for every width and length up to twelve")
  func exhaustive() {
    for count in 1...12 {
      let values = (0..<count).map { Double(1 << $0) }
      for width in 1...12 {
        let expected = (0..<count + width - 1).map { t in
          values.indices.filter { $0 <= t && $0 > t - width }.reduce(0) { $0 + values[$1] }
        }
        #expect(windowSums(values, width: width) == expected, "\(count) values, width \(width)")
      }
    }
  }

  @Test("a huge value leaves no trace in the windows that no longer hold it")
  func noDrift() {
    let sums = windowSums([1e17, 1, 1, 1, 1, 1], width: 2)
    #expect(sums[2...5].allSatisfy { $0 == 2 })
  }
}
