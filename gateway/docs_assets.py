"""Style and script of the page at `/docs`: allowed by their hashes, so a change here needs no other."""

STYLE = """
:root { --back: #fff; --text: #1c2024; --dim: #5c6570; --line: #dde2e8; --soft: #f4f6f8; --link: #0a58b5;
  --get: #1a7f4b; --post: #9a5700; --patch: #6b3fa0; --delete: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --back: #14171a; --text: #e6e9ec; --dim: #9aa5b1; --line: #2d343b;
  --soft: #1d2227; --link: #7db8ff; --get: #6cd39b; --post: #f0b25a; --patch: #c3a1f2; --delete: #ff8f86; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0 auto; max-width: 70rem; padding: 0 1rem 6rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 small { color: var(--dim); font-size: 1rem; font-weight: normal; }
h2 { margin: 2rem 0 .5rem; }
h3 { margin: 1rem 0 .25rem; font-size: 1rem; }
p, ul { margin: .35rem 0; }
ul { padding-left: 1.2rem; }
a { color: var(--link); }
code { font: .875em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
nav { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center;
  padding: .5rem 0; background: var(--back); border-bottom: 1px solid var(--line); }
nav input { flex: 1 1 16rem; min-width: 0; padding: .5rem .75rem; font: inherit; color: inherit;
  background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; }
#found { color: var(--dim); font-size: .875rem; }
#found:empty { display: none; }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .4rem 0; }
details > div { padding: .25rem .75rem .75rem; border-top: 1px solid var(--line); }
details:target { border-color: var(--link); }
summary { display: flex; flex-wrap: wrap; gap: .1rem .75rem; align-items: baseline; padding: .5rem .75rem;
  cursor: pointer; }
summary:hover, details[open] > summary { background: var(--soft); }
summary b { min-width: 3.6rem; font: bold .8rem ui-monospace, monospace; }
summary i { color: var(--dim); }
.get { color: var(--get); } .post { color: var(--post); } .patch, .put { color: var(--patch); }
.delete { color: var(--delete); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 600; }
.fields th { width: 22%; }
.fields td:nth-child(2) { width: 33%; }
td small { display: block; color: var(--dim); overflow-wrap: anywhere; }
.good th { color: var(--get); }
[hidden] { display: none; }
@media (max-width: 40rem) {
  nav a { display: none; }
  tr { display: block; border-top: 1px solid var(--line); padding: .35rem 0; }
  th, td { display: block; border: 0; padding: 0; width: auto !important; }
}
"""

SCRIPT = """
"use strict";
const search = document.getElementById("search");
const found = document.getElementById("found");
const entries = [...document.querySelectorAll("details.operation, details.shape")].map(element => ({
  element, text: (element.id + " " + element.querySelector("summary").textContent).toLowerCase() }));
function filter() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let operations = 0;
  for (const { element, text } of entries) {
    element.hidden = !words.every(word => text.includes(word));
    operations += !element.hidden && element.className === "operation";
  }
  for (const section of document.querySelectorAll("main > section"))
    section.hidden = !section.querySelector("details:not([hidden])");
  found.textContent = words.length ? operations + " found" : "";
}
function reveal() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (!target) return;
  if (target.hidden || target.closest("[hidden]")) { search.value = ""; filter(); }
  if (target.tagName === "DETAILS") target.open = true;
  target.scrollIntoView();
}
search.addEventListener("input", filter);
addEventListener("hashchange", reveal);
addEventListener("keydown", event => {
  if (event.key === "/" && document.activeElement !== search) { event.preventDefault(); search.focus(); }
});
reveal();
"""
