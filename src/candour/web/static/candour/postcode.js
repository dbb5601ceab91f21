// A postcode typed into a search goes to the page that finds places on this device, and not into
// the address of a search: it is handed on behind the "#", which no browser sends.
(() => {
  "use strict";
  // Beside B15 and B15 2TT also LS6 2: a postcode of which the end is not typed yet.
  const POSTCODE = /^[A-Z]{1,2}[0-9][A-Z0-9]?(\s*[0-9]([A-Z]{2})?|\s+[0-9]?[A-Z]{0,2})?$/;
  for (const form of document.querySelectorAll('form[action="/search/"]'))
    form.addEventListener("submit", (event) => {
      const typed = form.elements.q.value.trim().toUpperCase();
      if (!POSTCODE.test(typed)) return;
      event.preventDefault();
      form.elements.q.value = "";
      window.location.assign(`/places/#find=${encodeURIComponent(typed)}`);
    });
})();
