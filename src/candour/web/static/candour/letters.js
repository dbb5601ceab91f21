// A letter filled in on the device. What is typed goes from a box into the letter on this page,
// and from there to the printer, the clipboard or a file. Nothing here sends it or keeps it.
(() => {
  "use strict";
  const desk = document.getElementById("desk");
  if (!desk) return;
  const letter = document.getElementById("letter");
  const status = document.getElementById("letter-status");
  const boxes = [...desk.querySelectorAll("[data-for]")];
  const ticks = [...desk.querySelectorAll("[data-otherwise]")];
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December"];
  const OWN_STORY = /\b(i|i'm|i’m|me|my|mine|myself|we|us|our|(my|our) (son|daughter|child))\b/i;
  const BLOCKS = "p, li, h2, h3";
  const by = (id) => document.getElementById(id);
  const say = (name, facts = {}) => {
    status.textContent = Object.entries(facts).reduce(
      (text, [key, fact]) => text.replace(`{${key}}`, fact), desk.dataset[name] || "");
  };

  // what is typed, as the letter prints it

  const inWords = (day) => {
    const parts = /^(\d{4,})-(\d\d)-(\d\d)$/.exec(day);
    return parts ? `${Number(parts[3])} ${MONTHS[parts[2] - 1]} ${Number(parts[1])}` : day;
  };
  const typedIn = (box) => {
    const tick = ticks.find((each) => each.dataset.otherwise === box.dataset.for);
    if (tick && tick.checked) return tick.dataset.says;
    const text = box.value.trim();
    return box.type === "date" ? inWords(text) : text;
  };
  const values = () => Object.fromEntries(boxes.map((box) => [box.dataset.for, typedIn(box)]));
  const optional = new Set(boxes.filter((b) => "optional" in b.dataset).map((b) => b.dataset.for));
  const isLeftOut = (keys, typed) =>
    keys.length > 0 && keys.every((key) => optional.has(key) && !typed[key]);

  // into the letter

  const places = [...letter.querySelectorAll("[data-blank]")];
  const blanks = places.map((place) => [place, place.textContent]);
  const lines = [...letter.querySelectorAll(BLOCKS)].map((line) => [
    line, [...line.querySelectorAll("[data-blank]")].map((place) => place.dataset.blank)]);

  function show() {
    const typed = values();
    for (const [place, empty] of blanks) {
      const text = typed[place.dataset.blank] || "";
      place.textContent = text || empty;
      place.classList.toggle("filled", Boolean(text));
    }
    for (const [line, keys] of lines) line.classList.toggle("line-left-out", isLeftOut(keys, typed));
    for (const box of desk.querySelectorAll("[data-no-story]"))
      by(box.dataset.noStory).hidden = !OWN_STORY.test(box.value);
    for (const tick of ticks) by(`f-${tick.dataset.otherwise}`).disabled = tick.checked;
  }

  function clear() {
    for (const box of boxes) { box.value = ""; box.disabled = false; }
    for (const tick of ticks) tick.checked = false;
    status.textContent = "";
    show();
  }

  function count() {
    const typed = values();
    const empty = boxes.filter((b) => !typed[b.dataset.for] && !optional.has(b.dataset.for));
    say(empty.length ? "empty" : "done", { count: empty.length });
  }

  // out of the letter

  function asText() {
    const typed = values();
    let text = "";
    let last = null;
    for (const [line, keys] of lines) {
      if (isLeftOut(keys, typed)) continue;
      const copy = line.cloneNode(true);
      for (const hint of copy.querySelectorAll(".left-out")) hint.remove();
      for (const mark of copy.querySelectorAll("sup")) mark.textContent = ` [${mark.textContent}]`;
      const said = copy.textContent.replace(/[ \t]+$/gm, "").trim();
      if (!said) continue;
      const isTight = last && line.parentElement === last && last.matches("ul, .from, .law");
      text += `${text && (isTight ? "\n" : "\n\n")}${line.tagName === "LI" ? "- " : ""}${said}`;
      last = line.parentElement;
    }
    return `${text}\n`;
  }

  function save(content, name, type) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    say("saved", { name });
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(asText());
      say("copied");
    } catch {
      getSelection().selectAllChildren(letter);
      say("notCopied");
    }
  }

  // The server is asked for the letter with its blanks, by the same public facts as this page.
  async function saveWord() {
    const form = by("file-docx");
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "omit",
        cache: "no-store", referrerPolicy: "no-referrer", redirect: "error",
      });
      if (!answer.ok) throw new Error("no file");
      const typed = values();
      const file = await window.fillWordFile(await answer.arrayBuffer(), {
        typed, isLeftOut: (keys) => isLeftOut(keys, typed), keepsNotice: "draft" in desk.dataset,
      });
      save(file, "letter.docx", answer.headers.get("Content-Type"));
    } catch {
      say("noWord");
    }
  }

  // at work

  desk.addEventListener("input", show);
  desk.addEventListener("change", () => { show(); count(); });
  letter.addEventListener("click", (event) => {
    const place = event.target.closest("[data-blank]");
    const box = place && by(`f-${place.dataset.blank}`);
    if (box && !getSelection().toString()) box.focus();
  });
  for (const [type, isHere] of [["focusin", true], ["focusout", false]])
    desk.addEventListener(type, (event) => {
      for (const place of places)
        if (place.dataset.blank === event.target.dataset.for) place.classList.toggle("here", isHere);
    });
  by("print").addEventListener("click", () => { count(); window.print(); });
  by("copy").addEventListener("click", copy);
  by("save-text").addEventListener("click", () =>
    save(asText(), "letter.txt", "text/plain;charset=utf-8"));
  by("save-word").addEventListener("click", saveWord);
  by("clear").addEventListener("click", () => { clear(); say("cleared"); boxes[0].focus(); });

  // Nothing may wait in the page for whoever comes next.
  addEventListener("pagehide", clear);
  addEventListener("pageshow", clear);
  by("fill").hidden = false;
  by("outputs").hidden = false;
  by("by-hand").hidden = true;
  desk.classList.add("with-script");
  clear();
})();
