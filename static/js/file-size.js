/* Shows before sending that chosen files are too large together: <input type="file" data-most-bytes data-too-large>.
   Without this script the server refuses them, some before it has read the form. */
"use strict";

(() => {
  for (const form of document.querySelectorAll("form")) {
    const inputs = [...form.querySelectorAll("input[type=file][data-most-bytes]")];
    if (!inputs.length) continue;
    const fits = () => {
      const sizes = inputs.flatMap((input) => [...input.files]).map((file) => file.size);
      const isTooLarge = sizes.reduce((sum, size) => sum + size, 0) > Number(inputs[0].dataset.mostBytes);
      const last = inputs.filter((input) => input.files.length).at(-1) ?? inputs[0];
      for (const input of inputs) input.setCustomValidity("");
      if (isTooLarge) {
        last.setCustomValidity(last.dataset.tooLarge);
        last.reportValidity();
      }
      return !isTooLarge;
    };
    form.addEventListener("change", fits);
    form.addEventListener("submit", (event) => { if (!fits()) event.preventDefault(); });
  }
})();
