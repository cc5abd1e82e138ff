import Foundation
import Testing

/// What cannot be said is said: in the terminal with a reason, in the document as `cannot_say`, never as a number.
@Suite("A study from the shell says what it cannot say")
struct StudyCommandTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool(demoDays: 40)
  }

  private func study(_ signal: String, _ more: String...) throws -> [String: Any] {
    let answer = try tool.run(
      ["study", "stress-fade", "--signal", signal, "--format", "json", "--calibrate", "0", "--no-report"] + more)
    return try answer.document()
  }

  private func horizon(_ document: [String: Any]) throws -> [String: Any] {
    try #require((document["horizons"] as? [[String: Any]])?.first)
  }

  private func reason(_ section: Any?) -> String? { (section as? [String: Any])?["cannot_say"] as? String }

  @Test(
    "a regime that never holds, or always, and a signal of one value have a verdict that says so and no estimator",
    arguments: [("close < 0", "never holds"), ("close > 0", "every bar"), ("close * 0", "one value")])
  func nothing(signal: String, says: String) throws {
    let document = try study(signal)
    let horizon = try horizon(document)
    #expect(horizon["verdict"] as? String == "cannot_say")
    #expect((horizon["verdict_text"] as? String)?.contains(says) == true)
    #expect((horizon["estimators"] as? [Any])?.isEmpty == true)
    #expect(horizon["difference_bps"] is NSNull)
    #expect(reason(horizon["power"])?.contains(says) == true)
    #expect(reason(document["event_study"]) != nil)
    let text = try tool.run(
      "study", "stress-fade", "--signal", signal, "--calibrate", "0", "--details", "--no-report")
    #expect(text.status == 0)
    #expect(text.output.contains(says))
  }

  @Test("one episode is counted and judged by no section")
  func oneEpisode() throws {
    let document = try study("hour() == 5", "--from", "2024-07-10", "--to", "2024-07-11")
    let horizon = try horizon(document)
    #expect(horizon["episodes"] as? Int == 1)
    #expect((horizon["verdict_text"] as? String)?.contains("1 episode is an anecdote") == true)
    for key in ["power", "placebo", "stability"] { #expect(reason(horizon[key]) != nil, "\(key)") }
    #expect(reason(document["event_study"])?.hasPrefix("1 episode") == true)
    for estimator in try #require(horizon["estimators"] as? [[String: Any]]) {
      for key in ["se_bps", "t", "p"] { #expect(estimator[key] is NSNull, "\(key)") }
      #expect((estimator["note"] as? String)?.hasPrefix("no error from 1 episode") == true)
    }
  }

  @Test("few episodes: cells, parts, placebos and the path say how many there are instead of a p")
  func fewEpisodes() throws {
    let document = try study("hour() == 5", "--from", "2024-07-10", "--to", "2024-07-14")
    let horizon = try horizon(document)
    let episodes = try #require(horizon["episodes"] as? Int)
    #expect((1...4).contains(episodes), "\(episodes) episodes")
    #expect(reason(horizon["placebo"])?.contains("\(episodes) episode") == true)
    #expect(reason(horizon["stability"]) != nil)
    #expect(reason(document["event_study"])?.contains("episode") == true)
    let conditioning = try #require(horizon["conditioning"] as? [String: Any])
    #expect(conditioning["judged"] as? Int == 0)
    for partition in try #require(conditioning["partitions"] as? [[String: Any]]) {
      #expect(reason(partition["equality"]) != nil)
      for cell in try #require(partition["cells"] as? [[String: Any]]) {
        #expect(reason(cell["effect"]) != nil)
        #expect(cell["mean_in_bps"] is NSNull)
      }
    }
  }

  @Test("a study of enough episodes has every documented section")
  func sections() throws {
    let document = try study("premium > 0.0002", "--given", "hour() < 12")
    let horizon = try horizon(document)
    for key in ["hit_rate_in", "hit_rate_out", "median_out_bps", "cautions", "circular_shift"] {
      #expect(horizon[key] != nil, "\(key)")
    }
    for key in ["power", "conditioning", "stability", "placebo", "lead_lag"] {
      #expect(horizon[key] != nil, "\(key)")
      #expect(reason(horizon[key]) == nil, "\(key)")
    }
    let events = try #require(document["event_study"] as? [String: Any])
    let close = try #require(events["close"] as? [String: Any])
    #expect((close["offsets_bars"] as? [Any])?.count == (close["mean_bps"] as? [Any])?.count)
    let partitions = try #require((horizon["conditioning"] as? [String: Any])?["partitions"] as? [[String: Any]])
    #expect(partitions.first?["key"] as? String == "given")
    #expect(document["given"] as? String == "hour() < 12")
  }

  @Test("what is wrong with --given, --effect and --placebos is said with the value quoted")
  func flags() throws {
    func refused(_ flag: String, _ value: String, _ says: String) throws {
      let answer = try tool.run("study", "stress-fade", "--signal", "stress", flag, value)
      #expect(answer.status == 2, "\(answer.errors)")
      #expect(answer.errors.contains(says), "\(answer.errors)")
    }
    try refused("--given", "close * 2", "--given 'close * 2' is a number")
    try refused("--given", "stres", "did you mean 'stress'?")
    try refused("--effect", "5pbs", "--effect has '5pbs'")
    try refused("--effect", "0", "--effect has '0'")
    try refused("--effect", "1bps,,2bps", "--effect has ''")
    try refused("--placebos", "-1", "--placebos")
    try refused("--forward", "60d", "60d")
    try refused("--forward", "1h,60m", "--forward has 1h twice")
  }

  @Test("the answer to --given is in the table, and a window beyond the data is said")
  func given() throws {
    let answer = try tool.run(
      "study", "stress-fade", "--signal", "stress", "--given", "hour() < 12", "--calibrate", "0", "--placebos", "0",
      "--no-report", "--from", "2020-01-01")
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(answer.output.contains("asked for with --given"))
    #expect(answer.output.contains("inside") && answer.output.contains("outside"))
    #expect(answer.errors.contains("the window begins at"), "\(answer.errors)")
  }

  @Test("the test log of a market that nobody knows is refused")
  func unknownLog() throws {
    let answer = try tool.run("study", "log", "--market", "nosuch")
    #expect(answer.status == 2)
    #expect(answer.errors.contains("no dataset is called 'nosuch'"), "\(answer.errors)")
  }

  @Test("the same seed draws the same placebos, another draws others")
  func seeds() throws {
    func placebo(_ seed: String) throws -> NSObject {
      try #require(try horizon(study("premium > 0.0002", "--seed", seed))["placebo"] as? NSObject)
    }
    #expect(try placebo("7") == placebo("7"))
    #expect(try placebo("7") != placebo("8"))
  }
}
