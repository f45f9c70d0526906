// Secrets that are looked for, in every form that one might be kept in.

const EDGE = /^=+|=+$/g;

// Base64 of bytes wherever they stand in a longer text: without the letters
// that what is before and behind would change.
function base64(bytes, form) {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString(form)
      .replace(EDGE, '');
    const spare = (bytes.length + shift) % 3;
    return text.slice([0, 2, 3][shift], spare ? -1 : undefined);
  });
}

function formsOf(bytes) {
  const hex = bytes.toString('hex');
  return [bytes, hex, hex.toUpperCase(), ...base64(bytes, 'base64'),
    ...base64(bytes, 'base64url')];
}

function textForms(text) {
  const inJson = JSON.stringify(text).slice(1, -1);
  return [...formsOf(Buffer.from(text)), inJson,
    inJson.replace(/[\u0080-\uffff]/g, (letter) =>
      `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
    inJson.replaceAll('/', '\\/'), encodeURIComponent(text)];
}

const isDigit = (byte) => byte >= 48 && byte <= 57;

export class Canaries {
  #all = [];

  // A text; bytes: what it stands for, which are as secret.
  text(name, text, bytes) {
    this.#add(name, [...textForms(text), ...bytes ? formsOf(bytes) : []]);
    return text;
  }

  bytes(name, bytes) {
    // Libraries of numbers have the last byte first.
    this.#add(name, [...formsOf(bytes), Buffer.from(bytes).reverse()]);
  }

  // Six digits are only looked for where none stand before or behind.
  digits(name, text) {
    this.#add(name, [text], true);
    return text;
  }

  #add(name, forms, isBounded = false) {
    for (const form of new Set(forms.map((one) =>
      Buffer.from(one).toString('latin1'))))
      if (form.length >= 6)
        this.#all.push({ name, isBounded, bytes: Buffer.from(form, 'latin1') });
  }

  get names() {
    return [...new Set(this.#all.map(({ name }) => name))];
  }

  get longest() {
    return Math.max(...this.#all.map(({ bytes }) => bytes.length));
  }

  // Those that begin with each pair of bytes.
  #byStart() {
    const table = new Array(65536);
    for (const one of this.#all) {
      const start = one.bytes.readUInt16LE(0);
      (table[start] ??= []).push(one);
    }
    return table;
  }

  // 'name at where (what is around it)' for each that is found.
  search(where, bytes) {
    this.table ??= this.#byStart();
    const found = [];
    for (let at = 0; at + 1 < bytes.length; at += 1) {
      const some = this.table[bytes[at] | bytes[at + 1] << 8];
      if (some)
        for (const { name, isBounded, bytes: wanted } of some) {
          const end = at + wanted.length;
          if (end <= bytes.length &&
            bytes.compare(wanted, 0, wanted.length, at, end) === 0 &&
            !(isBounded && (isDigit(bytes[at - 1]) || isDigit(bytes[end]))))
            found.push(`${name} in ${where} at ${at}: ` +
              JSON.stringify(bytes.toString('latin1', Math.max(0, at - 40),
                end + 20)));
        }
    }
    return found;
  }

  // After the last has been added.
  seal() {
    this.table = this.#byStart();
  }
}
