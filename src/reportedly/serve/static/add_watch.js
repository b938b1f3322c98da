// How far the reading is, as the server tells it.
const watch = document.getElementById("watch");
const source = new EventSource(`/api/add/${watch.dataset.upload}/events`);
const WORDS = { new: "new", again: "was there already", copy: "a reprint", version: "a corrected version" };

const made = (name, words, more = {}) => Object.assign(document.createElement(name), { textContent: words, ...more });

function line(one) {
  const item = document.createElement("li");
  if (one.outcome === "failed") {
    const name = made("b", "");
    name.append(made("bdi", one.name));
    item.append(name, " ", made("span", one.reason ?? "", { className: "alarm", dir: "auto" }));
    return item;
  }
  const name = one.document ? made("a", "", { href: `/stories/${one.document.replace("sha256:", "").slice(0, 16)}` }) : made("span", "");
  name.append(made("bdi", one.title ?? one.name));
  item.append(name, " ", made("span", WORDS[one.outcome], { className: "quiet" }));
  return item;
}

function fill(id, handed) {
  const section = document.getElementById(id);
  section.hidden = handed.length === 0;
  const list = section.querySelector(".handed");
  if (list.children.length !== handed.length) list.replaceChildren(...handed.map(line));
}

function stateOf(upload) {
  if (upload.state === "done") return "All is done.";
  if (upload.reading) return `Reading ${upload.reading}`;
  return upload.state === "waiting" ? "Waiting for its turn." : "Reading.";
}

source.addEventListener("progress", (event) => {
  const upload = JSON.parse(event.data);
  document.getElementById("state").textContent = stateOf(upload);
  const bar = document.getElementById("progress");
  bar.max = upload.stories ?? 1;
  bar.value = upload.done;
  bar.hidden = upload.state === "done";
  document.getElementById("far").textContent = upload.stories ? `${upload.done} of ${upload.stories} ${upload.stories === 1 ? "story" : "stories"}` : "";
  fill("failed", upload.handed.filter((one) => one.outcome === "failed"));
  fill("fine", upload.handed.filter((one) => one.outcome !== "failed"));
  if (upload.state === "done") source.close();
});
