extension Double {
  /// The number nearest to a decimal one in digits: `1.5`, `-0.2`, `.5`, `1e-4`.
  ///
  /// Nil for everything else that Swift reads as a number: hexadecimal, `inf` and `nan`, which whoever typed them into a file
  /// of amounts did not mean, and for what is larger than the largest.
  ///
  /// - Parameter hundredths: how often it is a hundredth, 1 of percent and 2 of basis points. They become part of the decimal
  ///   exponent, so that 1.7 bps is the number nearest to 0.00017; dividing afterwards would round twice, and print as
  ///   0.00016999999999999999.
  package init?(decimal text: some StringProtocol, hundredths: Int = 0) {
    guard text.allSatisfy({ ("0"..."9").contains($0) || ".+-eE".contains($0) }) else { return nil }
    let parts = text.lowercased().split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
    guard let exponent = parts.count == 1 ? 0 : Int(parts[1]),
      let value = Double("\(parts[0])e\(exponent.subtractingReportingOverflow(2 * hundredths).partialValue)"),
      value.isFinite
    else { return nil }
    self = value
  }
}
