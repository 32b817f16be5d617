// SPDX-License-Identifier: MIT

import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The elements of an XML text in the order in which they begin.
final class XMLOutline: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    let attributes: [String: String]
    var text = ""
  }

  private(set) var elements: [Element] = []
  private var open: [Int] = []

  init(_ text: String) throws {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    if !parser.parse() { throw try #require(parser.parserError) }
  }

  /// Reads a page that is XML but for its document type and the elements
  /// without end.
  convenience init(html: String) throws {
    let xml = html.replacing("<!doctype html>\n", with: "").replacing("<wbr>", with: "")
    try self.init(
      xml.split(separator: "\n").map {
        $0.hasPrefix("<meta ") ? $0.dropLast() + "/>" : String($0)
      }.joined(separator: "\n"))
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
    qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if let index = open.last { elements[index].text += string }
  }
}
