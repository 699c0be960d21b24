/** Line breaks and other control characters in a header would begin a header of the sender's choice. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

const MAX_HEADER_LENGTH = 200;

/** Text as it may stand in a header: one line, of bearable length. */
export function headerText(text: string): string {
  return oneLine(text, MAX_HEADER_LENGTH);
}

/** Text without line breaks and other control characters, cut off after a length. */
export function oneLine(text: string, maxLength: number): string {
  return text.replace(CONTROL, ' ').replace(/ {2,}/g, ' ').trim().slice(0, maxLength);
}

/** `<key@domain>`: the same for every attempt to send a mail, so that receivers recognise a second copy. */
export function messageIdOf(key: string, from: string): string {
  const domain = /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'localhost';
  return `<${key.replace(/[^A-Za-z0-9._-]/g, '_')}@${domain}>`;
}
