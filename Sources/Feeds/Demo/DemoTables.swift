import Market

/// The series of the market while they are made.
struct DemoTables {
  var klines = DemoTable(.klines, DemoClock.interval)
  var mark = DemoTable(.mark, DemoClock.interval)
  var premium = DemoTable(.premium, DemoClock.interval)
  var spot = DemoTable(.klines, DemoClock.interval, of: DemoMarket.spotPair)
  var funding = DemoTable(.funding, .hours(8))
  var openInterest = DemoTable(.openInterest, DemoClock.interval)
  var liquidations = DemoTable(.liquidations, DemoClock.interval)

  var series: [Series] {
    [klines, klines.aggregated(to: .hour), mark, premium, spot, funding, openInterest, liquidations].map(\.series)
  }
}
