// A QR code as one path of an SVG, a square a unit: { size, path }.

// Dark squares in a row are one rectangle.
function rowPath(code, y) {
  let path = '';
  for (let x = 0; x < code.size; x += 1) {
    const start = x;
    while (x < code.size && code.get(x, y))
      x += 1;
    if (x > start)
      path += `M${start} ${y}h${x - start}v1h${start - x}z`;
  }
  return path;
}

// code: { size, get(x, y) }
export function drawingOf(code) {
  let path = '';
  for (let y = 0; y < code.size; y += 1)
    path += rowPath(code, y);
  return { size: code.size, path };
}

// Of an address for an authenticator app; null without the library, and then
// there is the key to type.
export async function draw(uri) {
  try {
    const { generate } = await import('../../vendor/lean-qr/lean-qr.js');
    return drawingOf(generate(uri));
  } catch {
    return null;
  }
}
