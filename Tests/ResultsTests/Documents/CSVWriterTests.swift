import Foundation
import Market
import Results
import Testing

@Suite("Comma-separated values")
struct CSVWriterTests {
  @Test(
    "fields with commas, quotes or line ends are quoted, others are not",
    arguments: [
      ("plain text", "plain text"), ("a,b", "\"a,b\""), ("say \"so\"", "\"say \"\"so\"\"\""), ("\"", "\"\"\"\""),
      ("two\nlines", "\"two\nlines\""), ("carriage\r\nreturn", "\"carriage\r\nreturn\""), ("", ""),
    ])
  func quoting(field: String, text: String) {
    var writer = CSVWriter(columns: ["x"], into: "")
    writer.append([.text(field)])
    #expect(writer.output == "x\n\(text)\n")
  }

  @Test(
    "a name that a spreadsheet would run is text to it, numbers and dashes stay as they are",
    arguments: [
      ("=cmd|'/c calc'!A0", "'=cmd|'/c calc'!A0"), ("@SUM(1)", "'@SUM(1)"), ("+SUM(1)", "'+SUM(1)"),
      ("-1+cmd|'/c'!A0", "'-1+cmd|'/c'!A0"), ("-zscore(x)", "-zscore(x)"), ("-", "-"), ("+3.5", "+3.5"),
    ])
  func formulas(name: String, text: String) {
    var writer = CSVWriter(columns: ["x"], into: "")
    writer.append([.text(name)])
    #expect(writer.output == "x\n\(text)\n")
  }

  @Test(
    "numbers read back as they were",
    arguments: [0.1, 1.0 / 3, Double.leastNonzeroMagnitude, 1e22, -0.0, 123_456_789.123])
  func roundTrip(number: Double) {
    var writer = CSVWriter(columns: ["x"], into: "")
    writer.append([.percent(number)])
    let field = writer.output.dropFirst(2).dropLast()
    #expect(Double(field)?.bitPattern == number.bitPattern)
  }

  @Test("missing values are empty fields")
  func missing() {
    var writer = CSVWriter(columns: ["a", "b", "c"], into: "")
    writer.append([.missing, .bps(.nan), .count(1)])
    #expect(writer.output == "a,b,c\n,,1\n")
  }

  @Test("rows can go to a file as they come")
  func file() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("hindcast-rows-\(UUID()).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var writer = CSVWriter(columns: ["n"], into: try FileOutput(creating: path))
    for n in 0..<3 { writer.append([.count(n)]) }
    try writer.output.close()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "n\n0\n1\n2\n")
  }

  @Test("a file takes the place of another when it is whole, and not before")
  func whole() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("hindcast-rows-\(UUID()).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
    try "former".write(toFile: path, atomically: true, encoding: .utf8)
    do {
      let abandoned = try FileOutput(creating: path)
      abandoned.write("half")
      #expect(try text() == "former")
    }
    #expect(try text() == "former" && !FileManager.default.fileExists(atPath: path + ".part"))
    let output = try FileOutput(creating: path)
    output.write("rows")
    try output.close()
    #expect(try text() == "rows" && !FileManager.default.fileExists(atPath: path + ".part"))
  }

  @Test("a file that cannot be made is a problem that names it")
  func unwritable() {
    let problem = #expect(throws: Problem.self) { try FileOutput(creating: "/nonexistent/rows.csv") }
    #expect(problem?.what == "cannot create '/nonexistent/rows.csv': No such file or directory")
  }

  @Test(
    "a full disk is told at the end",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
  func fullDisk() throws {
    let output = try FileOutput(creating: "/dev/full")
    output.write("rows")
    #expect(throws: Problem.self) { try output.close() }
  }

  @Test("documents of one kind follow one another under a single header")
  func joined() {
    #expect(CSV.joined(["n\n1\n", "n\n2\n3\n", "n\n"]) == "n\n1\n2\n3\n")
    #expect(CSV.joined([]) == "")
  }
}
