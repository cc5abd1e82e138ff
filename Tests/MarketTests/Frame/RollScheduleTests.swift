import Market
import Testing

@Suite("Which dated future a leg means, and when it goes to the next")
struct RollScheduleTests {
  private let grid = Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .hour, count: 24)

  /// A future that expires after so many hours, and prints its bars but for some.
  private func future(_ hours: Int, from: Int = 0, without gone: Set<Int> = []) -> RollSchedule.Future {
    let expiry = grid.start + .hours(hours)
    return RollSchedule.Future(
      expiry: expiry, printed: Bitmap((0..<24).map { $0 >= from && $0 < hours && !gone.contains($0) }))
  }

  private func parts(_ futures: [RollSchedule.Future], place: Int = 0, ahead: Interval?) -> [RollSchedule.Part] {
    RollSchedule(futures, place: place, ahead: ahead, on: grid).parts
  }

  @Test("the next is meant from the first close on that is so long before the expiry")
  func rolls() {
    let parts = parts([future(8), future(18), future(100)], ahead: .hours(3))
    #expect(parts.map(\.future) == [0, 1, 2])
    // The bar that closes at 05:00, three hours before 08:00, is row 4.
    #expect(parts.map(\.place.rows) == [0..<4, 4..<14, 14..<24])
    #expect(parts.map(\.place.isRolled) == [true, true, false])
    #expect(parts.map(\.place.due) == [4, 14, nil])
  }

  @Test("without a roll each is meant until it has expired")
  func held() {
    let parts = parts([future(8), future(18), future(100)], ahead: nil)
    #expect(parts.map(\.place.rows) == [0..<7, 7..<17, 17..<24])
    #expect(parts.allSatisfy { !$0.place.isRolled && !$0.place.isMissed })
  }

  @Test("a roll waits until the next has a price")
  func waits() {
    let parts = parts([future(8), future(18, without: [4, 5])], ahead: .hours(3))
    #expect(parts.map(\.place.rows) == [0..<6, 6..<17])
    #expect(parts[0].place.due == 4 && parts[0].place.isRolled)
    // The last has no successor and is meant until it has expired.
    #expect(!parts[1].place.isRolled && parts[1].place.due == 14 && parts[1].place.isMissed)
  }

  @Test("one that prints nothing any more holds nobody up who holds none of it")
  func silent() {
    let parts = parts([future(8, without: [3, 4, 5, 6, 7]), future(18)], ahead: .hours(3))
    #expect(parts.map(\.place.rows) == [0..<4, 4..<17])
    #expect(parts[0].place.due == 4 && parts[0].place.isRolled && !parts[0].place.isMissed)
  }

  @Test("one whose next has no price before it expires is not rolled, and that is known")
  func missed() {
    let parts = parts([future(8), future(18, from: 7)], ahead: .hours(3))
    #expect(parts.map(\.place.rows) == [0..<7, 7..<17])
    #expect(parts[0].place.isMissed && !parts[0].place.isRolled)
  }

  @Test("the second is left for the one after it when it becomes the front")
  func second() {
    let parts = parts([future(8), future(18), future(100), future(200)], place: 1, ahead: .hours(3))
    #expect(parts.map(\.future) == [1, 2, 3])
    #expect(parts.map(\.place.rows) == [0..<4, 4..<14, 14..<24])
  }

  @Test("what is listed later changes nothing before it, and moves nobody who holds the next already")
  func listing() {
    let without = parts([future(8), future(100)], ahead: .hours(3))
    let with = parts([future(8), future(20, from: 10), future(100)], ahead: .hours(3))
    #expect(without.map(\.place.rows) == with.map(\.place.rows))
    #expect(with.map(\.future) == [0, 2])
  }
}
