// Who is looked at stands out: an actor with all he speaks of and who speak of him, or one pair.
const svg = document.querySelector(".net svg");

function showPairs(isChosen, actor) {
  const shown = new Set([actor]);
  for (const part of svg.querySelectorAll("[data-speaker]")) {
    const { speaker, target } = part.dataset;
    const chosen = isChosen(speaker, target);
    part.classList.toggle("on", chosen);
    if (chosen) shown.add(speaker).add(target);
  }
  for (const node of svg.querySelectorAll(".node")) node.classList.toggle("on", shown.has(node.dataset.actor));
  svg.classList.add("chosen");
}

const showAll = () => svg.classList.remove("chosen");

function look({ target: at }) {
  const node = at.closest?.(".node");
  const pair = at.closest?.("[data-speaker]");
  if (node) showPairs((speaker, target) => speaker === node.dataset.actor || target === node.dataset.actor, node.dataset.actor);
  else if (pair) showPairs((speaker, target) => speaker === pair.dataset.speaker && target === pair.dataset.target);
  else showAll();
}

if (svg) {
  const view = svg.parentElement; // narrower than the picture on a phone: its middle is where most happens
  view.scrollLeft = (view.scrollWidth - view.clientWidth) / 2;
  for (const part of [svg, document.querySelector(".pairs")]) {
    part.addEventListener("pointerover", look);
    part.addEventListener("focusin", look);
    part.addEventListener("pointerleave", showAll);
    part.addEventListener("focusout", showAll);
  }
  addEventListener("keydown", (event) => { if (event.key === "Escape") showAll(); });
}
