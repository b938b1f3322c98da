"use strict";
// The page can be light or dark: as the system is, until a reader chooses. Loaded before the page is drawn, so that it does not flash.
(() => {
  const KEY = "reportedly-theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";

  try {
    const kept = localStorage.getItem(KEY);
    if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  } catch { /* a browser may keep nothing for a page from disk; then each visit begins as the system is */ }

  function begin() {
    const button = document.getElementById("theme");
    const name = () => { button.textContent = isDark() ? "Light" : "Dark"; };
    button.hidden = false;
    button.addEventListener("click", () => {
      const next = isDark() ? "light" : "dark";
      root.dataset.theme = next;
      name();
      try { localStorage.setItem(KEY, next); } catch { /* as above */ }
    });
    system.addEventListener("change", name);
    name();
  }

  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
})();
