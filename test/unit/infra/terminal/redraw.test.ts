import { describe, expect, it } from '@jest/globals';
import { createRedraw } from '../../../../infra/terminal/redraw.ts';

describe('redraw', () => {
  it('given lines, when drawn again, then they take the place of those before, wrapped ones included', () => {
    let text = '';
    const redraw = createRedraw({ write: (part) => (text += part), width: () => 10 });
    redraw(['short', '\u001b[31m123456789012345\u001b[39m']);
    expect(text).not.toContain('\u001b[J');
    text = '';
    redraw(['again']);
    expect(text).toBe('\u001b[3A\u001b[Jagain\u001b[K\n');
  });
});
