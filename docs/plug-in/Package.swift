// swift-tools-version: 6.1
import PackageDescription

// A package of your own beside Hindcast: a signal, and the program that has it besides everything else.
let package = Package(
  name: "plug-in",
  dependencies: [.package(name: "hindcast", path: "../..")],
  targets: [
    .target(name: "Efficiency", dependencies: [.product(name: "Hindcast", package: "hindcast")]),
    .executableTarget(
      name: "my-hindcast", dependencies: ["Efficiency", .product(name: "Hindcast", package: "hindcast")]),
    .testTarget(
      name: "EfficiencyTests", dependencies: ["Efficiency", .product(name: "Hindcast", package: "hindcast")]),
  ],
  swiftLanguageModes: [.v6]
)
