// The severity of a finding as a shape: a cross, a triangle, a ring. Always with its word beside it or in the label.
import type { Severity } from '../../../shared/firmware/report';
import { MarkShape, type Shape } from '../../components/Mark';

const shapes: Record<Severity, Shape> = { fail: 'cross', warn: 'triangle', note: 'ring' };

export function SeverityMark({ severity }: { readonly severity: Severity }) {
  return <MarkShape shape={shapes[severity]} size={15} />;
}
