// SPDX-License-Identifier: MIT

public import Planning
import Scenarios

/// A plan as one HTML page that needs nothing else: no script, no network.
public struct PlanPage {
  private let plan: Plan
  private let picture: PlanPicture
  private let answers: String

  /// Creates a page.
  ///
  /// - Parameter answers: What else was asked, as text.
  public init(_ plan: Plan, _ picture: PlanPicture, answers: String) {
    self.plan = plan
    self.picture = picture
    self.answers = answers
  }

  private var title: String {
    "What \(plan.planner.scenario.name) will get: \(PlanText.size(plan.summary.movableBytes)) "
      .markup + "movable"
  }

  /// The page.
  public var text: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(title)</title>
    <style>
    body { font-family: system-ui, sans-serif; line-height: 1.5; margin: 1.5rem auto; \
    max-width: 62rem; padding: 0 1rem; }
    svg { height: auto; max-width: 100%; }
    pre { overflow-x: auto; }
    </style>
    </head>
    <body>
    <main>
    <h1>\(title)</h1>
    \(picture.element)<pre>\(PlanText(plan).description.markup)</pre>
    \(answers.isEmpty ? "" : "<pre>\(answers.markup)</pre>\n")</main>
    </body>
    </html>

    """
  }
}
