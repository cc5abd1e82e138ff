import Market
import Research
import Testing

@Suite("A parameter that nothing reads")
struct UnreadParameterTests {
  @Test("is not swept: its values would be one trial many times over")
  func refused() throws {
    let space = try Spaces.space(grids: ["entry=1,2", "exit=0,1"])
    let problem = try #require(throws: Problem.self) { try space.refuseUnread(["entry"]) }
    #expect(problem.what.contains("'exit' is swept and nothing that is asked here reads it"))
    try space.refuseUnread(["entry", "exit", "lookback"])
  }

  @Test("may stay at its value, and may serve to choose among the others")
  func allowed() throws {
    try Spaces.space(grids: ["entry=1,2"]).refuseUnread(["entry"])
    try Spaces.space(grids: ["entry=1,2", "exit=0,1"], where: ["exit < entry"]).refuseUnread(["entry"])
  }
}
