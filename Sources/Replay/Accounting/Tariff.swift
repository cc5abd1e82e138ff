import Market

/// What fills cost by how much has been traded: the fees of a UTC day are those of the level that the value traded in the
/// days before it leads to.
///
/// Venues assess at the end of a day, so no fill lowers the fee of another on its own day. A replay begins with nothing traded.
struct Tariff: Sendable {
  private let schedule: VolumeSchedule
  /// By UTC day modulo the days that count; the last of them is the day before `day`.
  private var traded: [Double]
  private var sum = 0.0
  private var today = 0.0
  private var day: Int32 = .min
  private var level = 0

  init(_ schedule: VolumeSchedule) {
    self.schedule = schedule
    traded = [Double](repeating: 0, count: schedule.days)
  }

  /// Where among `tariffs` the one of a schedule is; it is put there where there is none.
  static func place(of schedule: VolumeSchedule, in tariffs: inout [Tariff]) -> Int {
    if let place = tariffs.firstIndex(where: { $0.schedule == schedule }) { return place }
    tariffs.append(Tariff(schedule))
    return tariffs.count - 1
  }

  var taker: Double { schedule.levels[level].taker }
  var maker: Double { schedule.levels[level].maker }

  /// - Parameter next: UTC day of the fill that comes, none before the last one.
  mutating func begin(_ next: Int32) {
    guard next != day else { return }
    let days = Int32(traded.count)
    // From the first fill on; after a pause as long as all days that count nothing of them is left.
    if day == .min || next - day > days {
      if day != .min { for place in traded.indices { traded[place] = 0 } }
    } else {
      for past in day..<next { traded[Int((past % days + days) % days)] = past == day ? today : 0 }
    }
    today = 0
    day = next
    // Added up anew, so that nothing of what is long gone is left in the sum.
    sum = traded.reduce(0, +)
    level = schedule.levels.lastIndex { $0.volume <= sum } ?? 0
  }

  mutating func trade(_ value: Double) { today += value }
}

/// Levels that the value traded in the days before leads to, from nothing up.
///
/// A reference, for costs are handed on with every trial of a sweep, and most have none.
public final class VolumeSchedule: Hashable, Sendable {
  public struct Level: Hashable, Sendable {
    /// The least value, in quote currency, which is taken for dollars.
    public let volume: Double
    public let taker: Double
    public let maker: Double

    public init(volume: Double, taker: Double, maker: Double) {
      (self.volume, self.taker, self.maker) = (volume, taker, maker)
    }
  }

  public let days: Int
  public let levels: [Level]

  /// - Precondition: levels rise in volume from 0, and there is one at least.
  public init(days: Int, _ levels: [Level]) {
    precondition(days > 0 && levels.first?.volume == 0, "levels from nothing up")
    self.days = days
    self.levels = levels
  }

  public static func == (a: VolumeSchedule, b: VolumeSchedule) -> Bool { a.days == b.days && a.levels == b.levels }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(days)
    hasher.combine(levels)
  }

  /// In one canonical line.
  var identity: String {
    "\(days)d \(levels.map { "\($0.volume):\($0.taker):\($0.maker)" }.joined(separator: ","))"
  }
}
