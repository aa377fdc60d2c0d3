/**
 * The one style sheet of every page, inline so that a page is one file. Phone first; dark and print follow. It is put
 * into the page as it stands here and named by its hash in the security headers.
 */
export const PAGE_STYLE = `
:root{--bg:#f3f5f9;--card:#fff;--ink:#101a30;--muted:#4b5770;--line:#dce2ec;--link:#1b4ecb;--navy:#0d1a36;--amber:#f5ab35;
--warm:#fff3da;--warm-ink:#7a4700;--warm-line:#f0c777;--go:#e0f4ec;--go-ink:#0a5c44;--rest:#e9edf4;--rest-ink:#46526b;--shadow:0 1px 2px #101a300f,0 6px 20px -8px #101a3024}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--bg);color:var(--ink);font:400 1.0625rem/1.55 Inter,ui-sans-serif,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
h1,h2,h3,h4,p,dl,dd,ul,ol,blockquote{margin:0;padding:0}
ul[role],ol[role]{list-style:none}
h1,h2,h3,h4{line-height:1.2;letter-spacing:-.015em;text-wrap:balance}
a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:.07em}
a:hover{text-decoration-thickness:.14em}
:focus-visible{outline:3px solid var(--amber);outline-offset:3px;border-radius:3px}
abbr{text-decoration:none}
.wrap{width:100%;max-width:58rem;margin:0 auto;padding:0 1.125rem}
.skip{position:absolute;left:.75rem;top:-6rem;background:#fff;color:#0d1a36;padding:.6rem .9rem;border-radius:6px;z-index:2}
.skip:focus{top:.75rem}
.top{position:relative;overflow:hidden;background:var(--navy);background-image:linear-gradient(160deg,#15284f,#0d1a36 62%);color:#fff;border-bottom:4px solid var(--amber);padding:1.25rem 0 1.75rem}
.top .wrap{position:relative}
.top :focus-visible{outline-color:#fff}
.span{position:absolute;right:-9rem;top:.5rem;width:24rem;opacity:.45}
.bar{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;justify-content:space-between}
.brand{display:flex;align-items:center;gap:.6rem;font-size:1.0625rem;letter-spacing:-.01em}
.brand b{font-weight:650;color:#ffc76b}
.mark{display:block;flex:none}
.internal{background:#ffc76b;color:#2b1a00;font-weight:650;font-size:.8125rem;padding:.2rem .7rem;border-radius:99px}
h1{font-size:clamp(1.9rem,1.35rem + 2.6vw,3.1rem);font-weight:750;letter-spacing:-.03em;margin-top:1.5rem;max-width:22ch}
.long{font-size:clamp(1.5rem,1.2rem + 1.4vw,2.1rem);max-width:34ch}
.long .rest{font-size:.65em}
.dash{position:absolute;opacity:0}
.rest{display:block;font-size:.5em;font-weight:500;letter-spacing:-.01em;line-height:1.3;color:#d3dcf0;margin-top:.55rem;max-width:34ch}
.for{color:#c2cde4;margin-top:.9rem}
.for b{color:#fff;font-weight:600}
.glance{margin-top:1.5rem;background:#1b2845;border:1px solid #3a4867;border-radius:14px;overflow:hidden}
.glance dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(4.25rem,1fr))}
.glance div{display:flex;flex-direction:column-reverse;justify-content:flex-end;padding:.75rem .5rem .75rem 1rem}
.glance div+div{padding-left:.5rem}
.glance dd{font-size:1.9rem;font-weight:750;letter-spacing:-.03em;line-height:1.1}
.glance dt{font-size:.875rem;color:#d3dcf0;line-height:1.25;margin-top:.15rem}
.glance dt span{display:block;font-size:.8125rem;color:#b4c1dc}
.next{display:flex;flex-wrap:wrap;gap:.15rem .7rem;align-items:baseline;padding:.75rem 1rem;background:#ffc76b;color:#2b1a00;font-size:1rem}
.next span:first-child{font-weight:500}
.next .left{font-weight:600}
.next a{color:#2b1a00;font-weight:600}
main{padding-top:1.5rem!important;padding-bottom:1rem!important}
main>section{margin-top:2.5rem}
main>section:first-child{margin-top:0}
.part+.part{border-top:1px solid var(--line);padding-top:2rem}
main>.part{margin-top:2.25rem}
.seen{font-size:.9375rem;line-height:1.5;color:var(--muted);max-width:75ch;margin-bottom:1.5rem}
.seen b{font-weight:600}
.seen+section{margin-top:0}
h2{font-size:1.45rem;font-weight:720;margin-bottom:.9rem;scroll-margin-top:1rem}
.whybox{border-left:4px solid var(--amber);padding:.1rem 0 .1rem 1.1rem}
.whybox h2,.notes h2{font-size:.9375rem;font-weight:650;letter-spacing:0;color:var(--muted);margin-bottom:.25rem}
.whybox p{font-size:1.2rem;line-height:1.45;font-weight:500;letter-spacing:-.01em;max-width:58ch;text-wrap:pretty}
.notes li{display:inline-block;background:var(--warm);color:var(--warm-ink);border:1px solid var(--warm-line);border-radius:8px;padding:.25rem .7rem;margin:.2rem .35rem .2rem 0;font-size:.9688rem}
main>section.notes{margin-top:1.5rem}
.contents{margin-top:1.75rem}
.contents ul{display:flex;flex-wrap:wrap;gap:.35rem 1.25rem}
.contents a{display:inline-block;padding:.25rem 0}
.group{display:flex;align-items:center;gap:.5rem;font-size:1.0625rem;font-weight:650;margin:1.75rem 0 .75rem}
h2+.group{margin-top:0}
.tally{background:var(--rest);color:var(--rest-ink);border-radius:99px;font-size:.8125rem;padding:.1rem .55rem;letter-spacing:0}
.signals>li+li{margin-top:.875rem}
.signals>li{scroll-margin-top:1rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.125rem;box-shadow:var(--shadow)}
.card>*+*{margin-top:.7rem}
.signal{padding:0;overflow:hidden}
.signal>*+*{margin-top:0}
.rail{padding:.6rem 1.125rem;background:var(--rest);color:var(--rest-ink)}
.open .rail{background:var(--go);color:var(--go-ink)}
.soon .rail{background:var(--warm);color:var(--warm-ink)}
.when{font-size:.9375rem;line-height:1.4}
.pill{font-weight:700}
.left{font-weight:650}
.signal .body{padding:1rem 1.125rem 1.125rem}
.kicker{display:flex;gap:.6rem;font-size:.9063rem;color:var(--muted);line-height:1.5}
.number{flex:none;display:grid;place-items:center;min-width:1.5rem;height:1.5rem;padding:0 .35rem;border-radius:99px;background:var(--navy);color:#fff;font-size:.8125rem;font-weight:700;margin-top:-.05rem}
.kicker abbr,.type{font-weight:650;color:var(--ink)}
.sent{font-style:italic}
h4{font-size:1.19rem;font-weight:680;margin:.5rem 0 .4rem}
.bullet{text-wrap:pretty}
.reason{border-left:3px solid var(--amber);padding-left:.8rem;margin-top:.75rem!important;text-wrap:pretty}
.facts{display:flex;flex-wrap:wrap;gap:.25rem 1.75rem;margin-top:.8rem}
.facts>div{display:flex;flex-wrap:wrap;gap:0 .45rem;align-items:baseline}
dt{font-size:.875rem;color:var(--muted);line-height:1.35}
.facts dd,.grid dd{font-weight:600}
.sources{display:flex;flex-wrap:wrap;gap:.2rem .75rem;align-items:baseline;border-top:1px solid var(--line);margin-top:1rem;padding-top:.7rem;font-size:.9375rem;color:var(--muted)}
.sources ul{flex:1 1 14rem}
.sources li{padding:.1rem 0}
.host{color:var(--muted);font-size:.9em}
.logo{flex:none;width:3.25rem;height:3.25rem;border-radius:12px;border:1px solid var(--line);background:#fff;object-fit:contain}
.quiet,.text{line-height:1.45}
.quiet{color:var(--muted);font-size:.9375rem}
.below{margin-top:.75rem}
.flag{display:inline-block;background:var(--warm);color:var(--warm-ink);border:1px solid var(--warm-line);border-radius:6px;font-size:.8125rem;font-weight:500;padding:0 .4rem;white-space:nowrap}
.from{display:block;font-size:.875rem;font-weight:400}
.ranking{margin-top:.7rem;font-size:.875rem;color:var(--muted)}
.closed h4{font-weight:600}
.who{display:flex;gap:.9rem;align-items:center}
.who p{color:var(--muted);line-height:1.4}
.who h3,.people h3,.card>h3{font-size:1.19rem;font-weight:680}
.badge{flex:none;display:grid;place-items:center;width:3.25rem;height:3.25rem;border-radius:12px;background:var(--navy);color:#ffc76b;font-weight:700;font-size:1.2rem}
.dm .badge{border-radius:99px}
.grid{display:grid;gap:.8rem 1.5rem;grid-template-columns:repeat(auto-fit,minmax(min(11rem,100%),1fr))}
.dm .grid{display:flex;flex-wrap:wrap;gap:.8rem 2.75rem}
.card>.grid,.card>.lines:not(:first-child){border-top:1px solid var(--line);padding-top:.9rem;margin-top:1rem}
.people{display:grid;gap:.875rem;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr))}
.dm+.people{margin-top:.875rem}
.people .card>*+*{margin-top:.2rem}
.people h3{font-size:1.0625rem}
.tally-line{font-size:.9375rem;font-weight:600}
.people .text{font-size:.9688rem;margin-top:.4rem!important}
.rows>li+li{border-top:1px solid var(--line);padding-top:1rem;margin-top:1rem}
.rows h3{font-size:1.0625rem;font-weight:650}
.rows .kicker{margin-top:.15rem}
.rows .text{margin-top:.35rem}
.rows .from{margin-top:.3rem}
.rows .open .pill{color:var(--go-ink)}
.rows .soon .pill{color:var(--warm-ink)}
.dm+.table{margin-top:.875rem}
.card.table{padding:0}
table,tbody,tr,th,td{display:block;text-align:left;font-weight:400}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody tr{padding:1rem 1.125rem}
tbody tr+tr{border-top:1px solid var(--line)}
tbody th bdi{font-size:1.0625rem;font-weight:680;letter-spacing:-.01em}
.title,.because{display:block;line-height:1.4}
.title{color:var(--muted)}
.because{font-size:.875rem;color:var(--muted);margin-top:.2rem}
td{display:flex;gap:.1rem .75rem;margin-top:.3rem;font-size:.9688rem;line-height:1.45}
td .label{flex:none;width:4.25rem;font-size:.875rem;color:var(--muted);padding-top:.08rem}
td.none{color:var(--muted)}
td .value{min-width:0}
.verified{font-size:.875rem;color:var(--muted)}
.points{padding-left:1.15rem}
.points li+li{margin-top:.55rem}
.points li::marker{color:#b97708}
.proof{color:var(--muted);font-size:.9375rem;white-space:nowrap}
.lines>div+div{margin-top:.7rem}
.card>.say{font-size:1rem;margin-top:1.35rem}
blockquote{background:var(--rest);border-radius:10px;padding:.9rem 1.1rem}
blockquote p{font-size:1.0938rem}
footer{margin-top:2.5rem!important;padding-bottom:3rem!important;color:var(--muted);font-size:.9063rem}
footer p{max-width:68ch}
footer p:first-child{border-top:1px solid var(--line);padding-top:1.25rem;max-width:none}
footer p+p{margin-top:.4rem}
.sign{font-weight:650;color:var(--ink)}
.message{min-height:100vh}
.message .top{padding:1.25rem 0}
.message main{padding-top:3rem!important}
.message h1{font-size:1.6rem;margin:0;letter-spacing:-.02em}
.message .card{max-width:36rem;padding:1.5rem}
.hint{color:var(--muted)}
@media(min-width:46rem){
.card{padding:1.5rem}
.wrap{padding:0 1.75rem}
.top{padding:1.5rem 0 2.25rem}
.span{right:max(-1rem,calc(50% - 34rem));top:2.6rem;width:27rem;opacity:1}
.glance{display:flex;align-items:stretch}
.glance dl{display:flex;flex:1 1 auto;align-self:center}
.glance dl div{flex:1 1 auto;padding:1rem 1.25rem}
.glance dt{font-size:.9375rem}
.next{flex:0 1 19rem;flex-direction:column;flex-wrap:nowrap;justify-content:center;gap:.1rem;padding:.8rem 1.25rem;font-size:.9688rem}
.next b{font-size:1.19rem;letter-spacing:-.01em}
main{padding-top:2.25rem!important}
.signal{display:grid;grid-template-columns:10.5rem 1fr;padding:0}
.rail{padding:1.25rem 1.125rem}
.when{display:flex;flex-direction:column;gap:.15rem}
.when .sep{position:absolute;opacity:0}
.left b{display:block;font-size:2.4rem;line-height:1.05;font-weight:750;letter-spacing:-.03em;margin-top:.25rem}
.next .left b{display:inline;font-size:inherit}
.signal .body{padding:1.25rem 1.5rem 1.35rem}
.people .card{padding:1.125rem}
table{display:table;table-layout:fixed;width:100%;border-collapse:collapse}
thead{position:static;display:table-header-group;clip-path:none}
tbody{display:table-row-group}
tr,tbody tr{display:table-row}
thead th{display:table-cell;padding:.7rem .75rem .5rem;font-size:.875rem;color:var(--muted)}
tbody th,td{display:table-cell;vertical-align:top;padding:.8rem .75rem;border-top:1px solid var(--line)}
tbody tr+tr{border-top:0}
th:first-child{padding-left:1.5rem;width:36%}
th:nth-child(2){width:31%}
td:last-child,thead th:last-child{padding-right:1.5rem;width:16%}
td .label{display:none}
.lines>div{display:grid;grid-template-columns:9.5rem 1fr;gap:1rem}
.lines dt{padding-top:.15rem}
}
@media(prefers-color-scheme:dark){
:root{--bg:#0a1122;--card:#121c33;--ink:#e9eef8;--muted:#a9b5cc;--line:#293651;--link:#9fc0ff;--navy:#1c2f5c;--warm:#3a2b0d;--warm-ink:#ffd28a;--warm-line:#6a4f18;--go:#0f362b;--go-ink:#8be3c1;--rest:#1d2942;--rest-ink:#c0cadd;--shadow:none}
.top{background-image:linear-gradient(160deg,#172b55,#0d1a36 62%)}
.points li::marker{color:var(--amber)}
}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@media(forced-colors:active){.card,.rail,.pill,.number,.badge,.flag{border:1px solid CanvasText}}
@media print{
@page{margin:14mm 13mm}
:root{--bg:#fff;--card:#fff;--ink:#101a30;--muted:#4b5770;--line:#c9d1de;--link:#123a9c;--navy:#0d1a36;--warm:#fff3da;--warm-ink:#7a4700;--go:#e0f4ec;--go-ink:#0a5c44;--rest:#eef1f6;--rest-ink:#46526b;--shadow:none}
html{font-size:11.5px}
body{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.wrap{max-width:none;padding:0}
.skip,.contents,.span{display:none}
.top{background:none;color:#101a30;padding:0 0 1rem}
.brand b{color:#7a4700}
.mark path+path{stroke:#0d1a36}
.rest,.for,.glance dt,.glance dt span{color:#46526b}
.for b{color:#101a30}
.glance{border-color:#c9d1de;background:none}
.next,.next a{color:#2b1a00}
main>section{margin-top:1.6rem}
h2,h3,h4,.group{break-after:avoid}
.card:not(.table,.rows),.signals>li,.points li,.rows>li,tr{break-inside:avoid}
.part+.part{border-top:0;padding-top:0}
a[href^="http"]::after{content:" " attr(href);font-size:.8em;color:#46526b;word-break:break-all}
a[href^="http"]+.host{display:none}
}
`
