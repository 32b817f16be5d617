// SPDX-License-Identifier: MIT

/// Something at the top level of a file.
enum KernelItem: Hashable {
  /// A function, by name.
  case function(String)

  /// `struct name { ... };`
  case structure(String)

  /// An enumeration, whatever its name, that has a member.
  case enumeration(member: String)

  /// A typedef, by the name that it defines.
  case typeAlias(String)

  /// A variable's definition, by name.
  case variable(String)

  /// A macro's definition, by name.
  case macro(String)

  /// A macro called at the top level, with its first argument.
  case call(macro: String, argument: String)
}

extension KernelItem: CustomStringConvertible {
  var description: String {
    switch self {
    case .function(let name): "function \(name)"
    case .structure(let name): "struct \(name)"
    case .enumeration(let member): "enum with \(member)"
    case .typeAlias(let name): "typedef \(name)"
    case .variable(let name): "variable \(name)"
    case .macro(let name): "macro \(name)"
    case .call(let macro, let argument): "\(macro)(\(argument))"
    }
  }
}
