// The chart in place of the still picture: a canvas that is moved, zoomed and selected in. Days are numbers since 1970, places pixels.
// Its own script and no charting library: docs/decisions/0081-charts.md.

const DAY = 86_400_000;
const NEAR = 14; // pixels from the pointer within which a dot is meant
const ROOM = { left: 66, right: 12, top: 12, bottom: 30 }; // pixels for what is written along the axes
const SPAN = [2, 1_500_000]; // days that a view has at least and at most
const FIRST = Date.parse("0001-01-01") / DAY, LAST = Date.parse("9999-12-31") / DAY;
const STEPS = [[1, "day"], [7, "day"], [30, "month", 1], [91, "month", 3], [183, "month", 6],
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((years) => [365.25 * years, "year", 12 * years])];
const SHAPES = { // of a status, with a radius of 5 around 0 0; and whether it is filled
  asserted: ["M5 0A5 5 0 1 1-5 0A5 5 0 1 1 5 0Z", true],
  denied: ["M-4-4L4 4M4-4L-4 4", false],
  future: ["M-4-5L5 0L-4 5Z", false],
  demanded: ["M0-6L6 0L0 6L-6 0Z", true],
  hypothetical: ["M0-6L6 0L0 6L-6 0Z", false],
  date: ["M2.2 0A2.2 2.2 0 1 1-2.2 0A2.2 2.2 0 1 1 2.2 0Z", true],
};

const day = (iso) => Date.parse(iso) / DAY;
const iso = (number) => new Date(Math.min(Math.max(Math.round(number), FIRST), LAST) * DAY).toISOString().slice(0, 10);
const inWords = (number, options) => new Date(number * DAY).toLocaleDateString("en-GB", { timeZone: "UTC", ...options });
const NAMES = { day: { day: "numeric", month: "short", year: "numeric" }, month: { month: "short", year: "numeric" }, year: { year: "numeric" } };

// The days along an axis at which a line is drawn, with their names.
function ticks(first, last, most) {
  const [step, kind, months] = STEPS.find(([length]) => (last - first) / length <= most) ?? STEPS.at(-1);
  const found = [];
  if (kind === "day") {
    const start = step === 1 ? Math.ceil(first) : Math.ceil((first + 3) / 7) * 7 - 3; // day 0 was a Thursday; weeks begin on Mondays
    for (let at = start; at <= last; at += step) found.push([at, inWords(at, NAMES.day)]);
    return found;
  }
  const begin = new Date(first * DAY);
  let month = Math.ceil((begin.getUTCFullYear() * 12 + begin.getUTCMonth()) / months) * months;
  for (let at; (at = Date.UTC(Math.floor(month / 12), month % 12) / DAY) <= last; month += months) {
    if (at >= first) found.push([at, inWords(at, NAMES[kind])]);
  }
  return found;
}

// The columns of the answer as dots. Those of one time, said on one day, lie around each other like a sunflower's seeds.
function dotsOf(columns) {
  const seen = new Map();
  return columns.begin.map((_, number) => {
    const [begin, end, from, to] = ["begin", "end", "said_from", "said_to"].map((name) => day(columns[name][number]));
    const x = (begin + end) / 2, y = (from + to) / 2;
    const rank = seen.get(`${x} ${y}`) ?? 0;
    seen.set(`${x} ${y}`, rank + 1);
    const person = columns.people[columns.person[number]];
    const document = columns.documents[columns.document[number]].replace("sha256:", "").slice(0, 16);
    return {
      begin, end, from, to, x, y, person, rank,
      aside: [3.4 * Math.sqrt(rank) * Math.cos(2.399963 * rank), 3.4 * Math.sqrt(rank) * Math.sin(2.399963 * rank)],
      status: columns.status[number], type: columns.type[number], words: columns.words[number],
      chain: columns.chain[number] ?? person.name, statement: `${document} ${columns.statement[number]}`,
      address: `/stories/${document}#said-${columns.statement[number]}`,
    };
  });
}

class Chart {
  constructor(figure, dots) {
    this.figure = figure;
    this.dots = dots;
    this.frame = figure.querySelector(".canvas");
    this.canvas = figure.querySelector("canvas");
    this.card = figure.querySelector(".card");
    this.picked = figure.querySelector(".picked");
    const { first, last, saidFirst, saidLast } = figure.dataset;
    this.whole = { left: day(first), right: day(last), low: day(saidFirst), high: day(saidLast) };
    this.view = { ...this.whole };
    this.mode = "move";
    this.current = null; // the dot that is pointed at
    this.box = null; // what is being selected, in pixels
    this.pointers = new Map();
    figure.querySelector(".still").hidden = true;
    figure.querySelector(".tools").hidden = this.frame.hidden = false;
    this.listen();
    this.dress();
    this.fit();
  }

  // Measures and colours

  fit() {
    const { width, height } = this.canvas.getBoundingClientRect();
    this.scale = devicePixelRatio || 1;
    [this.width, this.height] = [width, height];
    [this.canvas.width, this.canvas.height] = [Math.round(width * this.scale), Math.round(height * this.scale)];
    this.show();
  }

  dress() {
    const style = (part, name = "color") => getComputedStyle(part)[name];
    this.inks = {};
    for (const part of this.figure.querySelectorAll("[data-hue]")) this.inks[part.dataset.hue] = style(part.querySelector(".swatch"));
    const body = getComputedStyle(document.body);
    this.ink = { text: body.color, paper: body.backgroundColor, quiet: style(this.figure.querySelector(".legend .quiet")), line: style(this.frame, "borderTopColor") };
    this.sprites = new Map();
    this.show();
  }

  // A mark, drawn once for each status and colour
  sprite(status, hue) {
    const key = `${status} ${hue}`;
    if (!this.sprites.has(key)) {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = Math.ceil(18 * this.scale);
      const pen = canvas.getContext("2d");
      const [path, filled] = SHAPES[status ?? "date"];
      pen.scale(this.scale, this.scale);
      pen.translate(9, 9);
      pen.strokeStyle = pen.fillStyle = this.inks[hue] ?? this.ink.quiet;
      pen.lineWidth = filled ? 1 : 2;
      const shape = new Path2D(path);
      if (filled) pen.fill(shape);
      pen.stroke(shape);
      this.sprites.set(key, canvas);
    }
    return this.sprites.get(key);
  }

  get plot() {
    return { left: ROOM.left, top: ROOM.top, width: this.width - ROOM.left - ROOM.right, height: this.height - ROOM.top - ROOM.bottom };
  }

  x(at) { return this.plot.left + ((at - this.view.left) / (this.view.right - this.view.left)) * this.plot.width; }
  y(at) { return this.plot.top + ((this.view.high - at) / (this.view.high - this.view.low)) * this.plot.height; }
  dayAcross(x) { return this.view.left + ((x - this.plot.left) / this.plot.width) * (this.view.right - this.view.left); }
  dayUp(y) { return this.view.high - ((y - this.plot.top) / this.plot.height) * (this.view.high - this.view.low); }
  // Where a dot is, with its seed's turn around others of its time
  place(dot) { return [this.x(dot.x) + dot.aside[0], this.y(dot.y) + dot.aside[1]]; }

  // Drawing, at most once a frame

  show() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = null;
      this.draw();
      this.say();
    });
  }

  draw() {
    const pen = this.canvas.getContext("2d");
    const { left, top, width, height } = this.plot;
    pen.setTransform(this.scale, 0, 0, this.scale, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    pen.font = `12px ${getComputedStyle(this.canvas).fontFamily}`;
    this.drawAxes(pen);
    pen.save();
    pen.beginPath();
    pen.rect(left, top, width, height);
    pen.clip();
    this.drawDiagonal(pen);
    this.drawBars(pen);
    for (const dot of this.dots) {
      const [x, y] = this.place(dot);
      if (x > left - 9 && x < left + width + 9 && y > top - 9 && y < top + height + 9) pen.drawImage(this.sprite(dot.status, dot.person.hue), x - 9, y - 9, 18, 18);
    }
    if (this.current) this.ring(pen, ...this.place(this.current));
    pen.restore();
    if (this.box) this.drawBox(pen);
  }

  drawAxes(pen) {
    const { left, top, width, height } = this.plot;
    pen.strokeStyle = this.ink.line;
    pen.fillStyle = this.ink.quiet;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.textAlign = "center";
    for (const [at, name] of ticks(this.view.left, this.view.right, Math.max(2, width / 95))) {
      const x = Math.round(this.x(at)) + 0.5;
      pen.moveTo(x, top);
      pen.lineTo(x, top + height + 4);
      if (x > left + 20 && x < left + width - 20) pen.fillText(name, x, top + height + 20);
    }
    pen.textAlign = "right";
    for (const [at, name] of ticks(this.view.low, this.view.high, Math.max(2, height / 55))) {
      const y = Math.round(this.y(at)) + 0.5;
      pen.moveTo(left - 4, y);
      pen.lineTo(left + width, y);
      const [first, year] = [name.slice(0, -5), name.slice(-4)]; // a day takes two lines
      if (first.includes(" ")) { pen.fillText(first, left - 8, y - 2); pen.fillText(year, left - 8, y + 11); }
      else pen.fillText(name, left - 8, y + 4);
    }
    pen.stroke();
  }

  // Where it is said on the day itself; right of it lies what was still to come.
  drawDiagonal(pen) {
    pen.strokeStyle = this.ink.quiet;
    pen.setLineDash([3, 5]);
    pen.beginPath();
    pen.moveTo(this.x(this.view.low), this.y(this.view.low));
    pen.lineTo(this.x(this.view.high), this.y(this.view.high));
    pen.stroke();
    pen.setLineDash([]);
  }

  // Over the whole time that a dot may lie in, and that it may have been said in; all of one colour in one stroke
  drawBars(pen) {
    const { left, top, width, height } = this.plot;
    const [right, foot] = [left + width, top + height];
    const paths = new Map();
    for (const dot of this.dots) {
      const [x, y] = this.place(dot);
      const [begin, end] = [Math.max(this.x(dot.begin), left), Math.min(this.x(dot.end), right)];
      const [late, early] = [Math.max(this.y(dot.to), top), Math.min(this.y(dot.from), foot)];
      const wide = end - begin > 12 && y > top && y < foot, high = early - late > 12 && x > left && x < right;
      if (!wide && !high) continue;
      const hue = dot.person.hue;
      if (!paths.has(hue)) paths.set(hue, new Path2D());
      if (wide) paths.get(hue).rect(begin, Math.round(y) - 1, end - begin, 2);
      if (high) paths.get(hue).rect(Math.round(x) - 1, late, 2, early - late);
    }
    pen.globalAlpha = Math.max(0.07, Math.min(0.28, 60 / this.dots.length)); // fainter, the more there are
    for (const [hue, path] of paths) {
      pen.fillStyle = this.inks[hue] ?? this.ink.quiet;
      pen.fill(path);
    }
    pen.globalAlpha = 1;
  }

  ring(pen, x, y) {
    pen.strokeStyle = this.ink.text;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(x, y, 10, 0, 2 * Math.PI);
    pen.stroke();
  }

  drawBox(pen) {
    const { x, y, width, height } = this.corners();
    pen.fillStyle = pen.strokeStyle = this.ink.text;
    pen.globalAlpha = 0.08;
    pen.fillRect(x, y, width, height);
    pen.globalAlpha = 1;
    pen.lineWidth = 1;
    pen.strokeRect(x + 0.5, y + 0.5, width, height);
  }

  corners() {
    const [from, to] = this.box;
    return { x: Math.min(from[0], to[0]), y: Math.min(from[1], to[1]), width: Math.abs(from[0] - to[0]), height: Math.abs(from[1] - to[1]) };
  }

  // What is pointed at, beside it

  say() {
    this.figure.querySelector("[data-keep]").href = this.address("/timeline", this.view);
    const dot = this.current;
    this.canvas.classList.toggle("pointing", Boolean(dot));
    if (!dot) { this.card.hidden = true; return; }
    if (this.card.dot !== dot) this.fill(dot);
    this.card.hidden = false;
    const [x, y] = this.place(dot);
    const { offsetWidth: wide, offsetHeight: high } = this.card;
    const left = x + 16 + wide < this.width ? x + 16 : Math.max(4, x - 16 - wide);
    const top = Math.min(Math.max(4, y - high / 2), Math.max(4, this.height - high - 4));
    this.card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  fill(dot) {
    this.card.dot = dot;
    const part = (name, text, kind) => {
      const element = document.createElement(name);
      if (kind) element.className = kind;
      element.append(text);
      return element;
    };
    const who = part("p", part("bdi", part("b", dot.chain)), `hue-${dot.person.hue}`);
    const words = part("p", part("bdi", dot.words), "words");
    const happened = dot.type ? `${dot.type}, ${dot.status}, ` : "";
    const facts = part("p", `${happened}of ${this.stretch(dot.begin, dot.end)}; said ${this.stretch(dot.from, dot.to)}`, "quiet");
    this.card.replaceChildren(who, words, facts);
  }

  stretch(begin, end) {
    const [first, last] = [inWords(begin, NAMES.day), inWords(end - 1, NAMES.day)];
    if (first.startsWith("1 Jan") && last.startsWith("31 Dec")) return first.slice(-4) === last.slice(-4) ? first.slice(-4) : `${first.slice(-4)} to ${last.slice(-4)}`;
    return first === last ? first : `${first} to ${last}`;
  }

  point(dot) {
    if (this.current === dot) return;
    this.current = dot;
    this.show();
  }

  nearest(x, y) {
    let found = null, least = NEAR;
    for (const dot of this.dots) {
      const [at, up] = this.place(dot);
      const away = Math.hypot(at - x, up - y);
      if (away <= least) [found, least] = [dot, away];
    }
    return found;
  }

  // Moving and zooming

  look({ left, right, low, high }) {
    const within = (first, last) => {
      const span = Math.min(Math.max(last - first, SPAN[0]), SPAN[1]);
      const start = Math.min(Math.max((first + last - span) / 2, FIRST), LAST - span);
      return [start, start + span];
    };
    [left, right] = within(left, right);
    [low, high] = within(low, high);
    this.view = { left, right, low, high };
    this.show();
  }

  move(x, y) {
    const { left, right, low, high } = this.view;
    const across = (x / this.plot.width) * (right - left), up = (y / this.plot.height) * (high - low);
    this.look({ left: left - across, right: right - across, low: low + up, high: high + up });
  }

  zoom(by, x = this.plot.left + this.plot.width / 2, y = this.plot.top + this.plot.height / 2) {
    const [at, up] = [this.dayAcross(x), this.dayUp(y)];
    const { left, right, low, high } = this.view;
    this.look({ left: at - (at - left) * by, right: at + (right - at) * by, low: up - (up - low) * by, high: up + (high - up) * by });
  }

  // Selecting

  address(path, { left, right, low, high }) {
    const asked = new URLSearchParams(location.search);
    asked.delete("offset");
    asked.set("happened_after", iso(Math.floor(left)));
    asked.set("happened_before", iso(Math.ceil(right)));
    asked.set("said_after", iso(Math.floor(low)));
    asked.set("said_before", iso(Math.ceil(high)));
    return `${path}?${asked}`;
  }

  pick() {
    const { x, y, width, height } = this.corners();
    this.box = null;
    this.show();
    if (width < 4 || height < 4) return;
    const bounds = { left: this.dayAcross(x), right: this.dayAcross(x + width), low: this.dayUp(y + height), high: this.dayUp(y) };
    const [first, last, from, to] = [Math.floor(bounds.left), Math.ceil(bounds.right), Math.floor(bounds.low), Math.ceil(bounds.high)];
    const inside = this.dots.filter((dot) => dot.end > first && dot.begin < last && dot.to > from && dot.from < to);
    const statements = new Set(inside.map((dot) => dot.statement)).size;
    const link = (path, name) => {
      const made = document.createElement("a");
      made.className = "button";
      made.href = this.address(path, bounds);
      made.textContent = name;
      return made;
    };
    this.picked.hidden = false;
    this.picked.replaceChildren(statements === 1 ? "1 statement selected" : `${statements} statements selected`, link("/timeline", "Show only these"), link("/search", "Find them in the search"));
  }

  setMode(mode) {
    this.mode = mode;
    for (const button of this.figure.querySelectorAll("[data-mode]")) button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    this.canvas.classList.toggle("selecting", mode === "select");
  }

  // Keys: the nearest dot in a direction

  step(across, up) {
    const { left, top, width, height } = this.plot;
    const [x, y] = this.current ? this.place(this.current) : [left + width / 2, top + height / 2];
    let found = null, least = Infinity;
    for (const dot of this.dots) {
      if (dot === this.current) continue;
      const [at, upward] = this.place(dot);
      if (at < left || at > left + width || upward < top || upward > top + height) continue;
      const ahead = (at - x) * across + (y - upward) * up, beside = Math.abs((at - x) * up) + Math.abs((y - upward) * across);
      const far = ahead + 3 * beside;
      if ((ahead > 0.01 || !this.current) && far < least) [found, least] = [dot, far];
    }
    if (found) this.point(found);
  }

  key(event) {
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (arrow && event.shiftKey) this.move(-arrow[0] * this.plot.width / 8, arrow[1] * this.plot.height / 8);
    else if (arrow) this.step(...arrow);
    else if (event.key === "+" || event.key === "=") this.zoom(1 / 1.5);
    else if (event.key === "-") this.zoom(1.5);
    else if (event.key === "0") this.look(this.whole);
    else if (event.key === "Enter" && this.current) location.assign(this.current.address);
    else if (event.key === "Escape") { this.point(null); this.box = null; this.picked.hidden = true; }
    else return;
    event.preventDefault();
  }

  // Pointers: one moves, selects or points; two zoom

  at(event) {
    const { left, top } = this.canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  down(event) {
    if (event.button) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, this.at(event));
    this.moved = 0;
    if (this.pointers.size > 1) this.box = null;
    else if (this.mode === "select" || event.shiftKey) this.box = [this.at(event), this.at(event)];
  }

  drag(event) {
    const before = this.pointers.get(event.pointerId), now = this.at(event);
    if (!before) { this.point(event.pointerType === "touch" ? this.current : this.nearest(...now)); return; }
    this.moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.pointers.set(event.pointerId, now);
    if (other) {
      const [then, since] = [before, now].map(([x, y]) => Math.hypot(x - other[0], y - other[1]));
      this.zoom(then / Math.max(since, 1), other[0], other[1]);
    } else if (this.box) {
      this.box[1] = now;
      this.show();
    } else if (this.moved > 3) {
      this.canvas.classList.add("moving");
      this.move(now[0] - before[0], now[1] - before[1]);
    }
  }

  up(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    this.canvas.classList.remove("moving");
    if (this.box) { this.pick(); return; }
    if (this.moved > 3 || event.type !== "pointerup") return;
    const dot = this.nearest(...this.at(event));
    if (dot && (event.pointerType !== "touch" || dot === this.current)) location.assign(dot.address); // by touch the first shows, the second opens
    else this.point(dot);
  }

  listen() {
    const on = (name, run, options) => this.canvas.addEventListener(name, run.bind(this), options);
    on("pointerdown", this.down);
    on("pointermove", this.drag);
    on("pointerup", this.up);
    on("pointercancel", this.up);
    on("pointerleave", function leave(event) { if (event.pointerType !== "touch" && document.activeElement !== this.canvas) this.point(null); });
    on("keydown", this.key);
    on("blur", function blur() { this.point(null); });
    // The page scrolls by the wheel as ever, until the chart is chosen by a click or the Tab key; a pinch always zooms.
    on("wheel", function wheel(event) {
      if (!event.ctrlKey && document.activeElement !== this.canvas) return;
      event.preventDefault();
      this.zoom(Math.exp(Math.max(-0.5, Math.min(0.5, event.deltaY * 0.002))), ...this.at(event));
    }, { passive: false });
    for (const button of this.figure.querySelectorAll("[data-mode]")) button.addEventListener("click", () => this.setMode(button.dataset.mode));
    for (const button of this.figure.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => {
        if (button.dataset.zoom === "all") this.look(this.whole);
        else this.zoom(button.dataset.zoom === "in" ? 1 / 1.5 : 1.5);
      });
    }
    new ResizeObserver(() => this.fit()).observe(this.canvas);
    new MutationObserver(() => this.dress()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.dress());
  }
}

const figure = document.getElementById("chart");
if (figure) {
  const answer = await fetch(figure.dataset.dots, { headers: { Accept: "application/json" } });
  if (answer.ok) figure.chart = new Chart(figure, dotsOf(await answer.json())); // otherwise the still picture stays
}
