import { describe, expect, test } from 'vitest';
import { officeFile, pdfFile, pngFile, zipFile } from '../../../test/support/evidence-files.js';
import { evidenceType } from './evidence-type.js';

const jpeg = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffc0000b080010002001011100ffda0008010100003f00d2ffd9',
  'hex',
);
const webp = Buffer.concat([
  Buffer.from('RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f', 'latin1'),
  Buffer.from([1, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
]);

describe('what counts as evidence', () => {
  test.each([
    ['report.pdf', pdfFile(), 'application/pdf'],
    ['REPORT.PDF', pdfFile(), 'application/pdf'],
    ['no extension', pdfFile(), 'application/pdf'],
    ['two.exe.pdf', pdfFile(), 'application/pdf'],
    ['shot.png', pngFile(), 'image/png'],
    ['shot.jpeg', jpeg, 'image/jpeg'],
    ['shot.webp', webp, 'image/webp'],
    ['paper.docx', officeFile('docx'), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['sheet.xlsx', officeFile('xlsx'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ])('accepts %s', async (name, content, type) => {
    expect((await evidenceType(content, name)).type).toBe(type);
  });

  test.each([
    ['an empty file', 'empty.pdf', Buffer.alloc(0), 422],
    ['a program called PDF', 'invoice.pdf', Buffer.from('MZ\x90\0\x03\0\0\0PE\0\0', 'latin1'), 415],
    ['a program', 'setup.exe', Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), 415],
    ['a PDF called a program', 'report.exe', pdfFile(), 415],
    ['a PDF called a page', 'report.html', pdfFile(), 415],
    ['SVG', 'drawing.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 415],
    ['a GIF that is a script too', 'fun.gif', Buffer.from('GIF89a=1;alert(1)//', 'latin1'), 415],
    ['text', 'notes.pdf', Buffer.from('just words'), 415],
    ['a plain archive', 'files.zip', zipFile([{ name: 'a.txt', content: Buffer.from('a') }]), 415],
    ['an archive called a document', 'files.docx', zipFile([{ name: 'a.txt', content: Buffer.from('a') }]), 415],
    [
      'a document with macros',
      'sheet.xlsx',
      officeFile('xlsx', [{ name: 'xl/vbaProject.bin', content: Buffer.from('x') }]),
      415,
    ],
    [
      'a zip bomb',
      'sheet.xlsx',
      officeFile('xlsx', [{ name: 'xl/sheet.xml', content: Buffer.from('x'), claims: 4_000_000_000 }]),
      413,
    ],
    ['a pixel bomb', 'shot.png', pngFile(60_000, 60_000), 413],
    ['a picture of no size', 'shot.png', pngFile(0, 10), 415],
    ['a picture cut short', 'shot.jpg', jpeg.subarray(0, 22), 415],
    [
      '5 MB and one byte',
      'big.pdf',
      Buffer.concat([pdfFile(), Buffer.alloc(5 * 1024 * 1024 + 1 - pdfFile().length)]),
      413,
    ],
  ])('refuses %s', async (_what, name, content, status) => {
    await expect(evidenceType(content, name)).rejects.toMatchObject({ status, errors: [{ path: 'file' }] });
  });

  test('accepts exactly 5 MB', async () => {
    const content = Buffer.concat([pdfFile(), Buffer.alloc(5 * 1024 * 1024 - pdfFile().length)]);
    expect((await evidenceType(content, 'big.pdf')).type).toBe('application/pdf');
  });

  test('a document with too many parts is refused', async () => {
    const parts = Array.from({ length: 2000 }, (_, index) => ({ name: `xl/${index}.xml`, content: Buffer.from('x') }));
    await expect(evidenceType(officeFile('xlsx', parts), 'sheet.xlsx')).rejects.toMatchObject({ status: 413 });
  });
});
