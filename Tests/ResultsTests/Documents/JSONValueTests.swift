import Results
import Testing

@Suite("JSON values")
struct JSONValueTests {
  @Test("texts are escaped as JSON asks")
  func escapes() {
    let value = JSONValue.string("a\"b\\c\n\r\t\u{1}é</script>\u{2028}")
    #expect(value.text(.compact) == #""a\"b\\c\n\r\t\u0001é</script>\u2028""#)
  }

  @Test("inside a page no tag can begin or end in a text")
  func insideScript() {
    let text = JSONValue.string("</script><!-- & -->").text(.script)
    #expect(text == #""\u003c/script\u003e\u003c!-- \u0026 --\u003e""#)
  }

  @Test("equal values give equal bytes")
  func deterministic() {
    let a: JSONValue = ["b": 1, "a": [1.5, nil, true], "c": "x"]
    let b: JSONValue = ["c": "x", "a": [1.5, nil, true], "b": 1]
    #expect(a.text(.compact) == #"{"a":[1.5,null,true],"b":1,"c":"x"}"#)
    #expect(a.text() == b.text())
  }

  @Test("what is not a number is null", arguments: [Double.nan, .infinity, -.infinity])
  func nonFinite(number: Double) {
    #expect(JSONValue.real(number).text(.compact) == "null")
  }

  @Test("integers stay integers, to the last one")
  func integers() {
    let ends: JSONValue = [.integer(.max), .integer(.min)]
    #expect(ends.text(.pretty) == "[\n  9223372036854775807,\n  -9223372036854775808\n]\n")
  }

  @Test(
    "doubles are as short as they can be and read back", arguments: [0.1, 1.0 / 3, 1e-7, .leastNonzeroMagnitude, 1e300])
  func roundTrip(number: Double) {
    let digits = JSONValue.real(number).text(.compact)
    #expect(Double(digits) == number)
    #expect(digits == number.description)
  }
}
