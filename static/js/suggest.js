/* Suggestions under a search field: the combobox pattern of ARIA 1.2 with a list of options.

   <form data-suggest="/api/v1/suggest/" [data-open="/enterprises/000000000000000000/"]>
     <div data-suggest-anchor><input name="q"></div>
   </form>

   A chosen suggestion opens the page of `data-open`, the zeros replaced by the code; without that
   attribute its code is put into the field. Without this script the field is a plain one. */
"use strict";

(() => {
  const WAIT_MS = 120;
  const FROM_LETTERS = 2;
  const CARET_KEYS = new Set(["Home", "End", "ArrowLeft", "ArrowRight"]);
  const CODE = "000000000000000000";
  let count = 0;

  function element(tag, className, attributes) {
    const made = document.createElement(tag);
    made.className = className;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  function suggest(root) {
    const input = root.querySelector("[data-suggest-anchor] input");
    const id = `suggestions-${++count}`;
    const list = element("ul", "search-box__list", { id, role: "listbox", "aria-label": "企业建议", hidden: "" });
    const status = element("p", "visually-hidden", { role: "status" });
    let timer = 0;
    let request = null;
    let results = [];
    let active = -1;

    const expected = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
    for (const [name, value] of Object.entries(expected)) input.setAttribute(name, value);
    input.closest("[data-suggest-anchor]").append(list, status);

    function close() {
      clearTimeout(timer);
      request?.abort();
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function mark(index) {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = index;
      const option = list.children[active];
      if (!option) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    }

    function choose(index) {
      const { uscc } = results[index];
      close();
      if (root.dataset.open) {
        window.location.assign(root.dataset.open.replace(CODE, encodeURIComponent(uscc)));
        return;
      }
      input.value = uscc;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function show(found) {
      results = found;
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.replaceChildren(
        ...found.map(({ uscc, name, former_name: former, is_similar_code: isSimilar }, index) => {
          const option = element("li", "", { id: `${id}-${index}`, role: "option", "aria-selected": "false" });
          const code = element("span", "code", {});
          code.textContent = uscc;
          option.append(name, " ", code);
          const remark = former ? `曾用名 ${former}` : isSimilar ? "输入的代码无效，是否要找这一家？" : "";
          if (remark) {
            const note = element("span", "search-box__former", {});
            note.textContent = remark;
            option.append(" ", note);
          }
          return option;
        }),
      );
      list.hidden = found.length === 0;
      input.setAttribute("aria-expanded", String(found.length > 0));
      status.textContent = found.length ? `${found.length} 条建议，可用上下方向键选择` : "没有建议";
    }

    async function ask() {
      const q = input.value.trim();
      request?.abort();
      if (q.length < FROM_LETTERS) {
        close();
        return;
      }
      request = new AbortController();
      try {
        const url = `${root.dataset.suggest}?${new URLSearchParams({ q })}`;
        const answer = await fetch(url, { signal: request.signal, headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(answer.statusText);
        const { results: found } = await answer.json();
        if (document.activeElement === input && input.value.trim() === q) show(found);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    }

    function later() {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT_MS);
    }

    input.addEventListener("input", (event) => {
      if (!event.isComposing) later();
    });
    input.addEventListener("compositionend", later);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (list.hidden) {
        if (event.key === "ArrowDown") ask();
        return;
      }
      const last = results.length - 1;
      if (event.key === "ArrowDown") mark(active === last ? -1 : active + 1);
      else if (event.key === "ArrowUp") mark(active === -1 ? last : active - 1);
      else if (event.key === "Enter" && active >= 0) choose(active);
      else if (event.key === "Escape") close();
      else {
        if (CARET_KEYS.has(event.key)) mark(-1); // the caret moves in the text, and so does the attention
        return;
      }
      event.preventDefault();
    });
    // A press must not take the focus from the field, or the list would close before the click.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose([...list.children].indexOf(option));
    });
  }

  for (const root of document.querySelectorAll("[data-suggest]")) suggest(root);
})();
