import Feeds
import Market
import Testing

@Suite("A JSON text of one value, cut between its rows")
struct JSONCutterTests {
  private func pieces(_ text: String, block: Int = 7, piece: Int = 20) throws -> [(text: String, lines: Int)] {
    var (cutter, found) = (JSONCutter(path: "x.json", piece: piece), [(String, Int)]())
    let bytes = Array(text.utf8)
    func take(_ piece: [UInt8], _ lines: Int) { found.append((String(decoding: piece, as: UTF8.self), lines)) }
    for start in stride(from: 0, to: bytes.count, by: block) {
      try cutter.take(bytes[start..<min(start + block, bytes.count)], take)
    }
    try cutter.finish(take)
    return found
  }

  @Test("each piece is the same value with some of its rows, whatever stands in strings")
  func objects() throws {
    let rows = (0..<9).map { #"{"t":\#($0),"note":"a]}\",{["}"# }
    let text =
      #"{"code":0,"list":[1,2],"data":{"rows":["# + rows.joined(separator: ",\n") + #"],"next":[{"x":1}]},"end":"]"}"#
    let found = try pieces(text)
    #expect(found.count > 3)
    let head = #"{"code":0,"list":[1,2],"data":{"rows":["#
    for piece in found { #expect(piece.text.hasPrefix(head) && piece.text.hasSuffix("]}}"), "\(piece.text)") }
    let inner = found.map { $0.text.dropFirst(head.count).dropLast(3) }.joined(separator: ",")
    #expect(inner.filter { $0 != "\n" } == rows.joined(separator: ","))
    // The lines before each, so that a bad row says its own.
    #expect(found.map(\.lines) == found.map(\.lines).sorted() && found.last.map { $0.lines > 4 } == true)
  }

  @Test("rows may be lists, and the value a list itself", arguments: [1, 3, 1000])
  func lists(block: Int) throws {
    let text = " [ [1,2],[3,4] ,[5,[6]],[7,8],[9,10],[11,12] ] \n"
    let found = try pieces(text, block: block, piece: 8).map(\.text)
    #expect(found.count > 1)
    #expect(
      found.map { $0.filter { $0 != " " }.dropFirst().dropLast() }.joined(separator: ",")
        == "[1,2],[3,4],[5,[6]],[7,8],[9,10],[11,12]")
  }

  @Test(
    "a text that is cut short, or has no list of rows, is refused",
    arguments: [#"{"data":[{"a":1},{"a":2}"#, #"{"data":[{"a":1}]"#, #"{"data":[1,2]}"#, #"{"a":{"b":1}}"#])
  func damaged(text: String) throws {
    #expect(throws: Problem.self) { try pieces(text) }
  }

  @Test(
    "lists a column, which no piece of the text holds a row of, are refused with the size and the line that turns them")
  func columns() throws {
    let list = [String](repeating: "1735689600000", count: 90_000).joined(separator: ",")
    let refused = #expect(throws: Problem.self) {
      try pieces(#"{"result":{"time":[\#(list)],"open":[1]}}"#, block: 1 << 16)
    }
    #expect(
      refused?.what.contains("more than 1 MiB of lists a column, and one of more than 32 MiB is read row by row")
        == true)
    #expect(refused?.remedy?.contains("transpose[]") == true)
    let noList = #expect(throws: Problem.self) { try pieces(#"{"a":"\#(list)"}"#, block: 1 << 16) }
    #expect(noList?.remedy?.contains("'.data[]'") == true)
  }
}
