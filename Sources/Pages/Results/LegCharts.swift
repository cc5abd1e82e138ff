import Market
import Replay
import Results

/// What the legs of a position did, as charts of its run.
extension RunSummary {
  /// Signed value of a leg over equity, holding from each bar's open.
  func exposure(of leg: LegRun) -> Curve {
    let exposure = leg.exposure
    return Curve(
      drawing: exposure.indices.map { row in
        let equity = Money.quote(run.equity[row])
        return equity > 0 && exposure[row].isFinite ? exposure[row] / equity : 0
      }, shape: .step, at: run.grid.open)
  }

  /// Basis, funding, costs and financing, marked at each close: at every one of them they add up to the change of equity.
  func attributionChart(_ account: LegAccount) -> PageChart {
    let funding = run.sums(of: [.funding])
    let costs = run.sums(of: [.fee, .slippage, .liquidation])
    let financing = run.sums(of: [.financing])
    let initial = run.figures.initialEquity * Money.scale
    let basis = run.equity.indices.map { run.equity[$0] - initial - funding[$0] - costs[$0] - financing[$0] }
    var curves = [("basis", basis), ("funding", funding), ("costs", costs)]
    if account.total.financing != 0 { curves.append(("financing", financing)) }
    let lines = curves.enumerated().map { index, curve in
      // The first colour is that of equity, which is all of them.
      PlotlyTrace.line(curve.0, self.curve(curve.1), .series(index + 1))
    }
    return .overTime(
      "Basis, funding, costs and financing",
      caption:
        "Running sums, marked at each bar's close; at every bar they add up to the change of equity. Basis is what the "
        + "prices of all legs came to together, funding is positive when received, costs are fees and slippage.",
      height: 400,
      .panel(
        "Running sum", unit: quote, .fixed(2), lines + [.line("all", curve(run.equity.map { $0 - initial }), .accent)],
        levels: [.init(0)]))
  }

  /// What each leg came to, marked at each close.
  func legChart(_ account: LegAccount) -> PageChart {
    let lines = account.legs.enumerated().map { index, leg in
      PlotlyTrace.line(leg.label, curve(leg.result), .series(index))
    }
    return .overTime(
      "What each leg came to", caption: "Price, funding, costs and financing of each leg, marked at each bar's close.",
      height: 320, .panel("Result", unit: quote, .fixed(2), lines, levels: [.init(0)]))
  }

  /// Closes of all legs, and of two how far the first lies above the second.
  func basisChart(_ account: LegAccount) -> PageChart {
    let legs = account.legs
    let lines = legs.enumerated().map { index, leg in
      PlotlyTrace.line(leg.label, Curve(drawing: leg.close, at: run.grid.close), .series(index))
    }
    var panels: [PlotlyFigure.Panel] = [.panel("Price", unit: quote, .fixed(2), lines, share: 5)]
    if legs.count == 2 {
      let basis = zip(legs[0].close, legs[1].close).map { $0 / $1 - 1 }
      panels.append(
        .panel(
          "Basis", .percent(3),
          [.line("basis", Curve(drawing: basis, at: run.grid.close), .muted, inLegend: false)], share: 3,
          levels: [.init(0)]))
    }
    return .overTime(
      "Prices of the legs",
      caption: legs.count == 2
        ? "Closes of both legs, and the basis, \(legs[0].name) / \(legs[1].name) - 1: above zero \(legs[0].name) trades at a "
          + "premium to \(legs[1].name), below at a discount." : "Closes of the legs.",
      height: 460, hover: .closest, panels)
  }

  private func curve(_ micro: [Double]) -> Curve { Curve(drawing: micro.map(Money.quote), at: run.grid.close) }
}
