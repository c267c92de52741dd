// Small conveniences. Every page works without them.
import { createAll, Button, ErrorSummary, Tabs } from "../vendor/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
createAll(ErrorSummary);
createAll(Tabs);
createAll(Button, { preventDoubleClick: true });

const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Selecting every row of a list at once.
for (const all of document.querySelectorAll("[data-select-all]")) {
  const boxes = () => document.querySelectorAll(`input[form="${all.dataset.selectAll}"]`);
  all.closest("label").hidden = false;
  all.addEventListener("change", () => boxes().forEach((box) => (box.checked = all.checked)));
}
