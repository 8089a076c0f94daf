import { accessSync, constants } from 'node:fs';
import { PipelineError } from '#core/pipeline-error.ts';

/** Where installations put Chromium and the browsers that are made of it. */
const usualPlaces: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium',
    '/usr/bin/microsoft-edge',
  ],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/**
 * The browser to start.
 *
 * @param configured the path that was set, if any.
 * @throws PipelineError `config` when it is not there.
 */
export function findChromium(configured?: string, platform: NodeJS.Platform = process.platform): string {
  const places = configured === undefined ? (usualPlaces[platform] ?? []) : [configured];
  const found = places.find(isExecutable);
  if (found !== undefined) return found;
  const message =
    configured === undefined
      ? 'the fetcher "browser" needs Chromium, which is in none of its usual places: install it, or name it with browser.executable (SPECBOOK_BROWSER)'
      : `browser.executable: there is no program at ${configured}`;
  throw new PipelineError('config', message);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
