// Says below the map what is under the pointer or in focus, and draws its whole border above its neighbours';
// a row of the table lights its municipality on the map. Without this the map still has its links and hints.
const readout = document.querySelector("[data-map-readout]");
const border = document.querySelector("[data-map-lit]");
const silent = readout?.textContent;
const linkOf = (number) => document.querySelector(`.map__link[data-number="${number}"]`);

const show = (link) => {
  if (readout) readout.textContent = link ? link.getAttribute("aria-label") : silent;
  border?.setAttribute("d", link?.querySelector("path").getAttribute("d") ?? "");
  border?.classList.toggle("map__lit--focus", link?.matches(":focus-visible") ?? false);
};

const inFocus = () => document.activeElement?.closest?.(".map__link") ?? null;

for (const link of document.querySelectorAll(".map__link")) {
  for (const event of ["pointerenter", "focus"]) link.addEventListener(event, () => show(link));
  for (const event of ["pointerleave", "blur"]) link.addEventListener(event, () => show(inFocus()));
}

for (const row of document.querySelectorAll("[data-row]")) {
  for (const event of ["pointerenter", "focusin"]) row.addEventListener(event, () => show(linkOf(row.dataset.row)));
  for (const event of ["pointerleave", "focusout"]) row.addEventListener(event, () => show(inFocus()));
}
