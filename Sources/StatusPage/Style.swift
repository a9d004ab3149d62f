/// How the page looks, in light and in dark.
let styleSheet = """
    :root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --warn: #9a6700; --bad: #cf222e;
      --empty: #0969da; --stale: #bf8700; --missing: #cf222e; }
    @media (prefers-color-scheme: dark) { :root { --good: #3fb950; --warn: #d29922; --bad: #f85149;
      --empty: #58a6ff; --stale: #e3b341; --missing: #ff7b72; } }
    body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
    h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.05rem; margin: 1.5rem 0 .4rem; }
    header p { margin: 0; opacity: .75; }
    table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
    th, td { text-align: left; padding: .25rem .7rem .25rem 0; border-bottom: 1px solid var(--line);
      white-space: pre-line; vertical-align: top; }
    td.number { text-align: right; font-variant-numeric: tabular-nums; }
    .good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
    ul.counts, ul.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 1.2rem; padding: 0; margin: .3rem 0; }
    .chart { width: 100%; height: auto; } .chart polyline { fill: none; stroke-width: 2; }
    .chart .grid { stroke: var(--line); } .chart .mark { font-size: 11px; fill: currentColor; opacity: .7; }
    polyline.empty { stroke: var(--empty); } polyline.stale { stroke: var(--stale); }
    polyline.missing { stroke: var(--missing); }
    circle.empty { fill: var(--empty); } circle.stale { fill: var(--stale); } circle.missing { fill: var(--missing); }
    li.empty { color: var(--empty); } li.stale { color: var(--stale); } li.missing { color: var(--missing); }

    """
