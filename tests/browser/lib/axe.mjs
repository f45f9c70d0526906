// axe-core, and what else is wrong with how a page stands.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';

const source = fs.readFileSync(createRequire(import.meta.url)
  .resolve('axe-core/axe.min.js'), 'utf8');

// From the next load on a page can be judged.
export const bringAxe = ({ context }) =>
  context.addInitScript({ content: source });

export function violations(page) {
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document,
      { resultTypes: ['violations'] });
    return violations.map((violation) => `${violation.id}: ` +
      violation.nodes.map((node) => `${node.target.join(' ')} ${
        node.any[0]?.message ?? node.all[0]?.message ?? ''}`).join(' | '));
  });
}

export async function judge(page, name) {
  assert.deepEqual(await violations(page), [], name);
  const wide = await page.evaluate(() =>
    document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${name} is ${wide} px too wide`);
}
