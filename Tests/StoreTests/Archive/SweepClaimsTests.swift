import Foundation
import Store
import TestSupport
import Testing

@Suite("Claims on blocks")
struct SweepClaimsTests {
  private let scratch: ScratchFolder
  private let hash = String(repeating: "ab12", count: 16)

  init() throws { scratch = try ScratchFolder() }

  private func claims() -> SweepClaims { SweepClaims(beside: scratch.path + "/hindcast.sqlite") }

  @Test("one block is one claimant's, and the next one's once it is let go of")
  func exclusive() {
    let (mine, theirs) = (claims(), claims())
    var claim = mine.claim(3, of: hash)
    #expect(claim != nil)
    #expect(mine.claim(3, of: hash) == nil, "not even by the same claimant")
    #expect(theirs.claim(3, of: hash) == nil)
    #expect(theirs.claim(4, of: hash) != nil, "the neighbour is free")
    #expect(theirs.claim(3, of: String(repeating: "cd34", count: 16)) != nil, "and so is another sweep")
    claim = nil
    #expect(theirs.claim(3, of: hash) != nil)
  }

  @Test("letting go of one block keeps the others, and opening the file elsewhere does not lose them")
  func independent() throws {
    let (mine, theirs) = (claims(), claims())
    let kept = mine.claim(1, of: hash)
    do { _ = mine.claim(2, of: hash) }
    try FileHandle(forReadingFrom: URL(fileURLWithPath: scratch.path + "/hindcast.sqlite-claims")).close()
    #expect(theirs.claim(1, of: hash) == nil)
    #expect(theirs.claim(2, of: hash) != nil)
    withExtendedLifetime(kept) {}
  }

  @Test("a process that is killed has let go")
  func killed() throws {
    let byte = Int64(0xab12_ab12 >> 1) << 31 | 7
    // fcntl's OFD lock from outside, so that the claim dies with a process and not with a scope.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/perl")
    process.arguments = [
      "-e",
      """
      open my $f, '+>>', $ARGV[0] or die; my $lock = pack 's s x4 q q l x4', 1, 0, $ARGV[1], 1, 0;
      fcntl($f, 37, $lock) or die $!; $| = 1; print "held\\n"; sleep 60
      """,
      scratch.path + "/hindcast.sqlite-claims", "\(byte)",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    #expect(output.fileHandleForReading.availableData == Data("held\n".utf8))
    let mine = claims()
    #expect(mine.claim(7, of: hash) == nil)
    #expect(mine.claim(8, of: hash) != nil)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(mine.claim(7, of: hash) != nil)
  }

  @Test("where nothing can be locked, everything can be claimed")
  func noLocks() {
    let claims = SweepClaims(beside: scratch.path + "/no/such/folder/hindcast.sqlite")
    let claim = claims.claim(0, of: hash)
    #expect(claim != nil)
    #expect(claims.claim(0, of: hash) == nil, "once in a process all the same")
  }
}
