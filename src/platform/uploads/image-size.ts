/** Width and height as an image's head says them, without unpacking the picture. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** Undefined when the head is not that of a sound image of the type. */
export function pixelSize(head: Buffer, type: string): PixelSize | undefined {
  try {
    switch (type) {
      case 'image/png':
        return pngSize(head);
      case 'image/jpeg':
        return jpegSize(head);
      case 'image/webp':
        return webpSize(head);
      default:
        return undefined;
    }
  } catch (error) {
    // Reading beyond the end: the head is cut short.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function pngSize(head: Buffer): PixelSize | undefined {
  if (head.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

/** Markers of a frame's start: C0 to CF without C4 (tables), C8 (reserved) and CC (arithmetic conditioning). */
function startsFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function jpegSize(head: Buffer): PixelSize | undefined {
  let at = 2;
  while (at < head.length) {
    if (head.readUInt8(at) !== 0xff) return undefined;
    const marker = head.readUInt8(at + 1);
    if (marker === 0xff) at += 1;
    else if (startsFrame(marker)) return { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7) };
    else at += 2 + head.readUInt16BE(at + 2);
  }
  return undefined;
}

function webpSize(head: Buffer): PixelSize | undefined {
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}
