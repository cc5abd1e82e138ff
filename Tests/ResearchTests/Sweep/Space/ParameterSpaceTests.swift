import Market
import Research
import Signals
import Testing

@Suite("The points of a sweep")
struct ParameterSpaceTests {
  @Test("every parameter is an axis, and combinations are numbered with the last one turning fastest")
  func numbering() throws {
    let space = try Spaces.space(grids: ["lookback=1d,6h", "entry=1:2:0.5"], fixed: ["exit": .number(0.2)])
    #expect(space.count == 6)
    #expect(space.axes.map(\.name) == ["entry", "exit", "lookback", "timed", "exit_after"])
    #expect(space.positions(of: 0) == [0, 0, 0, 0, 0])
    #expect(space.positions(of: 5) == [2, 0, 1, 0, 0])
    #expect(
      space.parameters(4) == [
        "entry": .number(2), "exit": .number(0.2), "lookback": .duration(.hours(6)), "timed": .flag(false),
        "exit_after": .duration(.days(2)),
      ])
    #expect(Set(space.all).count == 6)
  }

  @Test("counts of bars are the durations they stand for")
  func bars() throws {
    let space = try Spaces.space(grids: ["lookback=72,288"])
    #expect(space.axes[2].values == [.duration(.hours(6)), .duration(.day)])
    let fixed = try Spaces.space(grids: ["entry=1,2"], fixed: ["lookback": .number(12)])
    #expect(fixed.parameters(0)["lookback"] == .duration(.hour))
  }

  @Test("--where keeps exactly the points whose parameters meet it, in order")
  func conditions() throws {
    let whole = try Spaces.space(grids: ["entry=0:3:0.25", "exit=-1:2:0.5", "lookback=6h,12h,1d,2d"])
    let kept = try Spaces.space(
      grids: ["entry=0:3:0.25", "exit=-1:2:0.5", "lookback=6h,12h,1d,2d"],
      where: ["exit < entry", "not (lookback > 1d and abs(entry - exit) > 1)"])
    let expected = whole.all.filter { point in
      let (entry, exit) = (point["entry"]?.scalar ?? 0, point["exit"]?.scalar ?? 0)
      let isLong = (point["lookback"]?.scalar ?? 0) > 86_400_000
      return exit < entry && !(isLong && abs(entry - exit) > 1)
    }
    #expect(kept.all == expected)
    #expect(kept.count == 222)
  }

  @Test("what a condition cannot know, as after a division by zero, it does not keep")
  func unknown() throws {
    let space = try Spaces.space(grids: ["exit=-1,0,1"], where: ["not (1 / exit > 0.5)"])
    #expect(space.numbers("exit") == [-1])
  }

  @Test("a conditional axis varies where its condition holds, and elsewhere its default is run once")
  func conditional() throws {
    let space = try Spaces.space(grids: ["timed=true,false", "exit_after=6h,1d if timed == true"])
    #expect(space.count == 3)
    #expect(space.all.map { $0["timed"] } == [.flag(false), .flag(true), .flag(true)])
    #expect(
      space.all.map { $0["exit_after"] } == [.duration(.days(2)), .duration(.hours(6)), .duration(.day)])
    let listed = try Spaces.space(grids: ["timed=true,false", "exit_after=6h,2d if timed"])
    #expect(listed.count == 3)
    #expect(listed.all[0]["exit_after"] == .duration(.days(2)))
  }

  @Test("fewer trials than points are a sample without replacement in the order of the grid, nested over trials")
  func sample() throws {
    let grids = ["entry=0:9:0.1", "lookback=1h:30h:1h"]
    let whole = try Spaces.space(grids: grids)
    let few = try Spaces.space(grids: grids, trials: 50, seed: 7)
    let more = try Spaces.space(grids: grids, trials: 400, seed: 7)
    let other = try Spaces.space(grids: grids, trials: 50, seed: 8)
    #expect(few.count == 50)
    #expect(Set(few.all).count == 50)
    let order = few.all.compactMap { whole.all.firstIndex(of: $0) }
    #expect(order.count == 50 && order == order.sorted())
    #expect(Set(few.all).isSubset(of: Set(more.all)))
    #expect(few.all != other.all)
  }

  @Test("a billion combinations and more are counted and read without being listed")
  func huge() throws {
    let grids = ["entry=1:100000:1", "exit=1:100000:1", "lookback=5m:500m:5m"]
    let space = try Spaces.space(grids: grids)
    #expect(space.count == 1_000_000_000_000)
    #expect(space.bytes == 0)
    #expect(space.positions(of: 999_999_999_999) == [99_999, 99_999, 99, 0, 0])
    let sample = try Spaces.space(grids: grids, trials: 1000)
    #expect(sample.count == 1000 && sample.bytes == 8000)
    #expect(
      Spaces.refusal { try Spaces.space(grids: grids, where: ["lookback < entry * 1m"]) }?.contains("MB before") == true
    )
  }

  @Test("the text is read back to the same space, and lists and conditions may be written in any order")
  func text() throws {
    let spaces = [
      try Spaces.space(
        grids: ["entry=0.1:0.5:0.1", "timed=true,false", "exit_after=6h,1d if timed"],
        where: ["exit < entry", "entry < 9"]),
      try Spaces.space(grids: ["entry=1,2,3"], trials: 2, seed: 5),
      try Spaces.space(
        grids: ["entry=1,2"], draws: ["exit=normal(0,0.5)", "lookback=uniform(6h,3d)", "timed=choice(true,false)"],
        where: ["exit < entry"], sampler: .latin, trials: 40, seed: .max),
      try Spaces.space(
        draws: ["entry=integer(1,20)", "exit=loguniform(1e-4,0.1)", "exit_after=loguniform(1h,7d) if entry > 10"],
        sampler: .sobol, trials: 64),
    ]
    for space in spaces {
      let read = try ParameterSpace(text: space.text)
      #expect(read == space)
      #expect(read.text == space.text)
      #expect(read.all == space.all)
    }
    let a = try Spaces.space(grids: ["entry=1,2,3", "lookback=6h,1d"], where: ["exit < entry", "entry < 9"])
    let b = try Spaces.space(grids: ["lookback=288,6h", "entry=3,1,2"], where: ["entry < 9", "exit < entry"])
    #expect(a.text == b.text)
    #expect(
      a.text
        == #"{"axes":[{"name":"entry","values":["1","2","3"]},{"name":"exit","values":["0"]},"#
        + #"{"name":"lookback","values":["6h","1d"]},{"name":"timed","values":["false"]},"#
        + #"{"name":"exit_after","values":["2d"]}],"interval":"5m","where":["entry < 9","exit < entry"]}"#)
    #expect(throws: Problem.self) { try ParameterSpace(text: "{}") }
    #expect(throws: Problem.self) { try ParameterSpace(text: a.text.replacing("\"6h\"", with: "\"six\"")) }
  }

  @Test("neighbours are one step away on one swept axis and exist")
  func neighbours() throws {
    let space = try Spaces.space(
      grids: ["entry=1,2,3", "exit=0,1,2", "timed=true,false", "exit_after=6h,1d if timed"], where: ["exit < entry"])
    for point in 0..<space.count {
      let here = space.positions(of: point)
      let expected = (0..<space.count).filter { other in
        let steps = zip(here, space.positions(of: other)).map { $1 - $0 }.filter { $0 != 0 }
        return steps == [1] || steps == [-1]
      }
      #expect(space.neighbours(of: point).sorted() == expected)
    }
  }
}
