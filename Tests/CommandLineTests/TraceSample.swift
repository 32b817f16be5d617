// SPDX-License-Identifier: MIT

/// A small trace.
enum TraceSample {
  /// A machine with two blocks of boot memory.
  static let machine =
    """
    {"machine":{"params":{"online_policy":"auto-movable","auto_movable_ratio":301,\
    "auto_movable_numa_aware":true},"block_size_bytes":134217728,"nodes":[{"nid":0,\
    "zones":[{"zone":"Normal","present_pages":65536,"present_early_pages":65536,\
    "spanned_pages":65536}]}],"auto_online_blocks":"offline"}}

    """

  /// A DIMM of a block that is added and onlined; it takes the lines 2 to 6.
  static let steps = """
    {"op":"memory_group_register_static","nid":0,"max_pages":32768,"expect":{"returns":0}}
    {"op":"add_memory","nid":0,"mgid":0,"start_pfn":131072,"nr_pages":32768}
    {"op":"read_valid_zones","block":4,"expect":{"text":"Movable Normal\\n"}}
    {"op":"write_state","block":4,"value":"online","expect":{"returns":0,"zone":"Movable"}}
    {"op":"write_state","block":4,"value":"online","expect":{"returns":-22,"zone":null}}

    """
}
