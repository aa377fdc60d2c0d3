/** The style of the API's page: one column on a phone, light and dark, nothing from outside. */
export const DOCS_STYLE = `
:root{color-scheme:light dark;--ink:#16203a;--soft:#4b587c;--paper:#fff;--line:#d8deec;--fill:#f3f5fb;--link:#1c4fb8;--get:#0b6b3a;--post:#8a4b00;--bad:#a3182f}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecf8;--soft:#aab6d6;--paper:#0d1526;--line:#2b3858;--fill:#152038;--link:#9dbcff;--get:#6fdca2;--post:#ffc069;--bad:#ff9aa8}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
.wrap{max-width:60rem;margin:0 auto;padding:0 1rem}
header.top{background:#0d1a36;color:#fff;padding:1.5rem 0}
header.top h1{margin:0;font-size:1.6rem}
header.top p{margin:.4rem 0 0;color:#d6def4}
main{padding-top:1rem;padding-bottom:4rem}
a{color:var(--link)}
a:focus-visible,pre:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-100vw}
.skip:focus{left:1rem;top:1rem;background:#fff;color:#0d1a36;padding:.5rem 1rem;z-index:1}
nav ul{list-style:none;padding:0;margin:0;display:grid;gap:.3rem}
nav a{display:inline-block;padding:.2rem 0}
h2{margin:2.5rem 0 .25rem;font-size:1.35rem;border-bottom:1px solid var(--line)}
h3{margin:0;font-size:1.05rem}
h4{margin:1rem 0 .3rem;font-size:.95rem;color:var(--soft)}
article{margin:1.25rem 0;padding:1rem;border:1px solid var(--line);border-radius:.6rem}
.method{display:inline-block;min-width:3.2em;font-weight:700;text-transform:uppercase}
.get{color:var(--get)}.post{color:var(--post)}
code,pre{font:14px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{background:var(--fill);padding:.05em .3em;border-radius:.25em}
h3 code{background:none;padding:0;font-size:1em}
pre{background:var(--fill);padding:.75rem;border-radius:.4rem;overflow-x:auto;margin:.3rem 0}
dl{margin:0}
dt{margin-top:.55rem;font-weight:600}
dt .type{font-weight:400;color:var(--soft)}
dd{margin:0 0 0 1rem;color:var(--ink)}
dd dl{border-left:2px solid var(--line);padding-left:.75rem}
.must{color:var(--bad);font-weight:600}
.soft{color:var(--soft)}
summary{cursor:pointer;padding:.3rem 0}
`
