export { discardUploads, receiveUploads, removeAbandonedUploads, type UploadedFile, type UploadLimits } from './receive-uploads.js';
