// Which force is mine? The whole list of places comes once, when the page opens; what is typed is
// looked for in it here and is never sent or kept.
(() => {
  "use strict";
  const MOST = 8; // places named at once
  const form = document.querySelector(".place-finder");
  if (!form) return;
  const field = form.querySelector("input");
  const answer = form.querySelector(".place-answer");
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());

  let codes = null;
  fetch(form.dataset.places, { credentials: "omit" })
    .then((reply) => (reply.ok ? reply.json() : Promise.reject(reply.status)))
    .then((rows) => {
      codes = rows;
      show();
    })
    .catch(() => {
      answer.replaceChildren(
        line("The list of places could not be read. It stands below, place by place.")
      );
    });

  const plain = (text) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, " ")
      .trim();

  const short = (name) =>
    name.replace(/ city$/, "").replace(/^(city of|county|greater|kingston upon) /, "");

  // The first half of a postcode, whole or with the second half begun.
  function outwardOf(text) {
    const typed = text.toUpperCase().replace(/\s+/g, "");
    const whole = /^([A-Z]{1,2}[0-9][A-Z0-9]?)[0-9][A-Z]{2}$/.exec(typed);
    if (whole) return whole[1];
    const parted = /^([A-Z]{1,2}[0-9][A-Z0-9]?)\s+[0-9]?[A-Z]{0,2}$/.exec(text.toUpperCase().trim());
    if (parted) return parted[1];
    return /^[A-Z]{1,2}[0-9][A-Z0-9]?$/.test(typed) ? typed : "";
  }

  function line(text) {
    const p = document.createElement("p");
    p.textContent = text;
    return p;
  }

  function linked(slug, name) {
    const a = document.createElement("a");
    a.href = `/bodies/${encodeURIComponent(slug)}/`;
    a.textContent = name;
    return a;
  }

  // How much of a place a force has, where it is not all.
  function partOf(number, all) {
    return number === all ? "" : ` (${number} of ${all} postcode districts)`;
  }

  // The forces of some outward codes, those that have most of them first, and those that are near.
  function forcesOf(rows) {
    const sure = new Map();
    const near = new Map();
    const names = new Map();
    for (const row of rows) {
      sure.set(row.force, (sure.get(row.force) || 0) + 1);
      names.set(row.force, row.force_name);
      row.perhaps.forEach((slug, place) => {
        near.set(slug, (near.get(slug) || 0) + 1);
        names.set(slug, row.perhaps_names[place]);
      });
    }
    const most = (counts) => [...counts].sort((a, b) => b[1] - a[1]).map(([slug]) => slug);
    return {
      sure: most(sure).map((slug) => [slug, names.get(slug), partOf(sure.get(slug), rows.length)]),
      perhaps: most(near)
        .filter((slug) => !sure.has(slug))
        .map((slug) => [slug, names.get(slug)]),
    };
  }

  function listed(pairs, into) {
    pairs.forEach(([slug, name, part], place) => {
      if (place) into.append(place === pairs.length - 1 ? " or " : ", ");
      into.append(linked(slug, name), part || "");
    });
  }

  function placeLine(name, rows) {
    const { sure, perhaps } = forcesOf(rows);
    const p = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = `${name}: `;
    p.append(strong);
    listed(sure, p);
    if (perhaps.length) {
      p.append("; perhaps ");
      listed(perhaps, p);
    }
    p.append(".");
    return p;
  }

  function ofCode(code) {
    const rows = codes.filter((row) => row.code === code);
    if (!rows.length)
      return [
        line(
          `${code} is not in the list of 2017. Try the postcode of a neighbour, or the name of the town.`
        ),
      ];
    const [row] = rows;
    return [placeLine(`${code}, ${row.town || row.district}`, rows)];
  }

  // Districts and towns whose name is, or begins with, what is typed; a whole name counts for more.
  function named(text) {
    const typed = plain(text);
    if (typed.length < 2) return [];
    const groups = new Map();
    const add = (key, name, row) => {
      const bare = plain(name);
      const whole = typed === bare || typed === short(bare);
      if (!whole && !bare.startsWith(typed) && !bare.split(" and ").includes(typed)) return;
      const group = groups.get(key) || { name, within: "", whole, rows: [] };
      group.rows.push(row);
      groups.set(key, group);
    };
    for (const row of codes) {
      add(`district ${row.district} ${row.nation}`, row.district, row);
      if (row.town && short(plain(row.town)) !== short(plain(row.district)))
        add(`town ${row.town} ${row.district}`, row.town, row);
    }
    for (const [key, group] of groups)
      if (key.startsWith("town ")) group.within = group.rows[0].district;
    const weight = (group) => group.rows.length * (group.whole ? 3 : 1);
    return [...groups.values()].sort((a, b) => weight(b) - weight(a)).slice(0, MOST);
  }

  function show() {
    const text = field.value.trim();
    if (!text || !codes) return answer.replaceChildren();
    const code = outwardOf(text);
    if (code) return answer.replaceChildren(...ofCode(code));
    const places = named(text);
    if (!places.length)
      return answer.replaceChildren(
        line(text.length < 2 ? "Type a little more." : "No town or district of the list begins so.")
      );
    answer.replaceChildren(
      ...places.map((place) =>
        placeLine(place.within ? `${place.name} (${place.within})` : place.name, place.rows)
      )
    );
  }

  field.addEventListener("input", show);
  // A postcode that was typed into a search comes behind the "#", and is taken out of the address.
  const handed = /^#find=(.+)$/.exec(window.location.hash);
  if (handed) {
    field.value = decodeURIComponent(handed[1]).slice(0, 60);
    window.history.replaceState(null, "", window.location.pathname);
    field.focus();
    show();
  }
})();
