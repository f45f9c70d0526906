// Figures of several rounds, and how they are told.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

export function spread(values) {
  return [Math.min(...values), Math.max(...values)];
}

const shown = (value) =>
  Math.abs(value) >= 100 ? Math.round(value).toString()
    : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);

// "12,345 (11,900–12,800)" or, of one value, the value alone.
export function told(values, unit = '') {
  const [least, most] = spread(values);
  const range = values.length > 1 ? ` (${shown(least)}–${shown(most)})` : '';
  return `${shown(median(values))}${unit}${range}`;
}

// Rows of { what, value, goal, holds }: holds undefined is a plain figure.
export class Report {
  rows = [];

  add(what, value, goal = '', holds = undefined) {
    this.rows.push({ what, value, goal, holds });
    const mark = holds === undefined ? '' : holds ? '  reached' : '  NOT REACHED';
    console.log(`${what.padEnd(58)} ${value.padEnd(30)} ${goal}${mark}`);
  }

  title(text) {
    console.log(`\n${text}`);
  }
}
