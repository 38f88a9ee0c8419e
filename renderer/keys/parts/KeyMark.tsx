// A verdict on a package or a key as a mark and its word.
import type { ReactNode } from 'react';
import { Mark, type Shape } from '../../components/Mark';

export type Tone = 'good' | 'unsure' | 'bad' | 'busy';

const shapes: Record<Tone, Shape> = { good: 'tick', unsure: 'diamond', bad: 'cross', busy: 'waiting' };

export interface KeyMarkProps {
  readonly tone: Tone;
  readonly large?: boolean;
  readonly children: ReactNode;
}

export function KeyMark({ tone, large = false, children }: KeyMarkProps) {
  return (
    <Mark shape={shapes[tone]} size={large ? 'title' : 'text'}>
      {children}
    </Mark>
  );
}
