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
  label();
  show();
})();
