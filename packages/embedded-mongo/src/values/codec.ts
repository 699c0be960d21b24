export { decode, decodeFields, pickFields } from './decode.js';
export { encode } from './encode.js';
