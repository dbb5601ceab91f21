// A Word file filled in on the device: a zip is opened, one part of it changed, and put together
// again. The parts of the format used here are in APPNOTE.TXT 4.3 (PKWARE) and ECMA-376 part 1, 17.
(() => {
  "use strict";
  const WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  const XML = "http://www.w3.org/XML/1998/namespace";
  const TEXT = "word/document.xml";
  const [FILE, ENTRY, END] = [0x04034b50, 0x02014b50, 0x06054b50];
  const [FILE_SIZE, ENTRY_SIZE, END_SIZE] = [30, 46, 22];
  const STORED = 0;

  // opening and closing a zip

  function* entries(buffer) {
    const view = new DataView(buffer);
    let end = buffer.byteLength - END_SIZE;
    while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
    if (end < 0) throw new Error("no zip");
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
      if (view.getUint32(at, true) !== ENTRY) throw new Error("no entry");
      const long = (place) => view.getUint32(at + place, true);
      const short = (place) => view.getUint16(at + place, true);
      const start = long(42);
      const data = start + FILE_SIZE + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
      yield {
        name: new TextDecoder().decode(new Uint8Array(buffer, at + ENTRY_SIZE, short(28))),
        method: short(10), sum: long(16), size: long(24),
        data: new Uint8Array(buffer, data, long(20)),
      };
      at += ENTRY_SIZE + short(28) + short(30) + short(32);
    }
  }

  async function unpacked(entry) {
    if (entry.method === STORED) return entry.data;
    const plain = new Blob([entry.data]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(plain).arrayBuffer());
  }

  const SUMS = Uint32Array.from({ length: 256 }, (_, byte) => {
    let sum = byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1;
    return sum;
  });
  const checksum = (bytes) =>
    (bytes.reduce((sum, byte) => SUMS[(sum ^ byte) & 0xff] ^ (sum >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

  function record(size, numbers) {
    const view = new DataView(new ArrayBuffer(size));
    for (const [at, number, isLong] of numbers)
      if (isLong) view.setUint32(at, number, true); else view.setUint16(at, number, true);
    return new Uint8Array(view.buffer);
  }

  // Version 2.0, names in UTF-8, and 1 January 1980 for the day, which says nothing of today.
  const facts = (at, each, name) => [[at, 20], [at + 2, 0x0800], [at + 4, each.method],
    [at + 8, 0x21], [at + 10, each.sum, true], [at + 14, each.data.length, true],
    [at + 18, each.size, true], [at + 22, name.length]];

  function zipped(parts) {
    const files = [], list = [];
    let at = 0;
    for (const each of parts) {
      const name = new TextEncoder().encode(each.name);
      files.push(record(FILE_SIZE, [[0, FILE, true], ...facts(4, each, name)]), name, each.data);
      list.push(record(ENTRY_SIZE, [[0, ENTRY, true], [4, 20], ...facts(6, each, name), [42, at, true]]), name);
      at += FILE_SIZE + name.length + each.data.length;
    }
    const size = list.reduce((sum, bytes) => sum + bytes.length, 0);
    const end = record(END_SIZE, [[0, END, true], [8, parts.length], [10, parts.length],
      [12, size, true], [16, at, true]]);
    return new Blob([...files, ...list, end]);
  }

  // filling in the text

  const keyOf = (name) => name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const inside = (node, tag) => [...node.getElementsByTagNameNS(WORD, tag)];
  const styleOf = (node, tag) => inside(node, tag)[0]?.getAttributeNS(WORD, "val") ?? "";

  function write(run, text) {
    const made = (tag) => run.ownerDocument.createElementNS(WORD, `w:${tag}`);
    run.replaceChildren();
    text.split("\n").forEach((line, place) => {
      if (place) run.append(made("br"));
      const said = made("t");
      said.setAttributeNS(XML, "xml:space", "preserve");
      // XML has no place for most control characters; DOM would let them through.
      said.textContent = line.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
      run.append(said);
    });
  }

  function filled(xml, { typed, isLeftOut, keepsNotice }) {
    const page = new DOMParser().parseFromString(xml, "application/xml");
    if (page.querySelector("parsererror")) throw new Error("no XML");
    for (const paragraph of inside(page, "p")) {
      const blanks = inside(paragraph, "r").filter((run) => styleOf(run, "rStyle") === "Blank")
        .map((run) => [run, keyOf(run.textContent)]);
      const isNotice = styleOf(paragraph, "pStyle") === "Notice" && !keepsNotice;
      if (isNotice || isLeftOut(blanks.map(([, key]) => key))) { paragraph.remove(); continue; }
      for (const [run, key] of blanks) if (typed[key]) write(run, typed[key]);
      for (const run of inside(paragraph, "r"))
        if (styleOf(run, "rStyle") === "Leftout") run.remove();
    }
    return new XMLSerializer().serializeToString(page);
  }

  window.fillWordFile = async (buffer, filling) => {
    const parts = [...entries(buffer)];
    const text = parts.find((each) => each.name === TEXT);
    const xml = filled(new TextDecoder().decode(await unpacked(text)), filling);
    const data = new TextEncoder().encode(xml);
    Object.assign(text, { method: STORED, data, size: data.length, sum: checksum(data) });
    return zipped(parts);
  };
})();
