import Market

/// What columns are for, told by their names.
enum ColumnRoles {
  /// The role of times; all other roles are names of a kind's columns, or `symbol` and `venue`.
  static let time = "time"

  /// The role of a column that says whether a bar was over when it was written.
  static let finished = "finished"
  /// The role of a column that says whether a row was made up where none was.
  static let filled = "filled"
  /// The role of rates that were paid, where others that were not yet stand beside them.
  static let settledRate = "settled_rate"
  /// The role of the time of the settlement that a rate is of.
  static let nextSettlement = "next_settlement"
  /// The role of how long a rate is of.
  static let fundingHours = "funding_interval"
  /// Names of the time of a settlement, which is the one to come where another column says the one after it.
  static let settlementTimes: Set<String> = ["funding_time", "fundingtime"]
  /// The same, and of the settlement that a rate is of where the row has a time of its own.
  static let namedSettlements = settlementTimes.union([
    "funding_timestamp", "fundingtimestamp", "settlement_time", "settle_time", "settlementtime",
  ])
  /// What OKX calls open interest in coins, which it lists beside contracts.
  private static let coinInterest = "oiccy"
  /// What venues call amounts in coins that they list beside contracts.
  private static let inCoins: Set<String> = [coinInterest, "homenotional", "volccy", "base_volume", "volume_base"]

  /// Whether a column says in its name that it counts coins.
  static func countsCoins(_ name: String) -> Bool { inCoins.contains(plain(name)) }

  /// What data frames call a column that has no name.
  static let nameless: Set<String> = ["", "unnamed: 0", "index"]

  private static let words: [(role: String, names: [String])] = [
    (
      time,
      [
        "time", "timestamp", "open_time", "opentime", "unix", "unix_timestamp", "unixtime", "ts", "datetime",
        "date_time", "date", "start_time", "starttime", "start", "startedat", "started_at", "t", "time_utc", "utc_time",
        "gmt_time", "local_time", "mts", "candle_begin_time", "time_period_start", "funding_time", "fundingtime",
        "open_timestamp", "open_ts", "time_open", "opening_time", "period_start", "bar_start", "candle_start",
        "interval_start", "window_start", "start_timestamp", "timestamp_start", "start_ts", "bar_open_time",
        "candle_open_time", "candle_start_time", "bar_start_time", "timepoint", "effective_at", "effectiveat",
      ]
    ),
    ("open", ["open", "o", "open_price", "openprice", "price_open", "opening_price"]),
    ("high", ["high", "h", "high_price", "highprice", "price_high", "max"]),
    ("low", ["low", "l", "low_price", "lowprice", "price_low", "min"]),
    (
      "close",
      ["close", "c", "close_price", "closeprice", "price_close", "closing_price", "close_last", "price", "last"]
    ),
    (
      "volume",
      [
        "volume", "v", "vol", "base_volume", "basevolume", "volume_base", "basetokenvolume", "volume_traded",
        "coin_volume", "volumefrom",
      ]
    ),
    (
      "quote_volume",
      [
        "quote_volume", "quotevolume", "volume_quote", "quote_asset_volume", "turnover", "usdvolume", "quote_vol",
        "volume_usdt", "volume_usd", "vol_usdt", "vol_usd", "volume_notional", "vol_quote", "volccyquote",
        "dollar_volume", "trade_turnover", "usdtvolume", "volumeto", "volumeusd", "volumeusdt",
      ]
    ),
    (
      "trades", ["trades", "count", "trade_count", "tradecount", "number_of_trades", "num_trades", "trades_count", "n"]
    ),
    (
      "taker_buy_volume",
      [
        "taker_buy_volume", "taker_buy_base_volume", "taker_buy_base_asset_volume", "taker_buy_base",
        "taker_base_volume", "taker_base_vol", "taker_buy_vol", "taker_buy_base_vol", "taker_buy_volume_base",
        "tb_base_av",
        "takerbuyvolume", "takerbuybasevolume", "takerbuybaseassetvolume", "taker_buy_base_asset",
      ]
    ),
    (
      "taker_buy_quote_volume",
      [
        "taker_buy_quote_volume", "taker_buy_quote_asset_volume", "taker_buy_quote", "taker_quote_volume",
        "taker_quote_vol", "taker_buy_quote_vol", "taker_buy_volume_quote", "tb_quote_av", "takerbuyquotevolume",
        "takerbuyquoteassetvolume", "taker_buy_quote_asset",
      ]
    ),
    (
      "funding_rate",
      ["relativefundingrate", "funding_rate", "fundingrate", "last_funding_rate", "lastfundingrate", "rate", "funding"]
    ),
    (
      settledRate,
      [
        "realized_rate", "realizedrate", "realised_rate", "realized_funding_rate", "realised_funding_rate",
        "realizedfundingrate", "real_funding_rate", "realfundingrate", "actual_funding_rate", "actualfundingrate",
        "settled_rate", "settledrate", "settled_funding_rate", "settledfundingrate",
      ]
    ),
    (
      "predicted_funding_rate",
      [
        "predicted_funding_rate", "predictedfundingrate", "estimated_funding_rate", "estimatedfundingrate",
        "next_funding_rate", "nextfundingrate", "indicative_funding_rate", "indicativefundingrate", "predicted_rate",
        "estimated_rate",
      ]
    ),
    (
      nextSettlement,
      [
        "next_funding_time", "nextfundingtime", "next_funding_timestamp", "nextfundingtimestamp", "next_funding_at",
        "funding_next_apply", "next_settlement_time", "nextsettletime",
      ]
    ),
    (
      fundingHours,
      [
        "funding_interval", "funding_interval_hours", "fundinginterval", "fundingintervalhours",
        "funding_interval_hour", "fundingintervalhour",
      ]
    ),
    (
      "open_interest",
      [
        coinInterest, "open_interest", "openinterest", "sum_open_interest", "oi", "openinterestamount",
        "sumopeninterest",
      ]
    ),
    (
      "open_interest_value",
      [
        "open_interest_value", "sum_open_interest_value", "open_interest_usd", "oi_usd", "oiusd", "openinterestvalue",
        "openinterestusd", "sumopeninterestvalue",
      ]
    ),
    (
      "long_liquidations",
      [
        "long_liquidations", "long_liquidation", "liquidated_longs", "longs_liquidated", "long_liqs", "long_liq",
        "liq_long", "liqs_long", "longs", "longliquidations", "long_liquidation_volume",
      ]
    ),
    (
      "short_liquidations",
      [
        "short_liquidations", "short_liquidation", "liquidated_shorts", "shorts_liquidated", "short_liqs", "short_liq",
        "liq_short", "liqs_short", "shorts", "shortliquidations", "short_liquidation_volume",
      ]
    ),
    (
      "long_liquidations_value",
      [
        "long_liquidations_value", "long_liquidations_usd", "long_liquidation_usd", "long_liqs_usd", "long_liq_usd",
        "longs_usd", "long_usd", "long_liquidations_usdt", "longs_usdt", "long_liquidationusd",
      ]
    ),
    (
      "short_liquidations_value",
      [
        "short_liquidations_value", "short_liquidations_usd", "short_liquidation_usd", "short_liqs_usd",
        "short_liq_usd", "shorts_usd", "short_usd", "short_liquidations_usdt", "shorts_usdt", "short_liquidationusd",
      ]
    ),
    ("long_share", ["long_share", "longaccount", "long_account", "buyratio"]),
    ("short_share", ["short_share", "shortaccount", "short_account", "sellratio"]),
    ("long_short_ratio", ["long_short_ratio", "longshortratio"]),
    ("mark", ["mark", "mark_price", "markprice"]),
    ("index", ["index", "index_price", "indexprice"]),
    (
      "symbol",
      [
        "symbol", "ticker", "pair", "instrument", "instrument_name", "market", "coin", "instid", "instrument_id",
        "symbol_id", "product_id", "contract", "contract_name", "contract_code", "sym", "asset", "token", "underlying",
        "security", "key_of_the_rows",
      ]
    ),
    ("venue", ["venue", "exchange"]),
    (
      finished,
      [
        "confirm", "confirmed", "is_closed", "isclosed", "is_final", "isfinal", "is_complete", "iscomplete", "complete",
        "completed", "is_finished", "finished", "closed", "final",
      ]
    ),
    (
      filled,
      [
        "is_filled", "isfilled", "forward_filled", "is_forward_filled", "ffilled", "is_ffilled", "imputed",
        "is_imputed",
        "isimputed", "interpolated", "is_interpolated", "isinterpolated", "synthetic", "is_synthetic", "issynthetic",
      ]
    ),
  ]

  private static let byName = Dictionary(
    (words + otherLanguages).flatMap { role, names in names.map { ($0, role) } },
    uniquingKeysWith: { first, _ in first })

  /// Small letters and `_`, so that `Open Time`, `open-time` and `open_time` are one name.
  static func plain(_ name: String) -> String {
    var plain = ""
    for character in name.lowercased() {
      if character.isLetter || character.isNumber {
        plain.append(character)
      } else if plain.last != "_", !plain.isEmpty {
        plain.append("_")
      }
    }
    return plain.last == "_" ? String(plain.dropLast()) : plain
  }

  /// Signs of currencies, which are no letters, and the words that they stand for.
  private static let signs: [Character: String] = ["$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "₩": "krw"]
  /// Roles of amounts in coins.
  private static let ofCoins: Set<String> = [
    "volume", "taker_buy_volume", "open_interest", "long_liquidations", "short_liquidations",
  ]

  /// The name with words for signs: `Volume ($)` is `Volume (USD)`. Nil for a name without any.
  private static func spelled(_ name: String) -> String? {
    guard name.contains(where: { signs[$0] != nil }) else { return nil }
    return name.map { signs[$0].map { " \($0) " } ?? String($0) }.joined()
  }

  /// The role of a column of that name; nil where the name says none.
  static func role(of name: String) -> String? {
    guard let spelled = spelled(name) else { return role(spelled: name) }
    if let role = role(spelled: spelled) { return role }
    // A price in dollars is a price, and an amount in euros no amount in coins.
    let role = role(spelled: name)
    return role.map(ofCoins.contains) == true ? nil : role
  }

  private static func role(spelled name: String) -> String? {
    let plain = plain(name)
    if let role = byName[plain] { return role }
    // A clock or a unit beside the name of a time: `Time (UTC+8)`, `open_time_ms`.
    let clock = NamedClock(name)
    if byName[clock.rest] == time || clock.rest.isEmpty && clock.zone == .said("UTC") { return time }
    // What an interface says once of all its rows: `result.symbol`.
    if let last = name.split(separator: ".").last, byName[Self.plain(String(last))] == "symbol" { return "symbol" }
    // How amounts are counted, behind their name: `OI (millions)`.
    if let amount = ScaleWord.without(name).flatMap({ byName[$0] }) { return amounts.contains(amount) ? amount : nil }
    // A unit or hours behind the name of a rate: `funding_rate_bps`, `fundingRate8h`.
    let rest = NamedRate.rest(of: plain)
    // `rate_24h` is mostly what a price changed by.
    guard rest.contains("funding") || NamedRate.hours(plain) == nil else { return nil }
    let role = byName[rest]
    return role.flatMap { rates.contains($0) || $0 == settledRate ? $0 : nil }
  }

  /// Roles of amounts, whose names may say that they are counted in thousands or millions.
  private static let amounts: Set<String> = [
    "volume", "quote_volume", "taker_buy_volume", "taker_buy_quote_volume", "open_interest", "open_interest_value",
  ]

  /// Roles of rates, whose names may say what they are counted in.
  static let rates = ["funding_rate", "predicted_funding_rate"]

  /// What stands last in a name such as `result.category`, which an interface says once of all its rows.
  static func lastPart(_ name: String) -> String { name.split(separator: ".").last.map(String.init) ?? name }

  /// The same as names are compared.
  static func plainLast(_ name: String) -> String { plain(lastPart(name)) }

  /// Whether what stands around rows under this name may be said of each: a count or a time is that of the answer.
  static func canSurround(_ name: String) -> Bool {
    guard let role = role(of: name) else { return true }
    return role == "symbol" || role == "venue" || role == fundingHours
  }

  /// Whether a name says what rows are of, and not what one of them holds.
  static func saysOfRows(_ name: String) -> Bool {
    let role = role(of: name)
    return role == "symbol" || role == "venue" || NamedMarket.isName(name) || DividedRows.isName(name)
      || ClockColumn.isName(name)
  }

  /// How good a name for its role it is; less is better.
  static func rank(of name: String) -> Int {
    func rank(_ plain: String) -> Int? { words.lazy.compactMap { $0.names.firstIndex(of: plain) }.first }
    if let own = spelled(name).flatMap({ rank(plain($0)) }) ?? rank(plain(name)) { return own }
    // Of `timestamp` and `local_timestamp` the plain one is meant.
    return rank(NamedClock(name).rest).map { $0 + 1000 } ?? .max
  }
}
