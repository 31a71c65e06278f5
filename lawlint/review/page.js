"use strict";
const at = (id) => document.getElementById(id);
const LIMIT = 64 * 2 ** 20; // bytes, as the server has it
const PAUSE = 1500; // milliseconds between two looks at the draft
let shown = -1; // the revision on the page
let handle = null; // of a dropped file, where the browser lets us look at it again
let modified = 0;
let busy = false;

function say(text) { if (at("status").textContent !== text) at("status").textContent = text; }
function complain(text) { at("error").hidden = !text; if (at("error").textContent !== text) at("error").textContent = text; }

// What a reader has set on the report survives its renewal: the place and the filters.
function renew(revision) {
  const frame = at("report");
  const before = frame.contentDocument?.querySelector("article") ? frame.contentWindow.scrollY : 0;
  const boxes = [...(frame.contentDocument?.querySelectorAll(".filters input") ?? [])].map((b) => [b.value, b.checked]);
  frame.onload = () => {
    const inner = frame.contentDocument;
    catchDrags(inner);
    for (const [value, checked] of boxes) {
      const box = inner.querySelector(`.filters input[value=${value}]`);
      if (box && box.checked !== checked) box.click();
    }
    frame.contentWindow.scrollTo({ top: before, behavior: "instant" });
  };
  frame.contentWindow.location.replace("report?" + revision);
}

function show(state) {
  at("name").textContent = state.name;
  document.title = (state.name ? state.name + " · " : "") + "lawlint 审阅";
  complain(state.error);
  at("results").hidden = !state.ready;
  at("report").hidden = !state.ready;
  at("empty").hidden = state.ready;
  if (!state.ready) { say(""); shown = state.revision; return; }
  const follow = state.watched || handle ? "文件改动后自动重查" : "改动后请重新选择或拖入";
  say(`${state.verdict}。${state.checked} 检查，${follow}。`);
  if (state.revision !== shown) { shown = state.revision; renew(shown); }
}

async function ask(path, options) {
  const reply = await fetch(path, options);
  if (!reply.ok) throw new Error(await reply.text());
  return reply.json();
}

async function take(file) {
  if (file.size > LIMIT) { complain(`${file.name} 超过 64 MB，没有检查。`); return; }
  busy = true;
  say(`正在检查 ${file.name}……`);
  try {
    modified = file.lastModified;
    show(await ask("draft", { method: "POST", body: file, headers: { "X-Draft-Name": encodeURIComponent(file.name) } }));
  } catch (error) {
    complain(`${file.name} 没有检查成：${error.message}`);
    say("");
  } finally {
    busy = false;
  }
}

async function look() {
  if (document.visibilityState === "visible" && !busy) {
    try {
      if (handle) {
        const file = await handle.getFile().catch(() => null);
        if (file && file.lastModified !== modified) await take(file);
      }
      const state = await ask("state");
      if (!busy) show(state);
    } catch (error) {
      const stopped = error instanceof TypeError; // what fetch throws where nobody answers
      complain(stopped ? "审阅服务已停止，请在终端重新运行 lawlint review。" : error.message);
    }
  }
  setTimeout(look, PAUSE);
}

// A sheet over the whole page takes the drop, over the report too: what a drop hands out must outlive the report's page.
function catchDrags(page) {
  page.addEventListener("dragenter", (event) => {
    if (event.dataTransfer?.types.includes("Files")) at("drop").hidden = false;
  });
}

at("drop").addEventListener("dragover", (event) => event.preventDefault());
at("drop").addEventListener("dragleave", () => { at("drop").hidden = true; });
at("drop").addEventListener("drop", async (event) => {
  event.preventDefault();
  at("drop").hidden = true;
  const file = event.dataTransfer.files[0];
  const kept = await event.dataTransfer.items[0]?.getAsFileSystemHandle?.().catch(() => null);
  if (!file) return;
  handle = kept?.kind === "file" ? kept : null;
  await take(file);
});

at("choose").addEventListener("click", () => at("file").click());
at("file").addEventListener("change", async () => {
  const file = at("file").files[0];
  if (file) { handle = null; await take(file); }
  at("file").value = "";
});
at("print").addEventListener("click", () => at("report").contentWindow.print());
catchDrags(document);
look();
