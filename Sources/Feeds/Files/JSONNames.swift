/// Names of columns as they are met, each below the name of the object it stands in.
struct JSONNames {
  private struct Node {
    let name: Range<Int>
    let parent: Int
    var children: [Int] = []
    /// Where the next name is looked for first: objects mostly repeat the order of the one before.
    var hint = 0
    /// Its place among the columns; nil for an object.
    var column: Int?
  }

  private let bytes: [UInt8]
  private var nodes: [Node]
  private var said: [String: Int] = [:]
  /// The columns in the order in which they were met.
  private(set) var columns: [Int] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    nodes = [Node(name: 0..<0, parent: 0)]
  }

  /// The place among the columns of the name below `parent`; with `isParent`, what names below it are asked with.
  mutating func column(_ parent: Int, _ name: Range<Int>, isParent: Bool = false) -> Int {
    let node = node(parent, name)
    if isParent { return node }
    if let column = nodes[node].column { return column }
    nodes[node].column = columns.count
    columns.append(node)
    return columns.count - 1
  }

  /// The place of a column that the text has no name for.
  mutating func column(named name: String) -> Int {
    if let column = said[name] { return column }
    said[name] = columns.count
    columns.append(-said.count)
    return columns.count - 1
  }

  private mutating func node(_ parent: Int, _ name: Range<Int>) -> Int {
    let children = nodes[parent].children
    for step in children.indices {
      let place = (nodes[parent].hint + step) % children.count
      if bytes[nodes[children[place]].name].elementsEqual(bytes[name]) {
        nodes[parent].hint = place + 1
        return children[place]
      }
    }
    nodes.append(Node(name: name, parent: parent))
    nodes[parent].children.append(nodes.count - 1)
    nodes[parent].hint = children.count + 1
    return nodes.count - 1
  }

  func text(_ node: Int) -> String {
    guard node >= 0 else { return said.first { columns[$0.value] == node }?.key ?? "" }
    let own = String(decoding: bytes[nodes[node].name], as: UTF8.self).replacing(",", with: " ")
    return nodes[node].parent == 0 ? own : "\(text(nodes[node].parent)).\(own)"
  }
}
