// SPDX-License-Identifier: MIT

import Testing

/// What is true of the policy whatever the state, or whenever a state is as
/// kernels have them; tried on random states, on both implementations.
///
/// A claim that sounds true but isn't has a counterexample instead.
@Suite("Properties")
struct Properties {}
