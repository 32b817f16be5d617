// SPDX-License-Identifier: MIT

/// How the shim calls a function, whatever parameters it has in the tree.
struct KernelCall {
  /// The function's name.
  let name: String

  /// What the shim hands over, in the order of the trees that are known.
  let roles: [String]

  /// Other names of parameters than their role's.
  var aliases: [String: String] = [:]

  /// What else may be handed over, by name.
  var others: [String] = []

  /// The arguments for a tree's function: a role's name, or `nil` for a parameter
  /// that nobody knows.
  func arguments(of function: KernelFunction) -> [String?] {
    let named = function.parameters.map { parameter -> String? in
      let role = aliases[parameter.name] ?? parameter.name
      return roles.contains(role) || others.contains(role) ? role : nil
    }
    // A parameter of another name is in the place of one that has none.
    guard function.parameters.count == roles.count else { return named }
    return named.enumerated().map { position, role in
      role ?? (named.contains(roles[position]) ? nil : roles[position])
    }
  }
}
