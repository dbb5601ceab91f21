// Two neighbourhoods, one patrol: the urn of src/candour/simulation/urn.py, run by the reader.
// Nothing is sent or kept.
(() => {
  "use strict";
  const RUNS = 20;
  const DAYS = 1000;
  const START = 500; // records on the first day, in both together
  const STEP = 20; // days between two points of a line
  const WIDTH = 320;
  const HEIGHT = 170;
  const SIDE = 6; // streets across and up: half of them, the columns on the left, are the first
  const CELL = 40;
  const SVG = "http://www.w3.org/2000/svg";
  const form = document.querySelector(".feedback-form");
  if (!form) return;
  const field = (id) => document.getElementById(id);
  field("town").hidden = false;

  // The same numbers for the same settings: a generator with a seed (mulberry32).
  function chance(seed) {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  function poisson(mean, random) {
    const end = Math.exp(-mean);
    let number = 0;
    for (let product = random(); product > end; product *= random()) number += 1;
    return number;
  }

  function settings() {
    const happens = Number(field("happens").value) / 100;
    const discovery = Number(field("discovery").value);
    return {
      happens,
      first: Number(field("patrol").value) / 100,
      rates: [2 * happens * discovery, 2 * (1 - happens) * discovery],
      reports: Number(field("reporting").value),
    };
  }

  function run(set, seed) {
    const random = chance(seed);
    const records = [START * set.first, START * (1 - set.first)];
    const line = [records[0] / START];
    for (let day = 1; day <= DAYS; day += 1) {
      const place = random() * (records[0] + records[1]) < records[0] ? 0 : 1;
      records[place] += poisson(set.rates[place], random);
      records[0] += poisson(set.reports * set.happens, random);
      records[1] += poisson(set.reports * (1 - set.happens), random);
      if (day % STEP === 0) line.push(records[0] / (records[0] + records[1]));
    }
    return line;
  }

  // The same urn with a colour for each street: each half of them, added up, is the town above.
  function streets(set, seed) {
    const random = chance(seed);
    const half = (SIDE * SIDE) / 2;
    const parts = (first) =>
      Array.from({ length: SIDE * SIDE }, (_, k) => (k % SIDE < SIDE / 2 ? first : 1 - first) / half);
    const truth = parts(set.happens);
    const records = parts(set.first).map((part) => part * START);
    const days = [records.slice()];
    let total = START;
    for (let day = 1; day <= DAYS; day += 1) {
      let left = random() * total;
      let place = 0;
      while (place < records.length - 1 && left >= records[place]) left -= records[place++];
      const found = poisson(set.rates[place % SIDE < SIDE / 2 ? 0 : 1], random);
      records[place] += found;
      total += found;
      truth.forEach((part, k) => {
        const told = set.reports ? poisson(set.reports * part, random) : 0;
        records[k] += told;
        total += told;
      });
      if (day % STEP === 0) days.push(records.slice());
    }
    return { truth, days };
  }

  function kindOf(part, truth) {
    const times = part / truth;
    if (times > 2) return "more-2";
    if (times > 1.2) return "more-1";
    if (times < 0.5) return "less-2";
    return times < 0.8 ? "less-1" : "like";
  }

  function element(name, attributes, text) {
    const one = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, String(value));
    if (text) one.textContent = text;
    return one;
  }

  const inHundred = (part) => (100 * part).toFixed(1);

  function drawStreets(id, parts, truth) {
    const picture = field(id);
    for (const old of picture.querySelectorAll("rect, text, line")) old.remove();
    parts.forEach((part, k) => {
      const x = (k % SIDE) * CELL;
      const y = Math.floor(k / SIDE) * CELL;
      const kind = kindOf(part, truth[k]);
      picture.append(element("rect", { x, y, width: CELL, height: CELL, class: kind }));
      const at = { x: x + CELL / 2, y: y + CELL / 2 + 4, class: `on-${kind}` };
      picture.append(element("text", at, inHundred(part)));
    });
    const middle = (SIDE * CELL) / 2;
    const ends = { x1: middle, x2: middle, y1: 0, y2: SIDE * CELL, class: "parting" };
    picture.append(element("line", ends));
  }

  let closer = null; // the run that is seen closer

  function showDay() {
    const day = Number(field("day").value);
    const { truth, days } = closer;
    const [first, records] = [days[0], days[day / STEP]].map((some) => {
      const total = some.reduce((sum, one) => sum + one, 0);
      return some.map((one) => one / total);
    });
    field("day-shown").textContent = field("day-drawn").textContent = String(day);
    drawStreets("streets-true", truth, truth);
    drawStreets("streets-told", records, truth);
    const left = records.reduce((sum, part, k) => sum + (k % SIDE < SIDE / 2 ? part : 0), 0);
    const most = records.indexOf(Math.max(...records));
    const over = records.filter((part, k) => part > 2 * truth[k]).length;
    const under = records.filter((part, k) => part < truth[k] / 2).length;
    field("streets-say").textContent =
      `On day ${day} the streets on the left have ${percent(left)} of the records. The street with ` +
      `the most has ${inHundred(records[most])}% of them, and ${inHundred(truth[most])}% of what ` +
      `happens. ${over} of ${truth.length} streets have more than twice their part, and ${under} ` +
      "less than half of it.";
    field("streets-rows").replaceChildren(
      ...truth.map((part, k) => {
        const row = document.createElement("tr");
        const name = document.createElement("th");
        name.scope = "row";
        name.textContent = `Row ${Math.floor(k / SIDE) + 1}, ${(k % SIDE) + 1} from the left`;
        row.append(name);
        for (const value of [part, first[k], records[k]]) {
          const cell = document.createElement("td");
          cell.className = "num";
          cell.textContent = inHundred(value);
          row.append(cell);
        }
        return row;
      })
    );
  }

  function drawn(line, kind) {
    const path = document.createElementNS(SVG, "path");
    const points = line.map((share, k) => {
      const x = (k / (line.length - 1)) * WIDTH;
      return `${x.toFixed(1)} ${((1 - share) * HEIGHT).toFixed(1)}`;
    });
    path.setAttribute("d", `M${points.join("L")}`);
    if (kind) path.setAttribute("class", kind);
    return path;
  }

  const percent = (share) => `${Math.round(100 * share)}%`;

  function show() {
    const set = settings();
    const lines = Array.from({ length: RUNS }, (_, k) => run(set, k + 1));
    const ends = lines.map((line) => line[line.length - 1]).sort((a, b) => a - b);
    const mean = ends.reduce((sum, end) => sum + end, 0) / RUNS;
    const picture = field("town-picture");
    for (const path of picture.querySelectorAll("path")) path.remove();
    for (const line of lines) picture.append(drawn(line, ""));
    picture.append(drawn([set.happens, set.happens], "truth"));
    field("town-says").textContent =
      `${percent(set.happens)} of what happens is in the first neighbourhood. It began with ` +
      `${percent(set.first)} of the records, and after ${DAYS} days has ${percent(mean)} of them ` +
      `on average over ${RUNS} runs, from ${percent(ends[0])} to ${percent(ends[RUNS - 1])}.`;
    closer = streets(set, 1);
    showDay();
  }

  function label() {
    const { happens, first, reports } = settings();
    field("happens-shown").textContent = percent(happens);
    field("patrol-shown").textContent = percent(first);
    field("discovery-shown").textContent = field("discovery").value;
    field("reporting-shown").textContent = String(reports);
  }

  form.addEventListener("input", () => { label(); show(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  field("day").addEventListener("input", showDay);
  field("day").form.addEventListener("submit", (event) => event.preventDefault());
  label();
  show();
})();
