import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];

/**
 * A valid PNG (PNG specification, third edition: 8-bit palette, no filter): a lamp-like disc on a floor, in
 * colours that depend on the subject, so that different products look different.
 *
 * @param width pixels. @param height pixels.
 */
export function picture(subject: string, width: number, height: number): Buffer {
  const hue = crc32(subject) % 360;
  const palette = [rgb(hue, 0.9), rgb(hue, 0.78), rgb((hue + 30) % 360, 0.45)];
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(scene(width, height))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, checksum]);
}

/** One byte a pixel (its colour's place in the palette), and a byte 0 (no filter) before each line. */
function scene(width: number, height: number): Buffer {
  const lines = Buffer.alloc((width + 1) * height);
  const radius = Math.min(width, height) * 0.3;
  for (let y = 0; y < height; y += 1) {
    const start = y * (width + 1) + 1;
    if (y > height * 0.72) lines.fill(1, start, start + width);
    const away = Math.abs(y - height * 0.48);
    if (away < radius) {
      const half = Math.round(Math.sqrt(radius ** 2 - away ** 2));
      const middle = start + Math.round(width / 2);
      lines.fill(2, middle - half, middle + half);
    }
  }
  return lines;
}

/** A muted colour of the hue (degrees) and lightness (0 to 1); the CSS Color 4 formula for hsl(). */
function rgb(hue: number, lightness: number): Colour {
  const saturation = 0.35;
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12;
    const spread = saturation * Math.min(lightness, 1 - lightness);
    return Math.round(255 * (lightness - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
