// SPDX-License-Identifier: MIT

/// What is cut out of a tree, in the order in which it is compiled.
enum KernelRecipe {
  /// A step of the recipe.
  enum Step {
    /// Cut an item out of a file, or out of another one where it was in older
    /// trees; the first of several spellings that is there.
    case cut(file: String, or: String? = nil, [KernelItem])

    /// Cut those items out of a file that are there.
    case attempt(file: String, [KernelItem])

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

  /// What reads and writes parameters as text.
  static let parameters: [Step] =
    cut(
      "include/linux/moduleparam.h",
      [
        .enumeration(member: "KERNEL_PARAM_OPS_FL_NOARG"), .structure("kernel_param_ops"),
        .structure("kernel_param"),
      ])
    + cut("lib/kstrtox.h", [.macro("KSTRTOX_OVERFLOW")])
    + cut(
      numbersFile,
      [.function("_parse_integer_fixup_radix"), .function("_parse_integer_limit")])
    // The macro of newer trees goes by the number of arguments.
    + [
      .attempt(file: "lib/kstrtox.h", (0...2).map { .macro("_parse_integer\($0)") })
    ]
    + [
      .cut(
        file: numbersFile, or: "lib/kstrtox.h",
        [.function("_parse_integer"), .macro("_parse_integer")])
    ]
    + cut(
      numbersFile,
      [
        .function("_kstrtoull"), .function("kstrtoull"), .function("kstrtouint"),
        .function("kstrtobool"),
      ])
    // Moved between 5.15 and 6.1.
    + ["sysfs_streq", "__sysfs_match_string"].map {
      Step.cut(file: "lib/string_helpers.c", or: "lib/string.c", [.function($0)])
    }
    + cut("include/linux/string.h", [.macro("sysfs_match_string")])
    + cut(
      "kernel/params.c",
      [
        .macro("STANDARD_PARAM_DEF"), .call(macro: "STANDARD_PARAM_DEF", argument: "uint"),
        .function("param_set_bool"), .function("param_get_bool"),
        .variable("param_ops_bool"),
      ])
    + cut(
      policyFile,
      [
        .variable("online_policy_to_str"), .function("set_online_policy"),
        .function("get_online_policy"), .variable("online_policy_ops"),
        .call(macro: "module_param_cb", argument: "online_policy"),
        .call(macro: "module_param", argument: "auto_movable_ratio"),
        .call(macro: "module_param", argument: "auto_movable_numa_aware"),
      ])

  private static let numbersFile = "lib/kstrtox.c"
  private static let groupsFile = "drivers/base/memory.c"
  private static let policyFile = "mm/memory_hotplug.c"

  private static func cut(_ file: String, _ items: [KernelItem]) -> [Step] {
    items.map { .cut(file: file, [$0]) }
  }

  /// The files that are read if they are there: those that older trees have an
  /// item in, and those of what a library can do without.
  static let optionalFiles: [String] = {
    var files: [String] = []
    for case .cut(let file, let older, _) in decisions + books + parameters {
      for file in [file, older].compactMap({ $0 })
      where !Self.files.contains(file) && !files.contains(file) {
        files.append(file)
      }
    }
    return files
  }()

  /// The files of a tree that are read: those that are cut from, and two that
  /// are compiled whole.
  static let files: [String] = [
    "Makefile", "mm/memory_hotplug.c", "drivers/base/memory.c", "mm/mmzone.c",
    "include/linux/mmzone.h", "include/linux/memory.h",
    "include/linux/memory_hotplug.h", "include/linux/xarray.h", "lib/xarray.c",
  ]
}
