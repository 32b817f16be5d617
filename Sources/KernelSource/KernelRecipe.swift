// SPDX-License-Identifier: MIT

/// What is cut out of a tree, in the order in which it is compiled.
enum KernelRecipe {
  /// A step of the recipe.
  enum Step {
    /// Cut an item out of a file, or out of another one where it was in older
    /// trees; the first of several spellings that is there.
    case cut(file: String, or: String? = nil, [KernelItem])

    /// Include a header that is not the tree's.
    case include(String)
  }

  /// What decisions are made of.
  static let decisions: [Step] =
    cut(
      "include/linux/mmzone.h",
      [.enumeration(member: "ZONE_MOVABLE")])
    + [.include("zones.h")]
    + cut(
      "include/linux/mmzone.h",
      [
        .function("zone_end_pfn"), .function("zone_is_empty"), .function("zone_intersects"),
        .function("populated_zone"), .macro("for_each_populated_zone"),
      ])
    // Moved between 5.15 and 6.1.
    + [
      .cut(
        file: "include/linux/mmzone.h", or: "include/linux/mm.h",
        [.function("is_zone_movable_page")])
    ]
    + [.cut(file: "include/linux/mmzone.h", [.macro("zone_idx"), .function("zone_idx")])]
    + cut(
      "mm/mmzone.c",
      [
        .function("first_online_pgdat"), .function("next_online_pgdat"),
        .function("next_zone"),
      ])
    + cut(
      "include/linux/memory_hotplug.h", [.enumeration(member: "MMOP_ONLINE_MOVABLE")])
    + cut(
      "include/linux/memory.h",
      [.structure("memory_group"), .typeAlias("walk_memory_groups_func_t")])
    + groups + policy

  private static let groups: [Step] =
    cut(
      groupsFile,
      [
        .call(macro: "DEFINE_XARRAY_FLAGS", argument: "memory_groups"),
        .macro("MEMORY_GROUP_MARK_DYNAMIC"),
      ])
    + [
      ("memory_group_register", "register_memory_group"),
      ("memory_group_register_static", "register_static_memory_group"),
      ("memory_group_register_dynamic", "register_dynamic_memory_group"),
      ("memory_group_unregister", "unregister_memory_group"),
      ("memory_group_find_by_id", "get_memory_group"),
    ].map { .cut(file: groupsFile, [.function($0), .function($1)]) }
    + cut(groupsFile, [.function("walk_dynamic_memory_groups")])

  private static let policy: [Step] =
    cut(
      policyFile,
      [
        .enumeration(member: "ONLINE_POLICY_AUTO_MOVABLE"), .variable("online_policy"),
        .variable("auto_movable_ratio"), .variable("auto_movable_numa_aware"),
        .variable("movable_node_enabled"), .structure("auto_movable_stats"),
        .function("auto_movable_stats_account_zone"),
        .structure("auto_movable_group_stats"),
        .function("auto_movable_stats_account_group"),
        .function("auto_movable_can_online_movable"),
        .function("default_kernel_zone_for_pfn"),
      ])
    + [.include("trace.h")]
    + cut(
      policyFile,
      [
        .function("auto_movable_zone_for_pfn"), .function("default_zone_for_pfn"),
        .function("zone_for_pfn_range"),
      ])

  /// What keeps the books of zones and nodes while memory comes and goes.
  static let books: [Step] =
    cut("include/linux/mmzone.h", [.function("pgdat_end_pfn")])
    + cut(
      policyFile,
      [
        .function("find_smallest_section_pfn"), .function("find_biggest_section_pfn"),
        .function("shrink_zone_span"), .function("update_pgdat_span"),
        .function("remove_pfn_range_from_zone"), .function("resize_zone_range"),
        .function("resize_pgdat_range"), .function("move_pfn_range_to_zone"),
        .function("adjust_present_page_count"),
      ])

  private static let groupsFile = "drivers/base/memory.c"
  private static let policyFile = "mm/memory_hotplug.c"

  private static func cut(_ file: String, _ items: [KernelItem]) -> [Step] {
    items.map { .cut(file: file, [$0]) }
  }

  /// The files that older trees have an item in.
  static let olderFiles: [String] = (decisions + books).compactMap {
    if case .cut(_, let older?, _) = $0 { older } else { nil }
  }

  /// The files of a tree that are read: those that are cut from, and two that
  /// are compiled whole.
  static let files: [String] = [
    "Makefile", "mm/memory_hotplug.c", "drivers/base/memory.c", "mm/mmzone.c",
    "include/linux/mmzone.h", "include/linux/memory.h",
    "include/linux/memory_hotplug.h", "include/linux/xarray.h", "lib/xarray.c",
  ]
}
