// Says below the map what is under the pointer or in focus, and lights the same municipality in map and table.
const readout = document.querySelector("[data-map-readout]");
const silent = readout?.textContent;
const linkOf = (number) => document.querySelector(`.map__link[data-number="${number}"]`);

const show = (link) => {
  if (readout) readout.textContent = link ? link.getAttribute("aria-label") : silent;
};

for (const link of document.querySelectorAll(".map__link")) {
  for (const event of ["pointerenter", "focus"]) link.addEventListener(event, () => show(link));
  for (const event of ["pointerleave", "blur"]) link.addEventListener(event, () => show(null));
}

for (const row of document.querySelectorAll("[data-row]")) {
  const light = (on) => {
    const link = linkOf(row.dataset.row);
    link?.classList.toggle("map__link--lit", on);
    show(on ? link : null);
  };
  for (const event of ["pointerenter", "focusin"]) row.addEventListener(event, () => light(true));
  for (const event of ["pointerleave", "focusout"]) row.addEventListener(event, () => light(false));
}
