// The queue by keyboard: one case open at a time, verdicts sent as they are given, the next ones fetched before they are needed.
const list = document.getElementById("cases");
const box = document.querySelector(".cases");
const csrf = document.querySelector('meta[name="csrf"]').content;
const told = document.getElementById("told");
const keys = document.getElementById("keys");
const KEY = "reportedly-review-keys";
const AHEAD = 4; // cases still to come when the next page is fetched
const WORDS = { accept: "accepted", reject: "rejected", change: "put right", same: "the same", other: "somebody else" };

const cases = () => [...box.querySelectorAll(".case")];
const current = () => box.querySelector(".case.current");
const isTyping = (target) => target.matches("input:not([type=checkbox]), textarea, select");
const isOpen = (card) => !card.matches(".judged, .sending"); // still to be judged
const given = []; // cases judged here, the last at the end
let judged = 0;

function open(card, focus = true) {
  if (!card) return;
  current()?.classList.remove("current");
  card.classList.add("current");
  if (focus) {
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }
  const rest = cases().slice(cases().indexOf(card)).filter(isOpen);
  if (rest.length <= AHEAD) more();
}

function step(by) {
  const all = cases();
  open(all[Math.min(Math.max(all.indexOf(current()) + by, 0), all.length - 1)]);
}

function onward(card) {
  const all = cases();
  const behind = [...all.slice(all.indexOf(card) + 1), ...all.slice(0, all.indexOf(card))];
  open(behind.find(isOpen) ?? card);
}

// The form as the API wants it: places as pairs, no empty fields, those of a change only where one was asked for.
function fieldsOf(form, act) {
  const body = {};
  for (const [name, value] of new FormData(form)) if (name !== "csrf") body[name] = value;
  body.act = act;
  if (act !== "change") for (const name of ["words", "places", "source_words", "cue_words", "speaker", "name", "form", "implied", "type", "status"]) delete body[name];
  for (const name of ["content", "cue", "trigger", "places"]) {
    if (name in body) body[name] = body[name].split(" ").filter(Boolean).map((pair) => pair.split("-").map(Number));
  }
  return body;
}

const send = (address, body) => fetch(address, {
  method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf }, body: JSON.stringify(body),
});

async function judge(card, act, button) {
  const form = card.querySelector("form[data-api]");
  if (!isOpen(card)) return;
  card.classList.add("sending");
  wrong(card, "");
  if (act !== "change") onward(card);
  try {
    const answer = await send(form.dataset.api, fieldsOf(form, act));
    if (answer.ok) return keep(card, act, await answer.json());
    if (answer.status === 409) return form.requestSubmit(button ?? form.querySelector(`[data-act="${act}"]`)); // the page shows both
    wrong(card, (await answer.json().catch(() => ({}))).detail ?? "That could not be kept; load the page again.");
  } catch {
    wrong(card, "The workbench does not answer. Nothing is lost; try again.");
  } finally {
    card.classList.remove("sending");
  }
  open(card);
}

function keep(card, act, kept) {
  card.classList.add("judged");
  card.kept = kept;
  const share = card.querySelector(".share");
  card.classList.toggle("out", act === "reject" || act === "other");
  share.dataset.outcome = card.classList.contains("out") ? "✗" : "✓";
  const line = document.createElement("p");
  line.className = "outcome";
  line.append(`${WORDS[act][0].toUpperCase()}${WORDS[act].slice(1)}. `);
  const undo = document.createElement("button");
  undo.type = "button";
  undo.append("Undo");
  undo.addEventListener("click", (event) => { event.stopPropagation(); takeBack(card); });
  line.append(undo);
  card.querySelector(".case-head").append(line);
  given.push(card);
  count(1);
  if (act === "change" && card === current()) onward(card);
  const next = current();
  told.textContent = `${WORDS[act]}. Next: ${next?.querySelector("h2")?.textContent.trim() ?? "none"}`;
}

async function takeBack(card) {
  if (!card?.kept) return;
  const answer = await send("/api/review/undo", { corrections: card.kept.corrections, judgement: card.kept.judgement });
  if (!answer.ok) return wrong(card, (await answer.json()).detail);
  given.splice(given.indexOf(card), 1);
  card.classList.remove("judged", "out");
  delete card.kept;
  card.querySelector(".outcome").remove();
  count(-1);
  told.textContent = "Taken back.";
  open(card);
}

function wrong(card, sentence) {
  card.querySelector(".wrong")?.remove();
  if (!sentence) return;
  const line = document.createElement("p");
  line.className = "wrong";
  line.setAttribute("role", "alert");
  line.textContent = sentence;
  card.querySelector("form[data-api]").append(line);
}

const begun = document.getElementById("left")?.textContent;
function count(by) {
  judged += by;
  const line = document.getElementById("left");
  if (line) line.textContent = judged ? `${judged} judged of ${begun}` : begun;
}

// The next page comes while there is still something to judge on this one.
let fetching = false;
async function more() {
  const address = list?.dataset.next;
  if (!address || fetching) return;
  fetching = true;
  try {
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    const known = new Set(cases().map((card) => card.dataset.case));
    for (const item of page.querySelectorAll("#cases > li")) {
      const card = item.querySelector(".case");
      if (!known.has(card.dataset.case)) list.append(document.adoptNode(item));
    }
    if (current() && !isOpen(current())) onward(current()); // whoever was faster than the page waits no more
    const next = page.getElementById("cases")?.dataset.next;
    if (next) list.dataset.next = next; else delete list.dataset.next;
    const link = document.querySelector(".next");
    if (next) link.querySelector("a").href = next; else link?.remove();
  } catch { /* the link to the next page is still there */ } finally {
    fetching = false;
  }
}

// Words selected in the story become the statement's: counted in code points, as the ledger counts.
const points = (text) => [...text].length;
function chosen() {
  const selection = getSelection();
  const card = current();
  const words = card?.querySelector(".story-words");
  if (!words || selection.rangeCount === 0 || selection.isCollapsed || !card.querySelector("[data-words]")) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!words.contains(range.startContainer) || !words.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(words);
  before.setEnd(range.startContainer, range.startOffset);
  const text = range.toString();
  const lead = points(text) - points(text.trimStart());
  const first = Number(words.dataset.first) + points(before.toString()) + lead;
  return text.trim() ? { card, first, last: first + points(text.trim()), text: text.trim() } : null;
}

function offer() {
  const found = chosen();
  box.querySelector(".chosen")?.remove();
  if (!found) return;
  const bar = document.createElement("p");
  bar.className = "chosen";
  const words = document.createElement("q");
  words.dir = "auto";
  words.textContent = found.text;
  bar.append(words);
  for (const [name, also] of [["These are the words", false], ["Add them to the words", true]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => { take(found, also); bar.remove(); });
    bar.append(button);
  }
  found.card.querySelector(".context").after(bar);
}

function take({ card, first, last, text }, also) {
  const field = card.querySelector("[data-words]");
  const places = card.querySelector("[data-places]");
  const before = also ? (places.value || card.querySelector('[name="content"]').value).split(" ").filter(Boolean) : [];
  const kept = before.filter((pair) => { const [a, b] = pair.split("-").map(Number); return b <= first || a >= last; });
  places.value = [...kept, `${first}-${last}`].sort((a, b) => parseInt(a) - parseInt(b)).join(" ");
  field.value = also ? `${field.value} ... ${text}` : text;
  card.querySelector(".mend").open = true;
  card.querySelector('[data-act="change"]').focus();
}

if (box) {
  box.classList.add("one-by-one");
  const line = document.querySelector(".keys");
  if (line) line.hidden = false;
  try { if (keys) keys.checked = localStorage.getItem(KEY) !== "off"; } catch { /* then they are on at each visit */ }
  keys?.addEventListener("change", () => { try { localStorage.setItem(KEY, keys.checked ? "on" : "off"); } catch { /* as above */ } });

  box.addEventListener("submit", (event) => {
    const act = event.submitter?.dataset.act;
    const card = event.target.closest(".case");
    if (!act || card.classList.contains("clashed")) return;
    if (card.classList.contains("sending")) { card.classList.add("clashed"); return; } // sent again as a page, to show both
    event.preventDefault();
    judge(card, act, event.submitter);
  });
  box.addEventListener("click", (event) => {
    const card = event.target.closest(".case");
    if (card && card !== current()) open(card, !event.target.closest("a, button"));
  });
  box.addEventListener("focusin", (event) => {
    const card = event.target.closest(".case");
    if (card && card !== current()) open(card, false);
  });
  box.addEventListener("input", (event) => {
    if (event.target.matches("[data-words]")) event.target.form.querySelector("[data-places]").value = "";
    if (event.target.matches('[name="name"]')) event.target.form.querySelector("[data-speaker]").value = event.target.value ? "new" : "";
  });
  document.addEventListener("selectionchange", () => { clearTimeout(offer.soon); offer.soon = setTimeout(offer, 150); });
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (keys && !keys.checked)) return;
    const card = current();
    if (isTyping(event.target)) {
      if (event.key === "Escape") { card?.querySelector(".mend")?.removeAttribute("open"); card?.focus(); }
      return;
    }
    const acts = {
      j: () => step(1), k: () => step(-1), u: () => takeBack(given.at(-1)),
      a: () => card && judge(card, card.querySelector("[data-act]").dataset.act),
      r: () => card && judge(card, card.querySelectorAll("[data-act]")[1].dataset.act),
      e: () => { const mend = card?.querySelector(".mend"); if (mend) { mend.open = true; mend.querySelector("textarea, select").focus(); } },
    };
    const act = acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
  open(cases()[0], false);
}
