// Control points clicked on a picture, and their fit as it stands. All of it stays on this machine.
"use strict";
const COLUMNS = ["x", "y", "easting", "northing", "sigma"];
const byId = (id) => document.getElementById(id);
const picture = byId("picture");
const image = picture.querySelector("img");
const ground = byId("ground");
let points = [];
let now = -1;
let extent = null;
let asked = 0;

function add(tag, parent, more = {}) {
  const node = document.createElement(tag);
  Object.assign(node, more);
  parent.append(node);
  return node;
}

function draw(misses = []) {
  for (const dot of picture.querySelectorAll(".dot")) dot.remove();
  points.forEach((point, k) => {
    const dot = add("span", picture, { className: k === now ? "dot now" : "dot", textContent: k + 1 });
    dot.style.left = `${100 * point.x / image.naturalWidth}%`;
    dot.style.top = `${100 * point.y / image.naturalHeight}%`;
  });
  byId("rows").replaceChildren();
  points.forEach((point, k) => row(point, k, misses[k]));
  drawGround();
}

function row(point, k, missed) {
  const line = add("tr", byId("rows"), { className: k === now ? "now" : "" });
  add("th", line, { scope: "row", textContent: k + 1 });
  for (const column of COLUMNS) {
    const field = add("input", add("td", line), { type: "text", inputMode: "decimal", value: point[column] ?? "" });
    field.setAttribute("aria-label", `${column} of point ${k + 1}`);
    field.addEventListener("focus", () => { now = k; });
    field.addEventListener("change", () => { point[column] = field.value.trim(); fit(); });
  }
  const apart = add("input", add("td", line), { type: "checkbox", checked: point.check === "1" });
  apart.setAttribute("aria-label", `Keep point ${k + 1} apart`);
  apart.addEventListener("change", () => { point.check = apart.checked ? "1" : "0"; fit(); });
  add("td", line, { textContent: missed === undefined || missed === null ? "" : missed.toFixed(1) });
  const out = add("button", add("td", line), { type: "button", textContent: "Take out" });
  out.setAttribute("aria-label", `Take out point ${k + 1}`);
  out.addEventListener("click", () => { points.splice(k, 1); now = -1; fit(); });
}

function drawGround() {
  if (!extent) return;
  for (const circle of ground.querySelectorAll("circle")) circle.remove();
  for (const point of points) {
    if (!point.easting || !point.northing) continue;
    const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    circle.setAttribute("cx", point.easting - extent.west);
    circle.setAttribute("cy", extent.north - point.northing);
    circle.setAttribute("r", extent.wide / 150);
    ground.append(circle);
  }
}

async function post(what, body) {
  const answer = await fetch(what, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  return answer.json();
}

async function fit() {
  const mine = ++asked;
  draw();
  byId("saved").textContent = "";
  const whole = points.filter((point) => point.easting && point.northing);
  if (!whole.length) { byId("says").textContent = "No point has its true place yet."; return; }
  const told = await post("fit", whole);
  if (mine !== asked) return;
  const misses = [];
  whole.forEach((point, k) => { misses[points.indexOf(point)] = told.misses[k]; });
  byId("says").textContent = told.says;
  draw(misses);
}

picture.addEventListener("click", (event) => {
  const box = image.getBoundingClientRect();
  points.push({
    x: ((event.clientX - box.left) / box.width * image.naturalWidth).toFixed(1),
    y: ((event.clientY - box.top) / box.height * image.naturalHeight).toFixed(1),
    easting: "", northing: "", sigma: "", check: "0",
  });
  now = points.length - 1;
  fit();
});

ground.addEventListener("click", (event) => {
  if (now < 0) { byId("says").textContent = "Click the place on the picture first."; return; }
  const box = ground.getBoundingClientRect();
  points[now].easting = (extent.west + (event.clientX - box.left) / box.width * extent.wide).toFixed(1);
  points[now].northing = (extent.north - (event.clientY - box.top) / box.height * extent.high).toFixed(1);
  fit();
});

for (const [slider, what] of [["zoom", picture], ["ground-zoom", ground]]) {
  byId(slider).addEventListener("input", (event) => { what.style.width = `${100 * event.target.value}%`; });
}

byId("save").addEventListener("click", async () => {
  byId("saved").textContent = (await post("save", points)).says;
});

(async () => {
  const told = await (await fetch("points.json")).json();
  byId("name").textContent = told.name;
  document.title = `Control points of ${told.name}`;
  points = told.points;
  if (told.outlines.length) {
    const every = told.outlines.flat();
    const east = every.map((corner) => corner[0]);
    const north = every.map((corner) => corner[1]);
    const least = (values) => values.reduce((one, other) => Math.min(one, other));
    const most = (values) => values.reduce((one, other) => Math.max(one, other));
    extent = { west: least(east), north: most(north) };
    extent.wide = most(east) - extent.west;
    extent.high = extent.north - least(north);
    ground.setAttribute("viewBox", `0 0 ${extent.wide} ${extent.high}`);
    for (const ring of told.outlines) {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", `M${ring.map(([x, y]) => `${(x - extent.west).toFixed(1)} ${(extent.north - y).toFixed(1)}`).join("L")}Z`);
      ground.append(path);
    }
    byId("ground-part").hidden = false;
  }
  if (!image.complete) await new Promise((done) => { image.onload = done; });
  fit();
})();
