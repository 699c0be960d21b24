export { contentPath, keepContent } from './content-store.js';
export { pixelSize, type PixelSize } from './image-size.js';
export {
  discardUploads,
  receiveUploads,
  removeAbandonedUploads,
  type UploadedFile,
  type UploadLimits,
} from './receive-uploads.js';
export { isStorageFull, storageFull } from './upload-error.js';
