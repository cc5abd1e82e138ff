/// Colours between the stops of a scale, for pictures that are made without Plotly. Light scheme.
struct ColourRamp {
  let low: Double
  let high: Double
  private let stops: [SIMD3<Double>]

  /// Covers the finite values; a diverging scale reaches as far below zero as above.
  init(_ scale: ColourScale, covering values: some Sequence<Double>) {
    let span = LinearScale(values, from: 0, to: 1)
    let reach = max(span.low.magnitude, span.high.magnitude)
    (low, high) = scale == .diverging ? (-reach, reach) : (span.low, span.high)
    stops = scale.stops.map { Self.channels($0.colour.hex(in: .light)) }
  }

  func hex(_ value: Double) -> String {
    let mixed = colour(value)
    let digits = (0..<3).map { channel in
      let byte = String(Int(mixed[channel].rounded()), radix: 16)
      return byte.count < 2 ? "0" + byte : byte
    }
    return "#" + digits.joined()
  }

  /// Whether light text reads better on it: luminance by the weights of Rec. 709, uncorrected.
  func isDark(_ value: Double) -> Bool { (colour(value) * [0.2126, 0.7152, 0.0722]).sum() < 128 }

  private func colour(_ value: Double) -> SIMD3<Double> {
    let share = min(max((value - low) / (high - low), 0), 1) * Double(stops.count - 1)
    let index = min(Int(share), stops.count - 2)
    let part = share - Double(index)
    return stops[index] * (1 - part) + stops[index + 1] * part
  }

  private static func channels(_ hex: String) -> SIMD3<Double> {
    let number = Int(hex.dropFirst(), radix: 16) ?? 0
    return [Double(number >> 16 & 255), Double(number >> 8 & 255), Double(number & 255)]
  }
}
