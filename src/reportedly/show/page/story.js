"use strict";
// Hover and focus show what is known of a statement or an event; a speaker's button picks out what he says.
(() => {
  const article = document.querySelector("article");
  const card = document.getElementById("card");
  const chosen = document.getElementById("chosen");
  const all = (selector) => document.querySelectorAll(selector);
  const LINGER = 200; // milliseconds in which the pointer may cross over to the card
  const GAP = 8; // pixels

  // The card of a statement or an event: what the list beside the story says of it

  let shown = null;
  let leaving = 0;

  function show(mark, point) {
    clearTimeout(leaving);
    const name = mark.dataset.about;
    if (shown !== name) {
      hide();
      shown = name;
      for (const part of all(`[data-about="${name}"], [data-of="${name}"]`)) part.classList.add("on");
      const about = document.getElementById(name);
      card.replaceChildren(...about.cloneNode(true).childNodes);
      card.className = mark.className;
      card.hidden = false;
      if (!point) scrollList(about.closest("li"));
    }
    place(mark, point);
  }

  function hide() {
    if (shown === null) return;
    for (const part of all(".on")) part.classList.remove("on");
    card.hidden = true;
    shown = null;
  }

  // Under the words or, where there is no room, above them; of words that fill the window, under the line pointed at.
  function place(mark, point) {
    const { width, height } = card.getBoundingClientRect();
    const words = mark.getBoundingClientRect();
    const lines = [...mark.getClientRects()];
    const line = lines.find((box) => point && point.y >= box.top && point.y <= box.bottom) ?? lines[0];
    const tops = [words.bottom + GAP, words.top - GAP - height, line.bottom + GAP, GAP];
    const top = tops.find((wanted) => wanted >= 0 && wanted + height <= innerHeight) ?? GAP;
    card.style.top = `${top}px`;
    card.style.left = `${Math.max(GAP, Math.min(point ? point.x - 40 : line.left, innerWidth - width - GAP))}px`;
  }

  // Bring the statement's entry into view where the list scrolls by itself; under a moving pointer it would only jump about.
  function scrollList(entry) {
    const list = entry.closest("aside");
    if (list.scrollHeight <= list.clientHeight || getComputedStyle(list).overflowY !== "auto") return;
    const away = entry.getBoundingClientRect().top - list.getBoundingClientRect().top;
    if (away < 0 || away > list.clientHeight - 80) list.scrollTop += away - list.clientHeight / 3;
  }

  article.addEventListener("pointerover", (event) => {
    const mark = event.target.closest("[data-about]");
    if (mark && event.pointerType === "mouse") show(mark, { x: event.clientX, y: event.clientY });
  });
  article.addEventListener("pointerout", (event) => {
    if (!event.relatedTarget?.closest?.("[data-about]")) leave();
  });
  article.addEventListener("focusin", (event) => event.target.matches("[data-about]") && show(event.target));
  article.addEventListener("focusout", hide);
  card.addEventListener("pointerenter", () => clearTimeout(leaving));
  card.addEventListener("pointerleave", leave);
  addEventListener("scroll", () => {
    if (document.activeElement.dataset.about === shown) place(document.activeElement);
    else hide();
  }, { passive: true });

  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(hide, LINGER);
  }

  // A link to a statement or event, from the list or from elsewhere, ends at its words, and reading goes on from them.
  function goToLinked() {
    const mark = document.getElementById(location.hash.slice(1));
    if (!mark?.matches("[data-about]")) return;
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "center" });
  }

  addEventListener("load", goToLinked);
  addEventListener("hashchange", goToLinked);

  // One speaker alone

  function choose(button) {
    const voice = button?.getAttribute("aria-pressed") === "false" ? button.dataset.voice : null;
    article.classList.toggle("chosen", voice !== null);
    for (const mark of all("article mark")) mark.classList.toggle("chosen", mark.dataset.voice === voice);
    for (const entry of all(".entry")) entry.classList.toggle("off", voice !== null && entry.dataset.voice !== voice);
    for (const point of all(".point")) point.classList.toggle("off", voice !== null && point.dataset.voice !== voice);
    for (const other of all(".voice")) other.setAttribute("aria-pressed", String(other.dataset.voice === voice));
    chosen.textContent = voice === null ? "All statements are shown." : `Only what ${button.querySelector("b").textContent} says is shown.`;
  }

  for (const button of all(".voice")) button.addEventListener("click", () => choose(button));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (shown) hide();
    else choose(null);
  });
})();
