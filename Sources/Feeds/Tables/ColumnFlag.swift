/// `--columns volume=amount` as it is typed: a name with blanks stands between quotes, or a shell would make several words of it.
enum ColumnFlag {
  static func text(_ columns: (role: String, name: String)...) -> String {
    let pairs = columns.map { "\($0.role)=\(clean($0.name))" }.joined(separator: ",")
    let isPlain = pairs.allSatisfy { $0.isLetter || $0.isNumber || "_-=,.+".contains($0) }
    return "--columns " + (isPlain ? pairs : "'\(pairs)'")
  }

  /// The whole name, which a shorter one would not find.
  private static func clean(_ name: String) -> String { PrintableText.short(name, most: 200) }
}
