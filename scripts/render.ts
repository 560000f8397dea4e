import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';
import { loadConfig } from '../src/config.ts';
import { readBundle } from '../src/contract/bundle.ts';

/**
 * Draws diagrams as pictures, exactly as bpmn-js shows them (with its watermark, as its licence asks).
 * Usage: `npm run render -- [process id …]`; without ids every process is drawn. `--out DIR` names another folder
 * than docs/diagrams. Chinese text needs a Chinese font on the machine (Debian: fonts-noto-cjk).
 */
const MARGIN = 16;
const WATERMARK = 44;

const require = createRequire(import.meta.url);
const bpmnJs = (file: string): string => join(require.resolve('bpmn-js/package.json'), '..', 'dist', file);

async function render(browser: Browser, xml: string, target: string): Promise<void> {
  const page = await browser.newPage();
  await page.setContent(
    '<body style="margin:0;background:#fff"><div id="canvas" style="width:400px;height:300px"></div>',
  );
  await page.addStyleTag({ path: bpmnJs('assets/bpmn-js.css') });
  await page.addStyleTag({ path: bpmnJs('assets/diagram-js.css') });
  await page.addScriptTag({ path: bpmnJs('bpmn-viewer.production.min.js') });
  const draw = `(async () => {
    const fontFamily = '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif';
    const textRenderer = { defaultStyle: { fontFamily }, externalStyle: { fontFamily } };
    const viewer = new BpmnJS({ container: '#canvas', textRenderer });
    await viewer.importXML(${JSON.stringify(xml)});
    const canvas = viewer.get('canvas');
    const { inner } = canvas.viewbox();
    const box = { x: inner.x - ${MARGIN}, y: inner.y - ${MARGIN}, width: inner.width + ${2 * MARGIN}, height: inner.height + ${MARGIN + WATERMARK} };
    Object.assign(document.querySelector('#canvas').style, { width: box.width + 'px', height: box.height + 'px' });
    canvas.resized();
    canvas.viewbox(box);
    return { width: Math.ceil(box.width), height: Math.ceil(box.height) };
  })()`;
  const size = (await page.evaluate(draw)) as { width: number; height: number };
  await page.setViewportSize(size);
  await page.screenshot({ path: target });
  await page.close();
}

const args = process.argv.slice(2);
const outAt = args.indexOf('--out');
const out = resolve(outAt < 0 ? 'docs/diagrams' : (args.splice(outAt, 2)[1] ?? 'docs/diagrams'));
const diagrams = Object.entries(readBundle(loadConfig(process.env, []).bundleDir))
  .filter(([file]) => file.endsWith('.bpmn'))
  .map(([file, xml]) => ({ id: basename(file, '.bpmn'), xml }))
  .filter(({ id }) => args.length === 0 || args.includes(id));
mkdirSync(out, { recursive: true });
const browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: chromium.args.filter((arg) => arg !== '--single-process'),
});
try {
  for (const { id, xml } of diagrams) {
    const target = join(out, `${id}.png`);
    await render(browser, xml, target);
    console.log(target);
  }
} finally {
  await browser.close();
}
