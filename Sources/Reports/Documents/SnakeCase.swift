extension String {
  /// `sharpeAnnual` as `sharpe_annual`, `r2` as `r2`, `ciLow95` as `ci_low95`.
  ///
  /// A capital begins a word; in a row of capitals only the last does, and only when a small letter follows
  /// (`jsonURLPath` is `json_url_path`).
  package var snakeCase: String {
    let letters = Array(self)
    var text = ""
    for (index, letter) in letters.enumerated() {
      if letter.isUppercase, index > 0, letters[index - 1] != "_" {
        let next = index + 1 < letters.count ? letters[index + 1] : nil
        if !letters[index - 1].isUppercase || next?.isLowercase == true { text += "_" }
      }
      text += letter.lowercased()
    }
    return text
  }
}
