import Pages
import Results

extension KeptWords {
  /// What a kind of view is called: `Open interest view`.
  static func viewKind(_ name: String) -> String {
    let called = name == "oi" ? "open interest" : name
    return "\(called.prefix(1).uppercased())\(called.dropFirst()) view"
  }

  /// Of a view's document.
  static func ofView(_ name: String, _ view: KeptDocument) -> KeptWords {
    let answer = view.texts("answer")
    var words = KeptWords(
      title: view.text("asset"), about: name == "oi" ? "open interest" : name, said: answer.first ?? "",
      spark: picture(name, view))
    let states = view.list("states").filter { $0.flag("now") == true }
    let told = states.filter { $0.object("after").text("verdict") == "predicts" }
    if let state = told.first ?? states.first, let called = state.text("state") {
      let more = states.count > 1 ? " and \(states.count - 1) more" : ""
      let after = state.object("after")
      let finding = (after.text("verdict") ?? "").replacing("_", with: " ")
      words.verdict = .init(told.isEmpty ? .open : .good, finding.isEmpty ? "\(called)\(more)" : finding)
      // What the chip says, and of what.
      let effect = after.number("difference_bps").map {
        "; after it, next \(after.text("forward") ?? ""): \(Figure.bps($0).text) bps, \(finding)"
      }
      words.said += " Now \(called)\(effect ?? "")\(more)."
    }
    switch name {
    case "dashboard":
      let rows = view.list("assets")
      words.title = rows.compactMap { $0.text("asset") }.joined(separator: ", ")
      words.said = rows.map { row in
        let change = row.number("change_1d").map { " (\(Figure.signedPercent($0).text) in 24 h)" } ?? ""
        let funding = row.text("sentiment").map { ", funding \($0)" } ?? ""
        let price = row.number("price").map { " \(Figure.price($0).text)" } ?? ""
        return "\(row.text("asset") ?? "")\(price)\(change)\(funding)"
      }.joined(separator: "; ")
      words.spark = bars("24 h change by asset", rows.map { $0.number("change_1d") ?? .nan })
    case "catalog":
      words.title = "Instruments"
      words.said = view.counts("counts")
    default: break
    }
    return words
  }

  private static func picture(_ name: String, _ view: KeptDocument) -> Gallery.Spark? {
    func numbers(_ list: [KeptDocument], _ key: String) -> [Double] { list.map { $0.number(key) ?? .nan } }
    switch name {
    case "funding": return bars("per 8 h by venue", numbers(view.list("venues"), "per_8h"))
    case "oi": return spark("open interest", numbers(view.list("candles").first?.list("candles") ?? [], "close"))
    case "basis": return bars("basis", numbers(view.list("rows"), "basis_bps"))
    case "liquidations": return bars("liquidated", numbers(view.list("bars"), "total_usd"), .steps)
    case "flow": return spark("cumulative delta", numbers(view.object("reference").list("hours"), "cumulative"))
    case "options": return spark("IV by expiry", numbers(view.list("expiries"), "iv_atm"))
    case "regime":
      return bars("z of funding, basis, OI", ["funding_z", "basis_z", "oi_z"].map { view.number($0) ?? .nan })
    case "seasonality":
      return bars("return by hour", numbers(view.list("buckets").filter { $0.text("kind") == "hour" }, "difference"))
    default: return nil
    }
  }
}
