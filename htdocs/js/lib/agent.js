// What a device is, out of how its browser calls itself; in the order in
// which they are to be tried, because most of them call themselves all sorts.

const browsers = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|HeadlessChrome|CriOS|Chromium)\//],
  ['Safari', /\bSafari\//],
];
const systems = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['Mac', /\bMac(?:intosh| OS X)\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
];

const find = (list, text) =>
  list.find(([, pattern]) => pattern.test(text))?.[0] ?? '';

// { browser, system }; a program that is no browser by the first word it says.
export function readAgent(agent) {
  const browser = find(browsers, agent);
  return {
    browser: browser || (/^[\w.-]+/.exec(agent)?.[0] ?? '')
      .replace(/^Mozilla$/, ''),
    system: find(systems, agent),
  };
}
