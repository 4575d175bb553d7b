// Copies third-party fonts and scripts from node_modules to dist/ under names that change with their
// content, and writes dist/manifest.json from plain to hashed name. No bundler: nothing is rewritten
// but the addresses of font files in one style sheet.

import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, 'node_modules');
const dist = join(here, 'dist');
const fonts = join(modules, 'pretendard/dist/web/variable');

// In Chinese text only letters and digits come from Pretendard: it holds few Chinese characters,
// and a line that mixes two fonts is hard to read. Quotation marks and dashes stay Chinese.
const latin = [[0x20, 0x24f], [0x2212, 0x2212]];

function hashed(name, bytes) {
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const dot = name.lastIndexOf('.');
  return `${name.slice(0, dot)}.${digest}${name.slice(dot)}`;
}

function place(name, bytes) {
  const target = hashed(name, bytes);
  writeFileSync(join(dist, target), bytes);
  return target;
}

/** The part of a CSS unicode-range inside `latin`, or '' when there is none. */
function latinPart(range) {
  const parts = [];
  for (const item of range.split(',')) {
    const [from, to = from] = item.trim().slice(2).split('-').map((hex) => parseInt(hex, 16));
    for (const [low, high] of latin) {
      const [start, end] = [Math.max(from, low), Math.min(to, high)];
      if (start <= end) parts.push(`U+${start.toString(16)}-${end.toString(16)}`);
    }
  }
  return parts.join(', ');
}

function fontSheet() {
  const sheet = readFileSync(join(fonts, 'pretendardvariable-dynamic-subset.css'), 'utf8');
  const licence = sheet.slice(0, sheet.indexOf('*/') + 2);
  const faces = [licence];
  for (const face of sheet.matchAll(/src: url\(([^)]+)\)[^;]*;\s*unicode-range: ([^;]+);/g)) {
    const [, address, range] = face;
    const bytes = readFileSync(join(fonts, address));
    const number = /\.(\d+)\.woff2$/.exec(address)[1];
    const name = place(`pretendard-${number}.woff2`, bytes);
    const rule = (family, characters) =>
      `@font-face{font-family:'${family}';font-style:normal;font-display:swap;font-weight:45 920;` +
      `src:url(./${name}) format('woff2');unicode-range:${characters}}`;
    faces.push(rule('Pretendard Variable', range));
    const letters = latinPart(range);
    if (letters) faces.push(rule('Pretendard Latin', letters));
  }
  if (faces.length < 2) throw new Error('no font faces found: has the layout of pretendard changed?');
  return Buffer.from(faces.join('\n'));
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const manifest = {
  'fonts.css': place('fonts.css', fontSheet()),
  'htmx.js': place('htmx.js', readFileSync(join(modules, 'htmx.org/dist/htmx.min.js'))),
};
cpSync(join(modules, 'pretendard/dist/LICENSE.txt'), join(dist, 'pretendard-LICENSE.txt'));
cpSync(join(modules, 'htmx.org/LICENSE'), join(dist, 'htmx-LICENSE.txt'));
writeFileSync(join(dist, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`assets/dist: ${Object.values(manifest).join(', ')}`);
