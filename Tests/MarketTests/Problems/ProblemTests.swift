import Market
import Testing

@Suite("Problems")
struct ProblemTests {
  @Test("a problem reads as place, sentence and remedy")
  func text() {
    let problem = Problem(
      "unknown column 'fundng_rate'", at: .init(file: "fade.yaml", line: 12, column: 8),
      remedy: "did you mean 'funding_rate'?")
    #expect(problem.description == "fade.yaml:12:8: unknown column 'fundng_rate'; did you mean 'funding_rate'?")
  }

  @Test("parts of the place that are not known are left out")
  func places() {
    #expect(Problem("it is wrong").description == "it is wrong")
    #expect(Problem("it is wrong", at: .init(file: "a.csv")).description == "a.csv: it is wrong")
    #expect(Problem("it is wrong", at: .init(file: "a.csv", line: 3)).description == "a.csv:3: it is wrong")
    #expect(Problem("it is wrong", at: .init(file: "a.csv", column: 3)).description == "a.csv: it is wrong")
  }

  @Test("a caller adds the file, and never over one that is known")
  func inFile() {
    #expect(Problem("it is wrong", at: .init(line: 3)).inFile("a.csv").description == "a.csv:3: it is wrong")
    #expect(Problem("it is wrong", at: .init(file: "b.csv")).inFile("a.csv").place.file == "b.csv")
  }

  @Test("faults are the exit codes of the command line")
  func faults() {
    #expect(Problem("x").fault.rawValue == 2)
    #expect(Problem("x", fault: .work).fault.rawValue == 1)
  }
}
