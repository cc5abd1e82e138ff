/// Gate's archive of its perpetuals on USDT: a file a month and contract, without a header, of what the folder alone says.
///
/// The size of a trade and the volume of a bar count contracts, and a size below zero was sold. A price that was marked stands
/// beside the index and the last trade. What funding is to be (`funding_updates`) changes each minute in columns that nothing
/// names; what was settled is in `funding_applies`.
///
/// Source: https://www.gate.io/developer/historical_quotes.
let gateArchiveProfiles: [String] = [
  gateArchive(
    "candles", "bars of Gate's archive, volume in contracts", folder: "candlesticks_*",
    series: [
      """
      - kind: klines
          venue: gate
          symbol: "{symbol}"
          label: open
          columns: {open: 6, high: 4, low: 5, close: 3, volume: {from: 2, unit: contracts}}
      """
    ]),
  gateArchive(
    "trades", "trades of Gate's archive, in contracts; a size below zero was sold", folder: "trades",
    order: "order: any\n",
    series: [
      """
      - kind: trades
          venue: gate
          symbol: "{symbol}"
          id: 2
          columns:
            trade_price: 3
            taker_bought: {from: 4, unit: contracts, where: {4: "!-*"}}
            taker_sold: {from: 4, unit: contracts, scale: -1, where: {4: "-*"}}
      """
    ]),
  gateArchive(
    "funding", "funding rates as they were settled, of Gate's archive", folder: "funding_applies",
    series: [
      """
      - kind: funding
          venue: gate
          symbol: "{symbol}"
          columns: {funding_rate: 2}
      """
    ]),
  gateArchive(
    "marks", "mark and index prices of Gate's archive, tick by tick", folder: "mark_prices",
    order: "order: any\nduplicates: last\n",
    series: [("mark", 2), ("index", 3)].map { kind, column in
      """
      - kind: \(kind)
          venue: gate
          symbol: "{symbol}"
          interval: irregular
          label: snapshot
          columns: {\(kind): \(column)}
      """
    }),
]

private func gateArchive(
  _ name: String, _ about: String, folder: String, order: String = "", series: [String]
) -> String {
  """
  name: gate-archive-\(name)
  about: \(about)
  match:
    path: ["*/futures_usdt/\(folder)/*/{symbol}-{month}.csv", "*/futures_usdt/\(folder)/{symbol}-{month}.csv"]
  header: false
  time: {column: 1, unit: s}
  \(order)series:
    \(series.joined(separator: "\n  "))
  """
}
