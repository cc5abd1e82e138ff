extension String {
  /// A sentence as a page shows it: a `p` stays with its value, and a minus is as wide as a plus.
  var onPage: String {
    var text = replacing("p < ", with: "p\u{00A0}<\u{00A0}")
    for digit in "01" { text = text.replacing("p \(digit).", with: "p\u{00A0}\(digit).") }
    for digit in "0123456789" {
      for before in [" ", "("] { text = text.replacing("\(before)-\(digit)", with: "\(before)\u{2212}\(digit)") }
    }
    return text
  }
}
