export { decode, decodeFields } from './decode.js';
export { encode } from './encode.js';
