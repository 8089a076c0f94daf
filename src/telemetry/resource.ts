import { detectResources, envDetector, type Resource, resourceFromAttributes } from '@opentelemetry/resources';

/**
 * What the data is said to be of. Of the detectors only the one of the variables is asked: the others give away the
 * command line, the user and the host.
 */
export function resourceOf(version: string): Resource {
  const own = resourceFromAttributes({ 'service.name': 'specbook', 'service.version': version });
  return own.merge(detectResources({ detectors: [envDetector] }));
}
