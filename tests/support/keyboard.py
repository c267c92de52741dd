"""Going through pages with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_TABS = 250
FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body || element.tagName === "MAIN") return "";
  const labels = [...(element.labels || [])].map((label) => label.textContent);
  return [element.getAttribute("aria-label"), ...labels, element.innerText].filter(Boolean).join(" ").trim();
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if name in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"«{name}» is not reached with the Tab key on {page.url}")


def choose(page: Page, name: str) -> None:
    """Go to a link or button by keyboard and press it."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def enter(page: Page, name: str, text: str) -> None:
    """Go to a field by keyboard and type into it, whatever stood there before."""
    tab_to(page, name)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
