import Foundation

/// The first thing wrong with the nesting of a page's or a picture's tags, or nil.
///
/// Knows what these pages use: elements without an end, `/>`, and scripts and styles, whose text is not markup.
func nestingFault(in markup: String) -> String? {
  let empty: Set = ["meta", "link", "br", "hr", "img", "!doctype"]
  var open: [String] = []
  var rest = markup[...]
  while let start = rest.firstIndex(of: "<") {
    guard let end = rest[start...].firstIndex(of: ">") else {
      return "a tag does not end: \(rest[start...].prefix(40))"
    }
    let tag = rest[rest.index(after: start)..<end]
    rest = rest[rest.index(after: end)...]
    let name = tag.drop { $0 == "/" }.prefix { !$0.isWhitespace && $0 != "/" }.lowercased()
    if tag.hasPrefix("/") {
      guard open.popLast() == name else { return "</\(name)> closes nothing" }
    } else if !tag.hasSuffix("/"), !empty.contains(name) {
      open.append(name)
      if name == "script" || name == "style" {
        guard let close = rest.range(of: "</\(name)") else { return "<\(name)> does not end" }
        rest = rest[close.lowerBound...]
      }
    }
  }
  return open.isEmpty ? nil : "left open: \(open.joined(separator: " "))"
}
