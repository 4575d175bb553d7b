// Which readers from npm see every text of a .hwpx; rhwp also draws its pages.
//
//     node readers.mjs FILE.hwpx FOLDER_FOR_PAGES
//
// Texts are those of the section; blanks and marks of tables do not count. hwpxjs reads no tables, nor does it in
// documents that Hangul Office wrote: it is said how many texts it sees, and only the others must see all of them.
import { createCanvas } from '@napi-rs/canvas';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';

const [file, folder] = process.argv.slice(2);
const bytes = new Uint8Array(fs.readFileSync(file));
const version = (name) => JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`)).version;

const plain = (text) => {
  const marks = [[/<br\/?>/g, ''], [/&lt;/g, '<'], [/&gt;/g, '>'], [/&quot;/g, '"'], [/&amp;/g, '&'], [/[\s\\|*]+/g, '']];
  return marks.reduce((text, [written, meant]) => text.replace(written, meant), text);
};
const section = execFileSync('unzip', ['-p', file, 'Contents/section0.xml'], { maxBuffer: 1 << 30 }).toString();
const wanted = [...section.matchAll(/<hp:t>([^<]+)<\/hp:t>/g)].map(([, text]) => plain(text)).filter(Boolean);
const tell = (name, all, text, more = '') => {
  const seen = plain(text);
  const missed = wanted.filter((one) => !seen.includes(one));
  console.log(`${name} ${version(name)}: ${wanted.length - missed.length} of ${wanted.length} texts ${more}`, missed.slice(0, 2));
  if (all && missed.length > 0) process.exitCode = 1;
};

// rhwp asks for the width of text; the font that is asked for is not here, another serif with Hangul stands in.
const context = createCanvas(10, 10).getContext('2d');
globalThis.measureTextWidth = (font, text) => {
  context.font = font.replace(/"?함초롬[^",]*"?/g, '"Noto Serif CJK KR"');
  return context.measureText(text).width;
};
const rhwp = await import('@rhwp/core');
const wasm = createRequire(import.meta.url).resolve('@rhwp/core/rhwp_bg.wasm');
await rhwp.default({ module_or_path: fs.readFileSync(wasm) });
const drawn = new rhwp.HwpDocument(bytes);
fs.mkdirSync(folder, { recursive: true });
let letters = '';
for (let page = 0; page < drawn.pageCount(); page += 1) {
  const svg = drawn.renderPageSvg(page);
  fs.writeFileSync(`${folder}/page-${page + 1}.svg`, svg);
  letters += [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, letter]) => letter).join('');
}
tell('@rhwp/core', true, letters, `drawn on ${drawn.pageCount()} pages`);

const { parse } = await import('kordoc');
const markdown = await parse(bytes.buffer.slice(0));
fs.writeFileSync(`${folder}/kordoc.md`, markdown.markdown ?? '');
tell('kordoc', true, markdown.markdown ?? '');

const hwpxjs = await import('@ssabrojs/hwpxjs');
const reader = new (hwpxjs.default?.default ?? hwpxjs.HwpxReader ?? hwpxjs.default)();
await reader.loadFromArrayBuffer(bytes.buffer.slice(0));
const paragraphs = await reader.extractText();
fs.writeFileSync(`${folder}/hwpxjs.txt`, paragraphs);
tell('@ssabrojs/hwpxjs', false, paragraphs);
