// The whole inspection of one file, asked for when its page is opened.
import { useEffect, useState } from 'react';
import type { FileInspection } from '../../../shared/model/file-inspection';
import { sendCheck } from '../../api/actions';

export function useInspection(fileId: string, isDone: boolean): FileInspection | undefined {
  const [inspection, setInspection] = useState<FileInspection>();
  useEffect(() => {
    if (!isDone) return;
    let isGone = false;
    void sendCheck('check/report', { fileId, identity: false }).then((answer) => {
      if (!isGone && answer.ok) setInspection(answer.value);
    });
    return () => {
      isGone = true;
    };
  }, [fileId, isDone]);
  return inspection;
}
