// The questions without loading a page anew, so that the browser's own Back button works.
//
// Every page works without this. With it, each form is sent as before, by POST to this site, and
// the page that comes back is put in place. What was answered stays in this page's memory alone:
// not in an address, not in the browser's history (which holds a step number), in no store.

const main = document.getElementById("page");
const FORM = "form[data-step]";
const NO_ANSWERS = ["at", "go", "review"];
let shown = [main.firstElementChild]; // what each step looked like, by its number
let known = []; // every answer so far, also those given before going back
let at = 0;
let isBusy = false;

function put(content, { focus }) {
  main.replaceChildren(content);
  const heading = content.querySelector("h1");
  const target = content.querySelector(".mistakes") || heading;
  const words = content.dataset.title;
  if (words) document.title = words;
  if (focus && target) {
    if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
    window.scrollTo({ top: 0, behavior: "instant" });
  }
  addPrint(content);
}

// What a form holds, and the answers known besides, so that going back loses none.
function bodyOf(form, button) {
  const data = new FormData(form, button);
  const own = new Set([...form.elements].map((field) => field.name));
  for (const [name, value] of known) if (!own.has(name)) data.append(name, value);
  known = [...data].filter(([name]) => !NO_ANSWERS.includes(name));
  return new URLSearchParams(data);
}

async function asked(form, button) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: bodyOf(form, button),
    cache: "no-store",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    redirect: "error",
  });
  if (!(answer.headers.get("content-type") || "").startsWith("text/html")) throw new Error("type");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const content = document.importNode(page.getElementById("page").firstElementChild, true);
  content.dataset.title = page.title;
  return content;
}

main.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches(FORM)) return;
  event.preventDefault();
  if (isBusy) return;
  const button = event.submitter;
  if (form.dataset.step === "back" && at > 0) {
    history.back(); // the page before is still in memory
    return;
  }
  isBusy = true;
  main.setAttribute("aria-busy", "true");
  try {
    const content = await asked(form, button);
    const isMistake = content.querySelector(".mistakes") !== null;
    if (!isMistake) {
      at += 1;
      shown.length = at; // what lay ahead was answered differently
      history.pushState({ step: at }, "", "/routes/questions/");
    }
    shown[at] = content;
    put(content, { focus: true });
  } catch {
    // Send it as without scripts; a button's own value goes along.
    if (button?.name) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: button.name, value: button.value });
      form.append(field);
    }
    form.submit();
  } finally {
    isBusy = false;
    main.removeAttribute("aria-busy");
  }
});

// Links within the page make no entry in the history, so that Back stays a step back.
main.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details"))
    fold.open = true;
  if (shown.length < 2) return;
  event.preventDefault();
  target.scrollIntoView({ behavior: "instant" });
  if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
});

window.addEventListener("popstate", (event) => {
  const step = event.state?.step;
  if (step === undefined) return; // a link within the page
  if (!shown[step]) {
    location.replace("/routes/");
    return;
  }
  at = step;
  put(shown[at], { focus: true });
});

// Leaving empties the page. If the browser brings it back from its own memory, begin anew.
window.addEventListener("pagehide", () => {
  if (shown.length > 1) main.replaceChildren();
  shown = [];
  known = [];
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted && shown.length === 0) location.replace("/routes/");
});

function addPrint(content) {
  const place = content.querySelector(".your-answers");
  if (!place || place.querySelector(".print")) return;
  const button = document.createElement("button");
  button.className = "quiet-button print";
  button.type = "button";
  button.textContent = place.dataset.print;
  button.addEventListener("click", () => {
    for (const fold of content.querySelectorAll("details.fold")) fold.open = true; // paper has no folds
    window.print();
  });
  place.append(button);
}

if (main.querySelector(FORM)) {
  shown[0].dataset.title = document.title;
  history.replaceState({ step: 0 }, "");
  addPrint(shown[0]);
}
