// Everything that is kept of me, gathered page by page.

import { call } from './http.js';
import { operations } from './operations.js';

// The first page has my account as well; all of them have messages.
async function takeMessages() {
  const whole = await call(operations.exportGet);
  let page = whole;
  while (page.more) {
    const { conversation, time } = whole.messages.at(-1);
    page = await call(operations.exportGet, { query: { conversation, time } });
    whole.messages.push(...page.messages);
  }
  delete whole.more;
  return whole;
}

async function takeDatasets() {
  const datasets = [];
  for (let page = { last: 0, more: true }; page.more;) {
    page = await call(operations.datasetsGet, { query: { since: page.last } });
    datasets.push(...page.datasets);
  }
  return datasets;
}

export const takeAll = async () =>
  ({ ...await takeMessages(), datasets: await takeDatasets() });
