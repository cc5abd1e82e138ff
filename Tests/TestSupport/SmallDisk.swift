import Foundation

/// A file system of a few megabytes, mounted for a test. Nil where one cannot be mounted, which takes root.
package final class SmallDisk: Sendable {
  package let path: String

  package init?(at path: String, megabytes: Int) {
    self.path = path
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard getuid() == 0, Self.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", path) else { return nil }
  }

  deinit { Self.run("umount", "-l", path) }

  package func resize(megabytes: Int) { Self.run("mount", "-o", "remount,size=\(megabytes)m", path) }

  package func makeReadOnly() { Self.run("mount", "-o", "remount,ro", path) }

  @discardableResult
  private static func run(_ words: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
