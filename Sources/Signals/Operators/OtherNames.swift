import Market

/// What other tools call the operators of the language, for whoever writes those names here.
///
/// Nearest in spelling is not nearest in meaning: `sma` is no slip of the pen for `ema`.
enum OtherNames {
  /// What to write for a name that is no operator's; nil where nothing is known of it.
  static func remedy(for name: String) -> String? {
    let lower = name.lowercased()
    let bare = prefixes.first { lower.hasPrefix($0) }.map { String(lower.dropFirst($0.count)) }
    for candidate in [lower, bare].compactMap(\.self) {
      if let way = ways[candidate] { return way == nothing ? way : "write \(way)" }
    }
    guard let bare, Operators.names.contains(bare) else { return nil }
    return "write \(Operators.signature(of: bare))"
  }

  private static let prefixes = ["rolling_", "ts_", "ta_"]
  private static let nothing = "nothing reaches forward; an earlier value is lag(x, window)"

  static let ways: [String: String] = [
    "sma": "mean(x, window)", "ma": "mean(x, window)", "avg": "mean(x, window)", "average": "mean(x, window)",
    "moving_average": "mean(x, window)", "ewm": "ema(x, span)", "ewma": "ema(x, span)", "rma": "wilder(x, window)",
    "smma": "wilder(x, window)", "decay_linear": "wma(x, window)", "stdev": "std(x, window)",
    "stddev": "std(x, window)",
    "variance": "var(x, window)", "kurt": "kurtosis(x, window)", "skewness": "skew(x, window)",
    "highest": "max(x, window)", "lowest": "min(x, window)", "maximum": "greatest(a, b)", "minimum": "least(a, b)",
    "percentile": "quantile(x, window, share)", "percentrank": "rank(x, window)", "pct_rank": "rank(x, window)",
    "percent_rank": "rank(x, window)", "shift": "lag(x, window); nothing reaches forward",
    "delay": "lag(x, window)", "ref": "lag(x, window)", "prev": "lag(x, window)", "lead": nothing, "next": nothing,
    "future": nothing, "diff": "difference(x, window)", "delta": "difference(x, window)",
    "mom": "difference(x, window)",
    "momentum": "difference(x, window)", "pct_change": "change(x, window)", "roc": "change(x, window)",
    "corr": "correlation(x, y, window)", "correl": "correlation(x, y, window)", "linreg_slope": "slope(y, x, window)",
    "crossover": "crosses_above(a, b)", "crossunder": "crosses_below(a, b)", "cross_above": "crosses_above(a, b)",
    "cross_below": "crosses_below(a, b)", "barssince": "since(condition, window)",
    "bars_since": "since(condition, window)", "valuewhen": "previous(x, condition)",
    "value_when": "previous(x, condition)", "ffill": "previous(x, defined(x), window)",
    "where": "if(condition, a, b)", "iff": "if(condition, a, b)", "iif": "if(condition, a, b)",
    "ifelse": "if(condition, a, b)", "isnan": "not defined(x)", "isna": "not defined(x)", "isnull": "not defined(x)",
    "notna": "defined(x)", "nz": "if(defined(x), x, 0)", "fillna": "if(defined(x), x, 0)",
    "coalesce": "if(defined(x), x, y)", "ln": "log(x)", "log10": "log(x) / log(10)", "log2": "log(x) / log(2)",
    "log1p": "log(1 + x)", "pow": "x ^ y", "power": "x ^ y", "square": "x ^ 2", "ceil": "-floor(-x)",
    "ceiling": "-floor(-x)", "clamp": "clip(x, low, high)", "tanh": "1 - 2 / (exp(2 * x) + 1)",
    "sigmoid": "1 / (1 + exp(-x))", "cumulative_sum": "cumsum(x, anchor)", "dayofweek": "weekday()",
    "day_of_week": "weekday()", "hourofday": "hour()", "cs_rank": "rank_across(x)",
    "cs_zscore": "zscore_across(x)", "neutralize": "neutralise(x, b)",
  ]
}

extension Operators {
  /// What to write in place of a name that no operator has: what another tool's operator of that name is called here, or the
  /// nearest in spelling.
  public static func remedy(for name: String) -> String {
    OtherNames.remedy(for: name) ?? suggestion(for: name, in: names, called: "operators")
  }
}
