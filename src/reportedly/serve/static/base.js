// What every page can do by keyboard: "/" goes to the search, j and k from one statement to the next.
const isTyping = (target) => target.matches("input, textarea, select, [contenteditable]");

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "/") {
    const field = document.querySelector("[data-search]") ?? document.getElementById("quick");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  } else if (event.key === "j" || event.key === "k") {
    const all = [...document.querySelectorAll("[data-hit]")];
    if (!all.length) return;
    const here = all.findIndex((hit) => hit === document.activeElement || hit.closest("article").contains(document.activeElement));
    const next = event.key === "j" ? Math.min(here + 1, all.length - 1) : Math.max(here - 1, 0);
    event.preventDefault();
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
  }
});
