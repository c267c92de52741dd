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

// What is being kept while somebody types is kept before the form is sent, and nothing of it afterwards: otherwise
// people would be told of somebody else's changes that are their own.
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.classList.contains("htmx-request")) {
    sent.add(form);
    return;
  }
  event.preventDefault();
  const again = () => setTimeout(() => form.requestSubmit(submitter));
  form.addEventListener("htmx:afterRequest", again, { once: true });
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (sent.has(event.target)) event.preventDefault();
});

// Whoever is still there, or comes back, goes on typing.
document.addEventListener("input", (event) => sent.delete(event.target.form));
