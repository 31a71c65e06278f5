"use strict";
// Filters only: without this script everything is shown.
for (const box of document.querySelectorAll(".filters")) {
  const draft = box.closest("article");
  const rows = [...draft.querySelectorAll(".row")];
  const cards = [...draft.querySelectorAll(".cards .finding")];
  const show = () => {
    const off = new Set();
    for (const input of box.querySelectorAll("input:not([value=marked])")) {
      draft.classList.toggle("no-" + input.value, !input.checked);
      if (!input.checked) off.add(input.value);
    }
    const only = box.querySelector("[value=marked]").checked;
    const shown = (card) => !off.has(card.dataset.severity);
    for (const row of rows) {
      row.classList.toggle("unmarked", only && ![...row.querySelectorAll(".cards .finding")].some(shown));
    }
    box.querySelector("output").textContent = "显示 " + cards.filter(shown).length + " 处，共 " + cards.length + " 处";
  };
  box.addEventListener("change", show);
  box.hidden = false;
  show();
}
// A link into a closed list, or to something filtered away, opens it first.
addEventListener("hashchange", () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  target.closest("details")?.setAttribute("open", "");
  if (!target.getClientRects().length) {
    const box = target.closest("article")?.querySelector(".filters");
    for (const input of box?.querySelectorAll("input") ?? []) input.checked = input.value !== "marked";
    box?.dispatchEvent(new Event("change"));
  }
  target.scrollIntoView({ block: "center" });
});
