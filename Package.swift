// swift-tools-version: 6.1
import PackageDescription

// The rooms, in the order data flows through them. Imports point upwards in this list and never down.
let package = Package(
  name: "hindcast",
  products: [
    .executable(name: "hindcast", targets: ["hindcast"]),
    .library(
      name: "Hindcast",
      targets: [
        "Numerics", "Market", "Store", "Frames", "Feeds", "Fetch", "Signals", "Statistics", "Replay", "Research",
        "Views", "Results", "Pages", "Commands",
      ]),
  ],
  // Exact, because the same inputs promise the same bits: another parser or driver is another program, and is
  // adopted by a commit that has seen the tests pass, not by whoever resolves packages next.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // C seams: what Debian ships, behind a module map each.
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    .systemLibrary(name: "CMalloc"),

    .target(name: "CCarquet"),
    .target(name: "CCurl"),
    .target(name: "CColumns"),
    .target(name: "Numerics"),
    .target(name: "Market", dependencies: ["Numerics"]),
    .target(name: "Digest", dependencies: ["CCrypto"]),
    .target(name: "Store", dependencies: ["Market", "Digest", .product(name: "GRDB", package: "GRDB.swift")]),
    .target(name: "Frames", dependencies: ["Numerics", "Market", "Store", "Digest"]),
    .target(
      name: "Feeds",
      dependencies: ["Numerics", "Market", "Store", "Digest", "CCarquet", "CZip", "CZlib", "CLZ4", "Yams"]),
    .target(name: "Fetch", dependencies: ["Numerics", "Market", "Digest", "Feeds"]),
    .target(name: "Signals", dependencies: ["Numerics", "Market", "CMalloc", "CColumns"]),
    .target(name: "Statistics", dependencies: ["Numerics", "COpenBLAS"]),
    .target(name: "Replay", dependencies: ["Numerics", "Market", "Signals", "Statistics", "Yams"]),
    .target(name: "Research", dependencies: ["Numerics", "Market", "Signals", "Replay", "Statistics"]),
    .target(
      name: "Views",
      dependencies: ["Numerics", "Market", "Store", "Frames", "Signals", "Replay", "Statistics", "Research"]),
    .target(
      name: "Results", dependencies: ["Numerics", "Market", "Signals", "Replay", "Statistics", "Research", "Views"]),
    .target(
      name: "Pages",
      dependencies: [
        "CZlib", "Numerics", "Market", "Signals", "Replay", "Statistics", "Research", "Views", "Results",
      ]),
    .target(
      name: "Commands",
      dependencies: [
        "Numerics", "Market", "Digest", "Store", "Frames", "Feeds", "Fetch", "Signals", "Replay", "Statistics",
        "Research", "Views", "Results", "Pages",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "hindcast", dependencies: ["Commands"]),

    .executableTarget(
      name: "hindcast-bench",
      dependencies: ["Numerics", "Market", "Store", "Frames", "Feeds", "Signals", "Replay", "Statistics", "Research"],
      path: "Benchmarks/hindcast-bench"),

    // Tests mirror the rooms; acceptance runs through all of them.
    .target(
      name: "TestSupport", dependencies: ["Numerics", "Market", "Digest", "Store", "Feeds"], path: "Tests/TestSupport"),
    .testTarget(name: "NumericsTests", dependencies: ["Numerics"]),
    .testTarget(name: "MarketTests", dependencies: ["Numerics", "Market", "TestSupport"]),
    .testTarget(
      name: "StoreTests",
      dependencies: [
        "Numerics", "Market", "Digest", "Store", "Frames", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "FramesTests",
      dependencies: ["Market", "Store", "Frames", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(name: "FeedsTests", dependencies: ["Market", "Store", "Frames", "Feeds", "Replay", "TestSupport"]),
    .testTarget(name: "FetchTests", dependencies: ["Market", "Digest", "Store", "Feeds", "Fetch", "TestSupport"]),
    .testTarget(name: "SignalsTests", dependencies: ["Market", "Signals", "TestSupport"]),
    .testTarget(name: "ReplayTests", dependencies: ["Numerics", "Market", "Signals", "Replay", "TestSupport"]),
    .testTarget(name: "StatisticsTests", dependencies: ["Numerics", "Statistics", "TestSupport"]),
    .testTarget(
      name: "ResearchTests",
      dependencies: ["Numerics", "Market", "Signals", "Replay", "Statistics", "Research", "TestSupport"]),
    .testTarget(
      name: "ViewsTests",
      dependencies: [
        "Numerics", "Market", "Store", "Frames", "Feeds", "Replay", "Research", "Views", "Results", "TestSupport",
      ]),
    .testTarget(
      name: "ResultsTests",
      dependencies: ["Numerics", "Market", "Signals", "Replay", "Statistics", "Research", "Results"]),
    .testTarget(
      name: "PagesTests",
      dependencies: ["Numerics", "Market", "Signals", "Replay", "Statistics", "Research", "Results", "Pages"]),
    .testTarget(
      name: "AcceptanceTests",
      dependencies: [
        "Numerics", "Market", "Digest", "Store", "Frames", "Feeds", "Signals", "Replay", "Statistics", "Research",
        "Results", "Pages", "TestSupport", "Yams",
      ], exclude: ["Goldens"]),
  ],
  swiftLanguageModes: [.v6]
)

// Compiling is most of what a newcomer waits for, and the optimiser most of compiling. It is left out where nobody could
// measure it: in the tests, whose own arithmetic is small; in Commands, which only say what the rooms are to do; in Fetch,
// which waits for the network; in Results and Pages, which say and draw once what others have worked out: rows of millions,
// ledgers and curves, a run writes itself. Views, which count over years of events, keep it.
let unhurried: Set<String> = ["Fetch", "Results", "Pages", "Commands"]

// Packages of others parse arguments, YAML and templates, and hand BLOBs on: two minutes of optimiser for ten milliseconds of
// a run. A manifest cannot say so for them, so the Makefile's `-Onone` says it for every module, and the rooms that work take
// their `-O` back behind the driver, in the frontend. Their interface is written after the optimiser too: ahead of it, as the driver does
// with modules that it takes for unoptimised, it holds no bodies for the rooms behind to inline. A plain
// `swift build -c release` optimises the packages as well. Where Hindcast is itself a versioned dependency, SwiftPM takes no
// such flags.
let hurried = ["-no-emit-module-separately-wmo", "-Xfrontend", "-O", "-Xfrontend", "-enable-default-cmo"]

// Nor is the interface of the others written ahead: a module that is written apart is type-checked twice, the macros of its
// tests included, an eighth of what tests cost to compile.
let unoptimised = ["-Onone", "-no-emit-module-separately-wmo"]
if !Context.packageDirectory.contains("/checkouts/") {
  for target in package.targets {
    switch target.type {
    case .test: target.swiftSettings = [.unsafeFlags(unoptimised)]
    case .regular where unhurried.contains(target.name): target.swiftSettings = [.unsafeFlags(unoptimised)]
    case .regular, .executable: target.swiftSettings = [.unsafeFlags(hurried)]
    default: break
    }
  }
}

// The program carries Swift's own libraries within it where the Makefile finds them as archives: the loader then has 15
// libraries to bring before each command in place of 59, a command starts in half the time, and a machine that it is copied
// to needs no Swift. libcurl, which Foundation's networking asks for, is opened when something is fetched (`CCurl`).
let foundation = [
  "Foundation", "FoundationEssentials", "FoundationInternationalization", "FoundationNetworking", "CoreFoundation",
  "_CFURLSessionInterface", "_FoundationCShims", "_FoundationCollections", "_FoundationICU",
]
if Context.environment["HINDCAST_CARRIES_SWIFT"] == "1",
  let program = package.targets.first(where: { $0.name == "hindcast" })
{
  let archives = ["--start-group"] + foundation.map { "-l\($0)" } + ["--end-group"]
  program.dependencies.append("CCurl")
  program.linkerSettings = [.unsafeFlags(["-static-stdlib", "-use-ld=lld"] + archives.flatMap { ["-Xlinker", $0] })]
}
