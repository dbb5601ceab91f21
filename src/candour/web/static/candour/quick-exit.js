// Leave in a hurry: empty the page, then put another in its place, so that going back does not
// come here. Escape three times does what the link does. Other tabs of this site leave too.
(() => {
  "use strict";
  const PRESSES = 3;
  const WITHIN = 3000; // milliseconds
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("leave") : null;
  let presses = [];

  function leave() {
    const link = document.getElementById("quick-exit");
    const to = link ? link.href : "about:blank";
    document.documentElement.classList.add("left");
    for (const field of document.querySelectorAll("input, textarea, select")) field.value = "";
    document.body.replaceChildren();
    document.title = "";
    location.replace(to);
  }

  function leaveEverywhere() {
    if (tabs) tabs.postMessage("leave");
    leave();
  }

  if (tabs) tabs.onmessage = leave;

  // On the document: a page may be put in place of this one without being loaded anew.
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("#quick-exit")) return;
    event.preventDefault();
    leaveEverywhere();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) {
      if (event.key !== "Escape") presses = [];
      return;
    }
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < WITHIN), now];
    if (presses.length >= PRESSES) leaveEverywhere();
  });
})();
