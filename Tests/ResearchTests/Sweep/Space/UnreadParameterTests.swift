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

  @Test("may stay at its value, and may serve to choose among the others")
  func allowed() throws {
    #expect(try Spaces.space(grids: ["entry=1,2"]).unreadNote(["entry"]) == nil)
    let chosen = try Spaces.space(grids: ["entry=1,2", "exit=0,1"], where: ["exit < entry"])
    #expect(chosen.unreadNote(["entry"]) == nil)
  }
}
