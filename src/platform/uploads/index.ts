export {
  discardUploads,
  receiveUploads,
  removeAbandonedUploads,
  type UploadedFile,
  type UploadLimits,
} from './receive-uploads.js';
export { isStorageFull, storageFull } from './upload-error.js';
