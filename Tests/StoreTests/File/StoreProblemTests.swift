import Market
import Store
import Testing

@Suite("What SQLite says, said to users")
struct StoreProblemTests {
  // Result codes from https://www.sqlite.org/rescode.html
  @Test(
    "each failure names the file, and whose move it is",
    arguments: [
      (13, "the disk is full", Problem.Fault.work),  // SQLITE_FULL
      (8, "cannot be written", .work),  // SQLITE_READONLY
      (14, "cannot be opened", .work),  // SQLITE_CANTOPEN
      (10, "cannot be read or written", .work),  // SQLITE_IOERR
      (5, "another process", .work),  // SQLITE_BUSY
      (11, "is damaged", .work),  // SQLITE_CORRUPT
      (26, "is not an SQLite file", .input),  // SQLITE_NOTADB
      (7, "out of memory", .work),  // SQLITE_NOMEM, not known by name
    ])
  func mapping(code: Int32, words: String, fault: Problem.Fault) {
    let problem = storeProblem(code: code, message: "out of memory", path: "datasets/btc.sqlite")
    #expect(problem.description.contains(words))
    #expect(problem.description.contains("'datasets/btc.sqlite'"))
    #expect(problem.fault == fault)
  }
}
