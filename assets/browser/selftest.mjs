// Shows that check.mjs can fail: a page with one fault of each kind must be found out, and a sound
// page must not. Run by hand or by the test suite: node browser/selftest.mjs

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'browser-selftest-'));
const head = '<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>시험</title>';
const pages = {
  'sound.html': `${head}</head><body><main><h1>시험</h1></main></body></html>`,
  'unlabelled.html': `${head}</head><body><main><h1>시험</h1><input name="a"></main></body></html>`,
  'inline.html': `${head}</head><body><main><h1 style="color:red">시험</h1></main></body></html>`,
  'missing.html': `${head}<link rel="stylesheet" href="/none.css"></head><body><main><h1>시험</h1></main></body></html>`,
  'wide.html': `${head}</head><body><main><h1>시험</h1><svg width="2000" height="9" role="img" aria-label="선"></svg></main></body></html>`,
  'high.html': `${head}</head><body><main><h1>시험</h1><svg width="9" height="2000" role="img" aria-label="선"></svg></main></body></html>`,
  'noise.html': `${head}<script src="/noise.js"></script></head><body><main><h1>시험</h1></main></body></html>`,
};
const wanted = {
  'unlabelled.html': 'axe label',
  'inline.html': 'Content Security Policy',
  'missing.html': 'status 404',
  'wide.html': 'wider than the window',
  'high.html': 'higher than the window',
  'noise.html': 'console: noise',
  'gone.html': 'status 404, expected 200',
};

for (const [name, text] of Object.entries(pages)) writeFileSync(join(folder, name), text);
writeFileSync(join(folder, 'noise.js'), "console.error('noise');");
writeFileSync(join(folder, 'csp.txt'), "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'");
writeFileSync(join(folder, 'paths.json'), JSON.stringify([...Object.keys(pages), 'gone.html'].map((name) => ({ path: `/${name}`, fits: true }))));
const run = spawnSync(process.execPath, [join(here, 'check.mjs'), '--serve', folder, '--paths', join(folder, 'paths.json'),
  '--viewports', '390,1440', '--json', join(folder, 'report.json'), ...process.argv.slice(2)], { encoding: 'utf8' });
const faults = [];
if (run.status !== 1) {
  faults.push(`check.mjs ended with ${run.status}: ${run.stderr}`);
} else {
  const { findings } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  const of = (name) => findings.filter((finding) => finding.path === `/${name}`).map((finding) => finding.what);
  if (of('sound.html').length > 0) faults.push(`a sound page was refused: ${of('sound.html')}`);
  for (const [name, part] of Object.entries(wanted)) {
    if (!of(name).some((what) => what.includes(part))) faults.push(`${name}: expected "${part}", found ${JSON.stringify(of(name))}`);
  }
}
rmSync(folder, { recursive: true, force: true });
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'the browser check finds what it should' : `${faults.length} faults in the browser check`);
process.exitCode = faults.length === 0 ? 0 : 1;
