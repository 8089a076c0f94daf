// For `npx depcruise src`. The rules are data beside the test that enforces them.
import { options, rules } from './tests/architecture/layers.ts';

export default { forbidden: rules, options };
