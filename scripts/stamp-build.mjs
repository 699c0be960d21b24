import { writeStamp } from './build-stamp.mjs';

// The last step of `npm run build`: from now on the output counts as fresh.
writeStamp();
