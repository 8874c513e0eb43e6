/* Opens `<details data-open-when-wide>` where there is room beside the results; on a phone it stays closed. */
"use strict";

if (window.matchMedia("(min-width: 60rem)").matches) {
  for (const details of document.querySelectorAll("details[data-open-when-wide]")) details.open = true;
}
