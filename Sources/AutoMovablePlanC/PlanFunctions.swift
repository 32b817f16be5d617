// SPDX-License-Identifier: MIT
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CAutoMovablePlan
import TextFiles

/// Plans a scenario.
@c @implementation
public func automovable_plan(
  _ request: UnsafePointer<CChar>?, _ length: Int,
  _ answer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
  guard let request = unsafe bytes(of: request, length), let answer = unsafe answer
  else { return invalid }
  let plan = PlanAnswer(to: request)
  unsafe answer.pointee = newText(plan.json)
  return plan.isError ? invalid : 0
}
