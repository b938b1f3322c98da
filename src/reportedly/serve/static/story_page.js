// Click a statement, or press Enter on it: its evidence and what others say of the same are shown beside the story.
// Without this script the links in the list lead to the same on a page of its own.
const reader = document.querySelector(".reader");
const article = reader.querySelector("article");
const detail = document.getElementById("detail");
let chosen = null; // the mark that was chosen last
let asking = null;

async function choose(mark) {
  asking?.abort();
  asking = new AbortController();
  const address = `${reader.dataset.address}/${encodeURIComponent(mark.dataset.statement)}`;
  let html;
  try {
    const answer = await fetch(`${address}?part=true`, { signal: asking.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    html = await answer.text();
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address); // the page of its own says what is wrong
    return;
  }
  for (const other of article.querySelectorAll(".picked")) other.classList.remove("picked");
  for (const part of article.querySelectorAll(`mark[data-statement="${CSS.escape(mark.dataset.statement)}"]`)) part.classList.add("picked");
  chosen = mark;
  document.getElementById("card").hidden = true;
  const page = new DOMParser().parseFromString(html, "text/html"); // scripts in it would not run, nor does the policy let them
  detail.replaceChildren(closing(), ...page.body.childNodes);
  detail.hidden = false;
  detail.scrollTop = 0;
  detail.scrollIntoView({ block: "nearest" });
}

function closing() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain close";
  button.textContent = "×";
  button.setAttribute("aria-label", "Close");
  button.addEventListener("click", close);
  return button;
}

function close() {
  if (detail.hidden) return;
  const within = detail.contains(document.activeElement);
  detail.hidden = true;
  detail.replaceChildren();
  for (const mark of article.querySelectorAll(".picked")) mark.classList.remove("picked");
  if (within) chosen?.focus();
}

article.addEventListener("click", (event) => {
  const mark = event.target.closest("mark[data-statement]");
  if (mark && getSelection().isCollapsed) choose(mark);
});
article.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("mark[data-statement]")) return;
  event.preventDefault();
  choose(event.target).then(() => detail.focus());
});
addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
