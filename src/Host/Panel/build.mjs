// Bundles the page into the directory given: minified, and compressed by brotli and gzip. The same input gives the same
// bytes: names have no hashes or times, and gzip's header says neither.
import { build } from 'esbuild';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const out = resolve(process.argv[2] ?? '.');
const here = dirname(fileURLToPath(import.meta.url));
process.chdir(here);
if (process.argv.length !== 3) {
  console.error('usage: node build.mjs DIRECTORY');
  process.exit(2);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  absWorkingDir: here, // esbuild has taken the one of the start
  entryPoints: { panel: 'src/main.js', terminal: 'src/terminal.js', style: 'src/style.css' },
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['chrome100', 'firefox100', 'safari15'],
  charset: 'utf8',
  legalComments: 'none',
  external: ['./terminal.js'],
  outdir: out,
  logLevel: 'warning',
});

for (const name of ['index.html', 'icon.svg']) {
  writeFileSync(join(out, name), readFileSync(join('src', name)));
}

let total = 0;
for (const name of readdirSync(out)) {
  const bytes = readFileSync(join(out, name));
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  writeFileSync(join(out, `${name}.br`), brotli);
  const gzip = gzipSync(bytes, { level: 9 });
  gzip[9] = 255; // the operating system: unknown
  writeFileSync(join(out, `${name}.gz`), gzip);
  total += brotli.length;
}

const limit = 300_000;
console.log(`panel: ${total} bytes by brotli`);
if (total > limit) {
  console.error(`the page is larger than ${limit} bytes compressed; leave something out`);
  process.exit(1);
}
