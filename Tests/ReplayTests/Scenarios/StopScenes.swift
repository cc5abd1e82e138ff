import Market
import Testing

@Suite("Scenes: stops, take-profits, trailing stops and times to leave")
struct StopScenes {
  static let stops: [Scene] = [
    Scene(
      "a stop that the bar reaches fills at its level", Scene.long("stop: 3%"),
      "100 100 100 100\n100 101 99 100\n100 100 96 98\n98 99 97 98",
      trades: ["long 10 01:00 @100 -> 02:00 @97 stop"]),
    Scene(
      "a gap through the stop fills at the open", Scene.long("stop: 3%"),
      "100 100 100 100\n100 101 99 100\n95 96 94 95", trades: ["long 10 01:00 @100 -> 02:00 @95 stop"]),
    Scene(
      "a stop is a trigger: a price that touches it is enough", Scene.long("stop: 3%"),
      "100 100 100 100\n100 101 99 100\n100 100 97 98", trades: ["long 10 01:00 @100 -> 02:00 @97 stop"]),
    Scene(
      "a stop that is not touched does nothing", Scene.long("stop: 3%"),
      "100 100 100 100\n100 101 99 100\n100 100 97.01 98", trades: ["long 10 01:00 @100 -> 03:00 @98 open"]),
    Scene(
      "a stop is there in the bar of the entry", Scene.long("stop: 3%"), "100 100 100 100\n100 101 96 99\n99 99 99 99",
      trades: ["long 10 01:00 @100 -> 01:00 @97 stop"]),
    Scene(
      "a short's stop lies above", Scene.short("stop: 3%"), "100 100 100 100\n100 101 99 100\n100 104 99 100",
      trades: ["short 10 01:00 @100 -> 02:00 @103 stop"]),
    Scene(
      "a gap through a short's stop fills at the open", Scene.short("stop: 3%"),
      "100 100 100 100\n100 101 99 100\n106 107 105 106", trades: ["short 10 01:00 @100 -> 02:00 @106 stop"]),
    Scene(
      "an expression is a distance in price, frozen at the decision: 5% of the close of 100 stay 5",
      Scene.long("stop: close * 5%"), "100 100 100 100\n100 110 99 110\n110 110 96 96\n96 96 94 95",
      trades: ["long 10 01:00 @100 -> 03:00 @95 stop"]),
    Scene(
      "a share is one of the fill price, slippage included: 3% below 101, and slipped again on the way out",
      Scene.long("stop: 3%") + "\ncosts: { taker: 0, maker: 0, slippage: 1% }",
      "100 100 100 100\n100 101 99 100\n100 100 96 98", trades: ["long 10 01:00 @101 -> 02:00 @96.9903 stop"]),
    Scene(
      "a stop that fills pays the taker's fee", Scene.long("stop: 3%") + "\ncosts: { taker: 10bps, maker: 0 }",
      "100 100 100 100\n100 101 99 100\n100 100 96 98", trades: ["long 10 01:00 @100 -> 02:00 @97 stop"],
      ledger: ["01:00 fee -1", "02:00 price -30", "02:00 fee -0.97"]),
    Scene(
      "after a stop the rules decide again at that bar's close",
      "long: { enter: hour() < 3, exit: hour() == 20, stop: 3% }",
      "100 100 100 100\n100 101 99 100\n100 100 96 98\n98 98 98 98",
      trades: ["long 10 01:00 @100 -> 02:00 @97 stop", "long 9.898 03:00 @98 -> 04:00 @98 open"]),
    Scene(
      "what the rules decided at the close fills at the open, before the bar can reach the stop",
      "long: { enter: hour() == 0, exit: hour() == 2, stop: 3% }",
      "100 100 100 100\n100 101 99 100\n100 100 98 99\n99 99 90 91", trades: ["long 10 01:00 @100 -> 03:00 @99 exit"]),
    Scene(
      "a stop below zero is never reached", Scene.long("stop: close * 2"), "100 100 100 100\n100 101 1 2\n2 3 1 2",
      trades: ["long 10 01:00 @100 -> 03:00 @2 open"]),
  ]

  static let takes: [Scene] = [
    Scene(
      "a take-profit that the bar reaches fills at its level", Scene.long("take: 3%"),
      "100 100 100 100\n100 101 99 100\n100 104 99 103", trades: ["long 10 01:00 @100 -> 02:00 @103 take"]),
    Scene(
      "a gap beyond the take-profit fills at the open", Scene.long("take: 3%"),
      "100 100 100 100\n100 101 99 100\n105 106 104 105", trades: ["long 10 01:00 @100 -> 02:00 @105 take"]),
    Scene(
      "a short's take-profit lies below", Scene.short("take: 3%"), "100 100 100 100\n100 101 99 100\n100 101 96 98",
      trades: ["short 10 01:00 @100 -> 02:00 @97 take"]),
    Scene(
      "a bar that reaches both comes to the stop first", Scene.long("stop: 3%, take: 3%"),
      "100 100 100 100\n100 101 99 100\n100 104 96 103", trades: ["long 10 01:00 @100 -> 02:00 @97 stop"]),
    Scene(
      "a short's bar that reaches both comes to the stop first", Scene.short("stop: 3%, take: 3%"),
      "100 100 100 100\n100 101 99 100\n100 104 96 97", trades: ["short 10 01:00 @100 -> 02:00 @103 stop"]),
    Scene(
      "a bar that opens beyond the take-profit has filled it before it can fall to the stop",
      Scene.long("stop: 3%, take: 3%"), "100 100 100 100\n100 101 99 100\n104 104 96 97",
      trades: ["long 10 01:00 @100 -> 02:00 @104 take"]),
  ]

  static let trails: [Scene] = [
    Scene(
      "a trailing stop stands where the bars before have put it: 108 in a bar that falls to 95 moves it afterwards",
      Scene.long("trail: 10%"), "100 100 100 100\n100 100 100 100\n100 108 95 100\n100 100 97 98",
      trades: ["long 10 01:00 @100 -> 03:00 @97.2 trail"]),
    Scene(
      "a gap through a trailing stop fills at the open", Scene.long("trail: 10%"),
      "100 100 100 100\n100 100 100 100\n100 108 95 100\n96 97 95 96", trades: ["long 10 01:00 @100 -> 03:00 @96 trail"]
    ),
    Scene(
      "before any high the entry price is the best one", Scene.long("trail: 10%"),
      "100 100 100 100\n100 100 89 95\n95 95 95 95", trades: ["long 10 01:00 @100 -> 01:00 @90 trail"]),
    Scene(
      "a short's follows the best low", Scene.short("trail: 10%"),
      "100 100 100 100\n100 100 100 100\n100 100 90 92\n92 99.5 92 95",
      trades: ["short 10 01:00 @100 -> 03:00 @99 trail"]),
    Scene(
      "of stop and trailing stop the nearer comes first", Scene.long("stop: 3%, trail: 10%"),
      "100 100 100 100\n100 100 100 100\n100 100 85 90", trades: ["long 10 01:00 @100 -> 02:00 @97 stop"]),
    Scene(
      "a trailing stop that has come up is the nearer", Scene.long("stop: 3%, trail: 10%"),
      "100 100 100 100\n100 100 100 100\n100 120 100 118\n118 118 90 95",
      trades: ["long 10 01:00 @100 -> 03:00 @108 trail"]),
    Scene(
      "a distance trails in price", Scene.long("trail: close * 5%"),
      "100 100 100 100\n100 100 100 100\n100 110 100 108\n108 108 104 106",
      trades: ["long 10 01:00 @100 -> 03:00 @105 trail"]),
  ]

  static let times: [Scene] = [
    Scene(
      "three hours after the fill at 01:00 the position is left at the open", Scene.long("hold: 3h"),
      "100 100 100 100\n100 100 100 100\n101 101 101 101\n102 102 102 102\n103 104 90 91\n91 91 91 91",
      trades: ["long 10 01:00 @100 -> 04:00 @103 hold"]),
    Scene(
      "the same in bars", Scene.long("hold: 3"),
      "100 100 100 100\n100 100 100 100\n101 101 101 101\n102 102 102 102\n103 104 90 91\n91 91 91 91",
      trades: ["long 10 01:00 @100 -> 04:00 @103 hold"]),
    Scene(
      "a bar that was not printed cannot be left in", Scene.long("hold: 2h"),
      "100 100 100 100\n100 100 100 100\n101 101 101 101\n-\n103 103 103 103",
      trades: ["long 10 01:00 @100 -> 04:00 @103 hold"]),
    Scene(
      "time that is up comes before the stop of the same bar", Scene.long("hold: 2h, stop: 3%"),
      "100 100 100 100\n100 100 100 100\n101 101 101 101\n99 99 90 91", trades: ["long 10 01:00 @100 -> 03:00 @99 hold"]
    ),
    Scene(
      "after its time the rules decide again at that bar's close",
      "long: { enter: hour() < 4, exit: hour() == 20, hold: 2h }",
      "100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100\n100 100 100 100",
      trades: ["long 10 01:00 @100 -> 03:00 @100 hold", "long 10 04:00 @100 -> 06:00 @100 open"]),
  ]

  @Test("ninety minutes are no whole number of hours, and are refused")
  func uneven() throws {
    let scene = Scene("uneven", Scene.long("hold: 90m"), "100 100 100 100\n100 100 100 100", trades: [])
    let problem = #expect(throws: Problem.self) { try scene.check() }
    #expect(problem?.what == "'long.hold' is 90m, which is not a whole number of 1h bars")
  }

  @Test("nor is a limit's time")
  func limitOfNinetyMinutes() throws {
    let scene = Scene(
      "uneven", Scene.long(order: "limit(99, for 90m)"), "100 100 100 100\n100 100 100 100", trades: [])
    let problem = #expect(throws: Problem.self) { try scene.check() }
    #expect(problem?.what == "the time of 'long.order' is 90m, which is not a whole number of 1h bars")
  }

  @Test("stops", arguments: stops) func stop(scene: Scene) throws { try scene.check() }
  @Test("take-profits", arguments: takes) func take(scene: Scene) throws { try scene.check() }
  @Test("trailing stops", arguments: trails) func trail(scene: Scene) throws { try scene.check() }
  @Test("times to leave", arguments: times) func time(scene: Scene) throws { try scene.check() }
}
