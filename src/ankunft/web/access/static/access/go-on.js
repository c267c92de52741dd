// Sends the form of this page as if its button had been pressed. Without this, somebody presses it.
document.querySelector("form[data-goes-on]")?.requestSubmit();
