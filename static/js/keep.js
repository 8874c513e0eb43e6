/* Asks before a form with unsaved typing is left: <form data-keep>. Without this script the form is a plain one. */
"use strict";

(() => {
  for (const form of document.querySelectorAll("form[data-keep]")) {
    let typed = form.querySelector(".field--error") !== null;
    form.addEventListener("input", () => { typed = true; });
    form.addEventListener("submit", () => { typed = false; });
    window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
  }
})();
