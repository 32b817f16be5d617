// SPDX-License-Identifier: MIT

extension HTMLReport {
  /// The page's style sheet.
  static let style = """
    :root {
      --paper: #fdfdfb; --ink: #1d2024; --soft: #5b626b; --rule: #d8dbdf; --wash: #f3f4f2;
      --good: #17694a; --bad: #ad2a1f; --warn: #825400; --badwash: #fbeae7; --differ: #fdf5e6;
      --below: #2c6e91; --above: #b8642e; --other: #8a929b;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #16181b; --ink: #e3e5e8; --soft: #9ca4ad; --rule: #353a40; --wash: #1f2226;
        --good: #62c294; --bad: #ff9186; --warn: #e2b457; --badwash: #3b2220; --differ: #322a1b;
        --below: #6cb0d2; --above: #e09762; --other: #79828c;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    }
    main { max-width: 66rem; margin: 0 auto; padding: clamp(1rem, 4vw, 3.5rem); }
    code, pre, .path, .case td, .answers th[scope=row], .answers td, header dd {
      font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono",
        monospace;
    }
    code { font-size: .92em; overflow-wrap: anywhere; }
    p { max-width: 42rem; margin: 0 0 1rem; }

    header { border-bottom: 1px solid var(--rule); padding-bottom: 1.75rem; }
    .kind { color: var(--soft); margin: 0 0 1.5rem; }
    .verdict { margin: 0; font-weight: 700; letter-spacing: .09em; }
    .agree .verdict { color: var(--good); }
    .diverge .verdict { color: var(--bad); }
    .stopped .verdict, .empty .verdict { color: var(--warn); }
    h1 { font-size: clamp(1.5rem, 4.2vw, 2.25rem); line-height: 1.2; font-weight: 600;
      letter-spacing: -.015em; margin: .15rem 0 1.75rem; text-wrap: balance; overflow-wrap: anywhere; }
    h2 { font-size: 1.25rem; font-weight: 600; margin: 0 0 .5rem; }
    h3 { font-size: 1.05rem; font-weight: 600; line-height: 1.4; margin: 0 0 .5rem; }
    h3 span { color: var(--bad); margin-right: .35em; }
    h4 { font-size: .95rem; font-weight: 600; margin: 1.75rem 0 .5rem; }
    section { margin-top: 2.75rem; }
    dl { display: flex; flex-wrap: wrap; gap: .9rem 2.25rem; margin: 0; }
    dt, .remark, figcaption { color: var(--soft); font-size: .85rem; }
    dd { margin: 0; font-size: .95rem; overflow-wrap: anywhere; }

    table { border-collapse: collapse; width: 100%; font-size: .95rem; }
    caption { text-align: left; padding-bottom: .4rem; }
    th, td { text-align: left; vertical-align: top; padding: .4rem 1.25rem .4rem 0;
      border-bottom: 1px solid var(--rule); font-weight: 400; }
    th:last-child, td:last-child { padding-right: 0; }
    thead th { color: var(--soft); font-size: .85rem; vertical-align: bottom; }
    tbody th { overflow-wrap: anywhere; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    small { display: block; color: var(--soft); font-size: .85rem; line-height: 1.35;
      font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
    .path { font-size: .88rem; overflow-wrap: anywhere; min-width: 9rem; }
    .diverges td:last-child { color: var(--bad); font-weight: 600; }
    .scroll { overflow-x: auto; }
    .scroll:focus-visible { outline: 2px solid var(--below); outline-offset: 3px; }

    .columns { display: grid; gap: 2rem 3.5rem; grid-template-columns: 1fr; align-items: start; }
    @media (min-width: 56rem) { .columns { grid-template-columns: 1fr 1fr; } }
    .bar { display: block; width: 100%; margin-top: .3rem; }
    .bars th[scope=row] { width: 70%; }
    .track { fill: var(--wash); }
    .below { fill: var(--below); } .above { fill: var(--above); } .other { fill: var(--other); }
    .at { fill: var(--ink); }

    figure { margin: 1.25rem 0 1.5rem; }
    .chart { display: block; margin-left: 46px; width: calc(100% - 46px); overflow: visible;
      font-size: 12.5px; }
    .chart text { fill: var(--soft); }
    .chart .side { fill: var(--ink); }
    .chart .power { font-size: 9.5px; }
    .grid { stroke: var(--rule); } .axis { stroke: var(--soft); }
    .limit { stroke: var(--ink); stroke-dasharray: 2 3; }
    .margins { max-width: 42rem; }
    sup { line-height: 0; font-size: .75em; }

    article { border-top: 2px solid var(--bad); padding: 1.25rem 0 .5rem; margin-top: 2rem; }
    .case, .answers { width: auto; font-size: .875rem; }
    article .scroll, dl.case { margin-bottom: 1.1rem; }
    .case caption { font-weight: 600; padding-bottom: 0; }
    .case th { white-space: nowrap; }
    .case td, .case th { padding-top: .25rem; padding-bottom: .25rem; }
    .case i { color: var(--soft); }
    .case .differs > * { background: var(--badwash); }
    dl.case { gap: .5rem 1.75rem; }
    .answers { min-width: min(100%, 36rem); }
    .answers th[scope=row] { white-space: nowrap; }
    .answers th small { display: inline; margin-left: .75em; }
    .answers th, .answers td { padding: .25rem .75rem; }
    .answers th:last-child, .answers td:last-child { padding-right: .75rem; }
    .answers th[scope=rowgroup] { font-weight: 600; padding-top: 1rem; }
    .answers .differs > * { background: var(--differ); }
    .answers .first > * { background: var(--badwash); }
    .answers .first > * { font-weight: 600; }
    .answers .first th small { color: var(--bad); }
    pre { background: var(--wash); margin: 0; padding: .75rem .9rem; font-size: .85rem;
      line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere; }

    @media (max-width: 40rem) {
      .minor { display: none; }
      th, td { padding-right: .8rem; }
      .answers th, .answers td { padding-left: .4rem; padding-right: .4rem; }
      .answers, .case { font-size: .8rem; }
      .answers th small { display: block; margin: 0; }
      .answers .number { white-space: normal; }
      .chart { font-size: 11.5px; }
    }
    @media print {
      :root { --paper: #fff; --ink: #000; --soft: #444; --rule: #bbb; --wash: #f2f2f2;
        --good: #17694a; --bad: #ad2a1f; --warn: #825400; --badwash: #fbeae7; --differ: #fdf5e6;
        --below: #2c6e91; --above: #b8642e; --other: #8a929b; }
      body { font-size: 10pt; }
      main { max-width: none; padding: 0; }
      rect, .answers .first > *, .answers .differs > *, pre { print-color-adjust: exact;
        -webkit-print-color-adjust: exact; }
      tr, figure, pre { break-inside: avoid; }
      h2, h3, h4, caption { break-after: avoid; }
      .scroll { overflow: visible; }
    }
    """
}
