/* Fills in the code that the QR code of a receipt carries behind #, which no server sees.
   Without this script the code is typed. */
"use strict";

(() => {
  const code = window.location.hash.slice(1);
  const input = document.querySelector("form[data-code-from-address] input[name=code]");
  if (!code || !input) return;
  input.value = decodeURIComponent(code);
  window.history.replaceState(null, "", window.location.pathname);
})();
