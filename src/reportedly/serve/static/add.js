// Files are sent in pieces, so that an upload goes on where it was when the line or the server comes back.
const form = document.getElementById("files");
const field = document.getElementById("chosen");
const drop = document.getElementById("drop");
const list = document.getElementById("chosen-files");
const wrong = document.getElementById("files-wrong");
const PIECE = 4 * 2 ** 20;
const LONGEST_WAIT = 15_000; // milliseconds between two trials
let csrf = document.querySelector('meta[name="csrf"]').content;
let dropped = null; // files that were dropped, where the field cannot hold them

class Refused extends Error {}

const files = () => [...(dropped ?? field.files)];
const wait = (time) => new Promise((done) => { setTimeout(done, time); });
const inWords = (bytes) => bytes < 2 ** 20 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;

function show() {
  list.replaceChildren(...files().map((file) => {
    const item = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = file.name;
    item.append(name, ` ${inWords(file.size)}`);
    return item;
  }));
}

// Ask until there is an answer. A server that was started anew wants a new token.
async function ask(method, address, body, kind) {
  for (let pause = 500; ; pause = Math.min(pause * 2, LONGEST_WAIT)) {
    try {
      const answer = await fetch(address, { method, body, headers: { "X-CSRF-Token": csrf, ...(kind ? { "Content-Type": kind } : {}) } });
      if (answer.ok) return await answer.json();
      const told = (await answer.json().catch(() => ({}))).detail ?? `The workbench answered ${answer.status}.`;
      if (answer.status === 403 && await renewed()) continue;
      if (answer.status < 500 && answer.status !== 429) throw new Refused(told);
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    tell("The workbench does not answer; trying again. Nothing is lost.");
    await wait(pause);
  }
}

async function renewed() {
  const page = new DOMParser().parseFromString(await (await fetch("/add")).text(), "text/html");
  const token = page.querySelector('meta[name="csrf"]')?.content;
  if (!token || token === csrf) return false;
  csrf = token;
  return true;
}

function tell(words) { document.getElementById("sent-told").textContent = words; }

async function send(chosen) {
  const bar = document.getElementById("sent");
  const total = chosen.reduce((sum, file) => sum + file.size, 0) || 1;
  const { token } = await ask("POST", "/api/add/pieces");
  let before = 0;
  const taken = new Map();
  for (const file of chosen) {
    const times = (taken.get(file.name) ?? 0) + 1;
    taken.set(file.name, times);
    const name = times === 1 ? file.name : `${times}-${file.name}`;
    const address = `/api/add/pieces/${token}/${encodeURIComponent(name)}`;
    let at = 0;
    do {
      const piece = file.slice(at, at + PIECE);
      ({ size: at } = await ask("PUT", `${address}?at=${at}`, piece, "application/octet-stream"));
      bar.value = (before + at) / total;
      tell(`${Math.floor(bar.value * 100)}% of ${inWords(total)}`);
    } while (at < file.size);
    before += file.size;
  }
  const facts = { publisher: form.elements.publisher.value, published: form.elements.published.value };
  return ask("POST", `/api/add/pieces/${token}`, JSON.stringify(facts), "application/json");
}

function refuse(sentence) {
  wrong.textContent = sentence;
  wrong.hidden = !sentence;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button.main");
  refuse("");
  button.disabled = true;
  document.getElementById("sending").hidden = false;
  try {
    const upload = await send(files());
    location.assign(`/add/${upload.id}`);
  } catch (error) {
    refuse(error instanceof Refused ? error.message : "That could not be sent; try again.");
    document.getElementById("sending").hidden = true;
    button.disabled = false;
  }
});

field.addEventListener("change", () => { dropped = null; show(); });
for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  if (!event.dataTransfer.files.length) return;
  field.files = event.dataTransfer.files;
  dropped = [...event.dataTransfer.files];
  show();
});
document.getElementById("drop-hint").prepend("Or drop them here. ");
