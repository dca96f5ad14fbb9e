/** Colours have a contrast of 4.5 to 1 with what is behind them, in both schemes (WCAG 2.2, 1.4.3). */
export const style = `
:root{color-scheme:light dark;--back:#fff;--text:#1c2024;--faint:#5b6570;--line:#d5dae0;--soft:#f4f6f8;--link:#0b57d0;--good:#146c2e;--bad:#b3261e;--caution:#7a4d00;--critical:#8c1d18;--high:#a33b00;--medium:#7a5900;--low:#2d5f8a;--negligible:#5b6570;--unknown:#5b6570}
@media (prefers-color-scheme:dark){:root{--back:#15181c;--text:#e6e9ed;--faint:#a2acb8;--line:#3a424b;--soft:#1e2329;--link:#9cc2ff;--good:#7fd694;--bad:#ff9a90;--caution:#f3c46b;--critical:#ffa199;--high:#ffb37a;--medium:#f0cd6a;--low:#9ccaf5;--negligible:#a2acb8;--unknown:#a2acb8}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1280px;margin:0 auto;padding:24px 20px 64px}
h1{font-size:24px;line-height:1.3;margin:8px 0;overflow-wrap:anywhere}
h2{font-size:18px;margin:32px 0 8px}
p{margin:4px 0;overflow-wrap:anywhere}
.faint{color:var(--faint)}
.good{color:var(--good)}.bad{color:var(--bad)}.caution{color:var(--caution)}
.verdict{border-left:4px solid currentColor;padding-left:16px}
.verdict p,.verdict span{color:var(--text)}
ul{margin:4px 0;padding-left:22px}
a{color:var(--link)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-bottom:1px solid var(--line)}
th{white-space:nowrap;font-weight:600}
td{overflow-wrap:anywhere}
td.number,th.number{text-align:right}
.findings td:nth-child(-n+2),.findings td:nth-child(5){white-space:nowrap;overflow-wrap:normal}
.findings td:nth-child(6){max-width:14em}
.findings td:last-child{min-width:17em}
.counts{width:auto}
th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer}
th[aria-sort=ascending] button::after{content:" ↑"}
th[aria-sort=descending] button::after{content:" ↓"}
.severity{font-weight:600}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}.negligible{color:var(--negligible)}.unknown{color:var(--unknown)}
.mark{border:1px solid currentColor;border-radius:4px;padding:0 4px;font-size:12px;font-weight:600;white-space:nowrap}
.filters{display:flex;flex-wrap:wrap;gap:12px;align-items:end;margin:8px 0;padding:12px;background:var(--soft);border-radius:6px}
.filters label{display:grid;gap:2px;font-size:13px}
input,select{font:inherit;color:var(--text);background:var(--back);border:1px solid var(--faint);border-radius:4px;padding:4px 8px}
input{min-width:16em}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
code,.path{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
details summary{cursor:pointer}
[hidden]{display:none}
@media print{:root{--back:#fff;--text:#000;--faint:#444;--line:#bbb;--link:#000}main{max-width:none;padding:0}.filters{display:none}tr{break-inside:avoid}thead{display:table-header-group}details>*{display:block}}
`;
