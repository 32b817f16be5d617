// SPDX-License-Identifier: MIT

/// Lines of vector files.
enum Line {
  /// 4 GiB of boot memory at 301 %: 3156213 pages may be movable.
  static func test(_ id: String, pages: UInt64, expect: String? = nil) -> String {
    #"{"id":"\#(id)","params":{"auto_movable_ratio":301},"nodes":[{"nid":0,"#
      + #""zones":[{"zone":"Normal","present_pages":1048576,"#
      + #""present_early_pages":1048576}]}],"query":{"#
      + #""function":"auto_movable_can_online_movable","nid":-1,"#
      + #""nr_pages":\#(pages)}"# + tail(expect)
  }

  /// The same machine asked for a zone of a node without memory.
  static func zone(_ id: String, nid: Int, expect: String? = nil) -> String {
    #"{"id":"\#(id)","params":{"online_policy":"auto-movable","#
      + #""auto_movable_ratio":301,"auto_movable_numa_aware":false},"nodes":["#
      + #"{"nid":0,"zones":[{"zone":"Normal","present_pages":1048576,"#
      + #""present_early_pages":1048576}]}],"query":{"#
      + #""function":"zone_for_pfn_range","online_type":"online","#
      + #""nid":\#(nid),"start_pfn":2097152,"nr_pages":32768}"# + tail(expect)
  }

  /// A machine without memory.
  static let shortest =
    #"{"id":"","query":{"function":"auto_movable_can_online_movable"}}"# + "\n"

  private static func tail(_ expect: String?) -> String {
    (expect.map { #","expect":\#($0)"# } ?? "") + "}\n"
  }
}
