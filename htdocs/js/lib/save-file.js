// Hands a text to the browser as a file to be kept.

// How long a slow device may take to begin with it.
const KEPT_MS = 60 * 1000;

export function saveFile(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
