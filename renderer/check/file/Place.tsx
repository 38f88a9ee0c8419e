// Words that lead to the bytes they speak of.
import type { ReactNode } from 'react';
import type { ByteRange } from '../../../shared/model/plan';
import { formatRange } from '../../format';
import { useLook } from '../look';
import styles from './Place.module.css';

export function Place({ range, children }: { readonly range: ByteRange; readonly children: ReactNode }) {
  return (
    <button
      type="button"
      className={styles.place}
      title={formatRange(range.offset, range.length)}
      onClick={() => useLook.getState().goTo(range)}
    >
      {children}
    </button>
  );
}
