import Market
import Research
import Signals
import Testing

@Suite("One axis of a sweep")
struct ParameterAxisTests {
  @Test("a range takes decimal steps and holds its end when a step lands on it")
  func range() throws {
    #expect(try ParameterAxis(parsing: "entry=0.1:0.5:0.1").values == [0.1, 0.2, 0.3, 0.4, 0.5].map { .number($0) })
    #expect(try ParameterAxis(parsing: "entry=0.5:3:0.25").values.count == 11)
    #expect(try ParameterAxis(parsing: "entry=1:2:0.7").values == [.number(1), .number(1.7)])
    #expect(try ParameterAxis(parsing: "entry=-1:1:1").values == [-1, 0, 1].map { .number($0) })
    #expect(try ParameterAxis(parsing: "fee=1bps:3bps:1bps").values == [0.0001, 0.0002, 0.0003].map { .number($0) })
  }

  @Test("a factor multiplies, numbers to twelve digits and durations to milliseconds")
  func powers() throws {
    #expect(
      try ParameterAxis(parsing: "lookback=6h:4d:*2").values == [6, 12, 24, 48, 96].map { .duration(.hours($0)) })
    #expect(try ParameterAxis(parsing: "x=0.1:3:*3").values == [0.1, 0.3, 0.9, 2.7].map { .number($0) })
    #expect(try ParameterAxis(parsing: "x=1:1000:*10").values == [1, 10, 100, 1000].map { .number($0) })
  }

  @Test("durations are stepped as durations, and lists are taken as written")
  func others() throws {
    #expect(
      try ParameterAxis(parsing: "lookback=6h:18h:6h").values == [6, 12, 18].map { .duration(.hours($0)) })
    #expect(
      try ParameterAxis(parsing: "lookback=6h,1d").values == [.duration(.hours(6)), .duration(.day)])
    #expect(try ParameterAxis(parsing: "on=true,false").values == [.flag(true), .flag(false)])
  }

  @Test(
    "what is no grid is refused",
    arguments: [
      "entry", "=1:2:1", "entry=", "entry=1:2", "entry=1:2:0", "entry=2:1:1", "entry=1:2:-1", "entry=1:1d:1",
      "entry=a:b:c", "entry=1,1", "entry=1,,2", "entry=0:1:1e-9", "entry=1:2:1:1", "entry=0:8:*2", "entry=1:8:*1",
      "entry=8:1:*2", "x=1h:8h:*1h",
    ])
  func refused(text: String) {
    #expect(throws: Problem.self) { try ParameterAxis(parsing: text) }
  }
}
