import { describe, expect, test } from 'vitest';
import { cleanFileName, extensionOf } from './file-name.js';

describe('names of files', () => {
  test.each([
    ['report.pdf', 'report.pdf'],
    ['report', 'report.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\temp\\report.pdf', 'report.pdf'],
    ['..', 'evidence.pdf'],
    ['', 'evidence.pdf'],
    ['.pdf', 'pdf.pdf'],
    ['invoice\u202efdp.exe.pdf', 'invoicefdp.exe.pdf'],
    ['a\u0000b\r\nc.pdf', 'abc.pdf'],
    ['a"b;c|d.pdf', 'a_b_c_d.pdf'],
    ['Zertifikat für Jürgen 日本.pdf', 'Zertifikat für Jürgen 日本.pdf'],
    ['Ju\u0308rgen.pdf', 'J\u00fcrgen.pdf'],
  ])('%j becomes %j', (original, cleaned) => {
    expect(cleanFileName(original, 'pdf')).toBe(cleaned);
  });

  test('long names are cut and keep their extension', () => {
    const cleaned = cleanFileName(`${'x'.repeat(500)}.PDF`, 'pdf');
    expect(cleaned).toBe(`${'x'.repeat(120)}.pdf`);
  });

  test.each([
    ['a.PDF', 'pdf'],
    ['a.tar.gz', 'gz'],
    ['a', ''],
    ['a.', ''],
    ['a.b c', ''],
  ])('the extension of %j is %j', (name, extension) => {
    expect(extensionOf(name)).toBe(extension);
  });
});
