export { zipArchive, type ArchivedFile } from './zip-archive.js';
