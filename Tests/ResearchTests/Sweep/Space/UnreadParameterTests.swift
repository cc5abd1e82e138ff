import Research
import Testing

@Suite("A parameter that nothing reads")
struct UnreadParameterTests {
  @Test("is named when it is swept: its values are one trial many times over")
  func named() throws {
    let space = try Spaces.space(grids: ["entry=1,2", "exit=0,1"])
    #expect(space.unreadNote(["entry"])?.contains("reads 'exit', which is swept") == true)
    #expect(space.unreadNote(["entry", "exit", "lookback"]) == nil)
  }

  @Test("makes no trials of its own: of copies the first one counts")
  func copies() throws {
    let space = try Spaces.space(grids: ["entry=1,2", "exit=0,1"])
    let own = space.withoutRepeats(Array(0..<4), reading: ["entry"])
    #expect(own.count == 2 && own.first == 0)
    #expect(Set(own.map { space.parameters($0)["entry"] }) == [.number(1), .number(2)])
    #expect(space.withoutRepeats(Array(0..<4), reading: ["entry", "exit"]) == Array(0..<4))
    #expect(space.withoutRepeats(Array(0..<4), reading: []) == [0])
  }

  @Test("may stay at its value, and may serve to choose among the others")
  func allowed() throws {
    #expect(try Spaces.space(grids: ["entry=1,2"]).unreadNote(["entry"]) == nil)
    let chosen = try Spaces.space(grids: ["entry=1,2", "exit=0,1"], where: ["exit < entry"])
    #expect(chosen.unreadNote(["entry"]) == nil)
  }
}
